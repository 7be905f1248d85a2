import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { PrismaPg } from '@prisma/adapter-pg';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import type { PoolConfig } from 'pg';

type EngineModule = typeof import('@prisma/schema-engine-wasm') & {
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
};

let loaded: Promise<EngineModule> | undefined;

/** Instantiates Prisma's schema engine from its WebAssembly file: no binary, no download. */
async function loadEngineModule(): Promise<EngineModule> {
  const resolve = createRequire(import.meta.url).resolve;
  const engine = (await import('@prisma/schema-engine-wasm/schema_engine_bg')) as EngineModule;
  const bytes = await readFile(resolve('@prisma/schema-engine-wasm/schema_engine_bg').replace(/\.js$/, '.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': engine as never });
  engine.__wbg_set_wasm(instance.exports);
  (instance.exports['__wbindgen_start'] as () => void)();
  return engine;
}

/**
 * Opens the schema engine on one database.
 * `connection` names host, port and database apart from each other: with a connection string the adapter would take
 * the main database for its shadow database.
 */
export async function openSchemaEngine(connection: PoolConfig): Promise<SchemaEngine> {
  (globalThis as { PRISMA_WASM_PANIC_REGISTRY?: unknown }).PRISMA_WASM_PANIC_REGISTRY ??= {
    set_message(message: string) {
      throw new Error(`Prisma's schema engine stopped: ${message}`);
    },
  };
  loaded ??= loadEngineModule();
  const engine = await loaded;
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg(connection));
  return engine.SchemaEngine.new({ datamodels: undefined } as never, () => undefined, adapter);
}
