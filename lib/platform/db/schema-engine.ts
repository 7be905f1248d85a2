import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum, DriverAdapterError } from '@prisma/driver-adapter-utils';
import { PrismaPg } from '@prisma/adapter-pg';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import pg from 'pg';

type EngineModule = typeof import('@prisma/schema-engine-wasm') & {
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
};

let loaded: Promise<EngineModule> | undefined;

/** Instantiates Prisma's schema engine from its WebAssembly file: no binary, no download. */
async function loadEngineModule(): Promise<EngineModule> {
  const resolve = createRequire(import.meta.url).resolve;
  const engine = (await import('@prisma/schema-engine-wasm/schema_engine_bg')) as EngineModule;
  const bytes = await readFile(resolve('@prisma/schema-engine-wasm/schema_engine_bg').replace(/\.js$/, '.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': engine });
  engine.__wbg_set_wasm(instance.exports);
  (instance.exports['__wbindgen_start'] as () => void)();
  return engine;
}

/** The schema engine on one database; `close` ends its connections. */
export interface OpenSchemaEngine {
  readonly engine: SchemaEngine;
  close(): Promise<void>;
}

/**
 * Opens the schema engine on one database.
 * `connection` names host, port and database apart from each other: with a connection string the adapter would take
 * the main database for its shadow database.
 */
export async function openSchemaEngine(connection: pg.PoolConfig): Promise<OpenSchemaEngine> {
  (globalThis as { PRISMA_WASM_PANIC_REGISTRY?: unknown }).PRISMA_WASM_PANIC_REGISTRY ??= {
    set_message(message: string) {
      throw new Error(`Prisma's schema engine stopped: ${message}`);
    },
  };
  loaded ??= loadEngineModule();
  const module = await loaded;
  const pool = new CataloguePool(connection);
  const adapter = bindMigrationAwareSqlAdapterFactory(mendAdapter(new PrismaPg(pool), pool));
  const engine = await module.SchemaEngine.new({ datamodels: undefined }, () => undefined, adapter);
  return {
    engine,
    async close() {
      engine.free();
      await pool.end();
    },
  };
}

/** PostgreSQL's one-byte type "char", of which the catalogue is full and which the adapter does not know. */
const charOid = 18;

/** Passes "char" columns off as text and remembers which they were. */
class CataloguePool extends pg.Pool {
  charColumns: ReadonlySet<number> = new Set();

  override query(...args: unknown[]): never {
    const run = super.query.bind(this) as (...all: unknown[]) => Promise<{ readonly fields?: pg.FieldDef[] }>;
    return run(...args).then((result) => {
      const fields = result.fields ?? [];
      this.charColumns = new Set(fields.flatMap((field, index) => (field.dataTypeID === charOid ? [index] : [])));
      for (const index of this.charColumns) Object.assign(fields[index] ?? {}, { dataTypeID: pg.types.builtins.TEXT });
      return result;
    }) as never;
  }
}

/**
 * Mends the adapter in two places. Migrations go as one simple query, which the server runs in one transaction: the
 * adapter would cut the script at every semicolon, those in comments and function bodies included. And "char" columns
 * get the type the engine expects of them. The engine asks one thing at a time.
 */
function mendAdapter(factory: PrismaPg, pool: CataloguePool): PrismaPg {
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    adapter.executeScript = async (script) => {
      await (pool.query(script) as Promise<unknown>).catch((error: unknown) => {
        throw toAdapterError(error);
      });
    };
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query);
      const columnTypes = result.columnTypes.map((type, index) =>
        pool.charColumns.has(index) ? ColumnTypeEnum.Character : type,
      );
      return { ...result, columnTypes };
    };
    return adapter;
  };
  return factory;
}

function toAdapterError(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError)) return error;
  const { code = 'XX000', severity = 'ERROR', message, detail, column, hint } = error;
  return new DriverAdapterError({ kind: 'postgres', code, severity, message, detail, column, hint });
}
