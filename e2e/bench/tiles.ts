import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { loadConfig } from '#lib/platform/config/config.ts';
import { migrate } from '#lib/platform/db/migrate.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { openRuntime } from '#lib/platform/runtime.ts';
import { readTile, type ReadTileInput } from '#lib/registry/index.ts';
import { aPerson, aTenant, contextOf } from '#e2e/harness/tenant.ts';
import { printTimes, timesOf } from './registry/measure.ts';
import { fillUnits } from './registry/unit-dataset.ts';

/**
 * `npm run bench tiles [-- --units 1000000]`: how long vector tiles of a version take at several zooms, each tile another
 * one, and the first of a map whose units have just changed; on the database that DATABASE_URL names (a scratch one: it is
 * filled), or on an embedded one without it, then with 100,000 units.
 */
const { values } = parseArgs({ options: { units: { type: 'string' }, requests: { type: 'string', default: '60' } } });

const dataDir = await mkdtemp(join(tmpdir(), 'cairn-bench-'));
const settings = { ...process.env, CAIRN_DATA_DIR: dataDir, CAIRN_LOG_LEVEL: 'warn' };
const runtime = await openRuntime({ process: 'command', config: loadConfig(settings) });
const { db } = runtime;
const units = Number(values.units ?? (db.kind === 'server' ? 1_000_000 : 100_000));

/** The middle of what `fillUnits` fills, [lon, lat]. */
const middle = [21, -3] as const;

try {
  await migrate(db);
  const tenant = await aTenant(db);
  const { versionId } = await fillUnits(db, tenant.organizationId, units);
  await db.execute(sql`ANALYZE org_units`);
  const ctx = contextOf(db, tenant, aPerson(['registry.read']));
  process.stdout.write(
    `database: ${db.kind}, ${String(units)} units\n\n| what | median ms | p95 ms | slowest ms |\n|---|--:|--:|--:|\n`,
  );
  const requests = Number(values.requests);
  printTimes(
    'limit: SELECT 1',
    await timesOf(requests, () => db.query(z.object({ one: z.number() }), sql`SELECT 1 AS one`)),
  );
  const selection: ReadTileInput['selection'] = { version: versionId, searches: [{}] };
  const tileAt = (z: number, turn: number) => {
    const { x, y } = around(z, turn);
    return readTile(ctx, { selection, address: { z, x, y }, detail: 'clusters' });
  };
  for (const zoom of [3, 5, 7, 9, 11, 13]) {
    // Further tiles than a zoom has are asked for again, as browsers of several people do.
    printTimes(`tile at zoom ${String(zoom)}`, await timesOf(requests, (turn) => tileAt(zoom, turn), 1));
  }
  const found: ReadTileInput['selection'] = {
    version: versionId,
    searches: [{ text: 'hôpital' }, { status: ['NEW'] }],
  };
  const searched = (turn: number) =>
    readTile(ctx, { selection: found, address: { z: 7, ...around(7, turn) }, detail: 'clusters' });
  printTimes('tile at zoom 7 of two searches', await timesOf(requests, searched, 1));
  const changed = async (turn: number) => {
    await db.execute(sql`UPDATE org_units SET name = name || '.' WHERE organization_id = ${tenant.organizationId}
      AND source_ref = ${`ref-${String(turn + 1000)}`}`);
    return tileAt(4, turn);
  };
  printTimes('first tile at zoom 4 after a change', await timesOf(Math.min(requests, 10), changed, 1));
} finally {
  await runtime.close();
  await rm(dataDir, { recursive: true, force: true });
}

/** Tiles beside one another around the middle, each turn another one. */
function around(z: number, turn: number): { readonly x: number; readonly y: number } {
  const [lon, lat] = middle;
  const tilesPerSide = 2 ** z;
  const side = Math.max(Math.floor((tilesPerSide * 16) / 360), 1);
  const x = Math.floor(((lon + 180) / 360) * tilesPerSide);
  const radians = (lat * Math.PI) / 180;
  const y = Math.floor((0.5 - Math.log(Math.tan(Math.PI / 4 + radians / 2)) / (2 * Math.PI)) * tilesPerSide);
  const step = turn % (side * side);
  return { x: x - Math.floor(side / 2) + (step % side), y: y - Math.floor(side / 2) + Math.floor(step / side) };
}
