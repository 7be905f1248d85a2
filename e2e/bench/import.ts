import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { growPyramid, demoGrowth } from '#lib/commands/demo/grow-pyramid.ts';
import { writeCountry } from '#lib/commands/demo/seed-pyramid.ts';
import { loadConfig } from '#lib/platform/config/config.ts';
import type { Context } from '#lib/platform/context.ts';
import { migrate } from '#lib/platform/db/migrate.ts';
import { openRuntime } from '#lib/platform/runtime.ts';
import { exportOrgUnits, importMappingSchema, importOrgUnits } from '#lib/registry/index.ts';
import { aPerson, aTenant, contextOf } from '#e2e/harness/tenant.ts';
import { copyRaw } from './registry/copy-raw.ts';
import { secondsOf } from './registry/measure.ts';

/**
 * `npm run bench import [-- --units 100000]`: how long lists take in and out, on the database that DATABASE_URL names (a
 * scratch one: it is filled), or on an embedded one without it. The limit is the same rows copied from table to table.
 */
const { values } = parseArgs({ options: { units: { type: 'string', default: '100000' } } });
const real = join(import.meta.dirname, '../../../shared/data/registry');

const folder = await mkdtemp(join(tmpdir(), 'cairn-bench-'));
const settings = { ...process.env, CAIRN_DATA_DIR: folder, CAIRN_LOG_LEVEL: 'warn' };
const runtime = await openRuntime({ process: 'command', config: loadConfig(settings) });
const { db } = runtime;
try {
  await migrate(db);
  print(`database: ${db.kind}\n\n| what | units | seconds | units/s |\n|---|--:|--:|--:|\n`);
  if (existsSync(join(real, 'schools.csv'))) await measureSchools(await anEditor());
  await measurePackage(await anEditor(), Number(values.units));
} finally {
  await runtime.close();
  await rm(folder, { recursive: true, force: true });
}

async function anEditor(): Promise<Context> {
  return contextOf(db, await aTenant(db), aPerson(['registry.edit', 'registry.read']));
}

async function measureSchools(ctx: Context): Promise<void> {
  const mapping = importMappingSchema.parse(JSON.parse(await readFile(join(real, 'data_dict.json'), 'utf8')));
  const order = { path: join(real, 'schools.csv'), pyramid: 'Schools', mapping };
  let units = 0;
  const seconds = await secondsOf(async () => {
    const { report } = await importOrgUnits(ctx, { ...order, leavesOutRefused: true });
    units = report.created;
  });
  row('schools.csv, in', units, seconds);
  row(
    'schools.csv, in again: nothing changes',
    units,
    await secondsOf(() => importOrgUnits(ctx, { ...order, version: 0 })),
  );
}

async function measurePackage(ctx: Context, units: number): Promise<void> {
  const path = join(folder, 'country.gpkg');
  writeCountry(path, growPyramid({ ...demoGrowth, units }));
  row('GeoPackage, in', units, await secondsOf(() => importOrgUnits(ctx, { path, pyramid: 'Country' })));
  row('limit: INSERT … SELECT of the same rows', units, await copyRaw(db, ctx.organizationId));
  const out = join(folder, 'out.gpkg');
  const seconds = await secondsOf(() => exportOrgUnits(ctx, { pyramid: 'Country', version: 0, path: out }));
  row('GeoPackage, out', units, seconds);
  const again = () => importOrgUnits(ctx, { path: out, pyramid: 'Country', version: 0 });
  row('the same, in again: nothing changes', units, await secondsOf(again));
}

function row(what: string, units: number, seconds: number): void {
  print(
    `| ${what} | ${String(units)} | ${seconds.toFixed(1)} | ${Math.round(units / seconds).toLocaleString('en')} |\n`,
  );
}

function print(text: string): void {
  process.stdout.write(text);
}
