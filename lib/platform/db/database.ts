import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import type { z } from 'zod';
import { PrismaClient } from './generated/client.ts';
import type { SqlStatement } from './sql.ts';
import { TransactionPool } from './transaction-pool.ts';

export type { PrismaClient };

/** Which database is behind it: a PostgreSQL server, or the embedded one (no COPY, no NOTIFY, one session). */
export type DatabaseKind = 'server' | 'embedded';

/**
 * The database as use-cases see it. Everything called inside `transaction` joins it: Prisma, SQL modules, enqueued jobs.
 */
export interface Database {
  readonly kind: DatabaseKind;
  readonly prisma: PrismaClient;
  /** Runs a statement and parses each row with `rowSchema`; a row that does not fit is a programming error. */
  query<Row>(rowSchema: z.ZodType<Row>, statement: SqlStatement): Promise<Row[]>;
  /** Runs a statement for its effect; returns the number of rows touched. */
  execute(statement: SqlStatement): Promise<number>;
  /** Runs `work` in a transaction (nested: a savepoint). Throwing rolls back. */
  transaction<T>(work: () => Promise<T>): Promise<T>;
  /** The pool itself, for COPY streams, cursors and graphile-worker. */
  readonly pool: TransactionPool;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly kind: DatabaseKind;
  readonly connection: pg.PoolConfig;
  /** Largest number of connections of this process. */
  readonly maxConnections?: number;
}

/**
 * PostGIS gives its functions such high costs that the server compiles statements of a few milliseconds for a second or
 * more: an import of 20,000 units took five times as long. Not a start parameter, which connection poolers refuse.
 */
async function withoutJit(client: pg.ClientBase): Promise<void> {
  await client.query('SET jit = off');
}

/** Opens the pool and the Prisma client on it. Does not connect until first used. */
export function openDatabase(options: DatabaseOptions): Database {
  // The pool waits for what it gives, which its types do not know.
  const onConnect: ((client: pg.ClientBase) => unknown) | undefined =
    options.kind === 'server' ? withoutJit : undefined;
  const pool = new TransactionPool({
    max: options.maxConnections ?? 10,
    ...options.connection,
    ...(onConnect && { onConnect }),
  });
  // A connection that dies while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  const run = ({ text, values, timeoutMs }: SqlStatement) =>
    pool.query({
      text,
      values: [...values],
      ...(timeoutMs !== undefined && { query_timeout: timeoutMs }),
    }) as Promise<pg.QueryResult>;
  return {
    kind: options.kind,
    prisma,
    pool,
    async query(rowSchema, statement) {
      const { rows } = await run(statement);
      return rows.map((row) => rowSchema.parse(row));
    },
    async execute(statement) {
      return (await run(statement)).rowCount ?? 0;
    },
    transaction: (work) => pool.inTransaction(work),
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
