import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';

const currentClient = new AsyncLocalStorage<pg.PoolClient>();
let savepointCount = 0;

/**
 * A pg pool whose queries join the transaction of the calling async scope, if there is one.
 * Prisma's adapter and the SQL modules share it, so a Prisma write, a bulk statement, an audit row and an enqueued job
 * commit together or not at all. Inside a transaction, Prisma's own BEGIN/COMMIT become savepoints.
 */
export class TransactionPool extends pg.Pool {
  /** Runs `work` in a transaction; nested calls are savepoints of the outer one. */
  async inTransaction<T>(work: () => Promise<T>): Promise<T> {
    const outer = currentClient.getStore();
    if (outer) return inSavepoint(outer, work);
    const client = await super.connect();
    let failure: unknown;
    try {
      await client.query('BEGIN');
      const result = await currentClient.run(client, work);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      failure = error;
      await client.query('ROLLBACK').catch((rollbackError: unknown) => {
        failure = new AggregateError([error, rollbackError], 'transaction and its rollback failed');
      });
      throw error;
    } finally {
      client.release(failure instanceof AggregateError);
    }
  }

  /** Runs `work` on connections of its own, whatever transaction the calling scope is in: it commits by itself. */
  outsideTransaction<T>(work: () => Promise<T>): Promise<T> {
    return currentClient.exit(work);
  }

  /** The client of the calling scope's transaction; undefined outside one. COPY streams need it. */
  get transactionClient(): pg.PoolClient | undefined {
    return currentClient.getStore();
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(
    callback: (err: Error | undefined, client: pg.PoolClient | undefined, done: (release?: unknown) => void) => void,
  ): void;
  override connect(callback?: unknown): Promise<pg.PoolClient> | void {
    const client = currentClient.getStore();
    if (client && callback === undefined) return Promise.resolve(asNestedClient(client));
    // The overload with a callback gives nothing, the one without a promise: what it is, is passed on.
    const connectToServer = super.connect.bind(this) as (done?: unknown) => Promise<pg.PoolClient>;
    return connectToServer(callback);
  }

  override query(...args: unknown[]): never {
    const client = currentClient.getStore();
    const run = (client ? client.query.bind(client) : super.query.bind(this)) as (...all: unknown[]) => unknown;
    return run(...args) as never;
  }
}

async function inSavepoint<T>(client: pg.PoolClient, work: () => Promise<T>): Promise<T> {
  const name = `s${String((savepointCount += 1))}`;
  await client.query(`SAVEPOINT ${name}`);
  try {
    const result = await work();
    await client.query(`RELEASE SAVEPOINT ${name}`);
    return result;
  } catch (error) {
    await client.query(`ROLLBACK TO SAVEPOINT ${name}`);
    throw error;
  }
}

/** What Prisma's adapter gets when it opens "its own" transaction inside ours. */
function asNestedClient(client: pg.PoolClient): pg.PoolClient {
  const name = `p${String((savepointCount += 1))}`;
  const translated: Record<string, string> = {
    BEGIN: `SAVEPOINT ${name}`,
    COMMIT: `RELEASE SAVEPOINT ${name}`,
    ROLLBACK: `ROLLBACK TO SAVEPOINT ${name}`,
  };
  return new Proxy(client, {
    get(target, property) {
      if (property === 'release') return () => undefined;
      if (property !== 'query') return Reflect.get(target, property, target) as unknown;
      return (first: unknown, ...rest: unknown[]) => {
        const text = typeof first === 'string' ? first : (first as { text?: string }).text;
        const replacement = text === undefined ? undefined : translated[text.trim().toUpperCase()];
        const query = target.query.bind(target) as (...all: unknown[]) => unknown;
        if (replacement === undefined) return query(first, ...rest);
        return query(typeof first === 'string' ? replacement : { ...(first as object), text: replacement }, ...rest);
      };
    },
  });
}
