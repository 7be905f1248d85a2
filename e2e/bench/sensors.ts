import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfig } from '#lib/platform/config/config.ts';
import { migrate } from '#lib/platform/db/migrate.ts';
import { openRuntime } from '#lib/platform/runtime.ts';
import { listSensors, packObservations, readSeries, reportRoomAir } from '#lib/sensors/index.ts';
import { aPerson, contextOf } from '#e2e/harness/tenant.ts';
import { printTimes, timesOf } from './registry/measure.ts';
import { fillSensors, findSensors, type FilledSensors } from './sensors/fill-sensors.ts';

/**
 * `npm run bench sensors [-- --nodes 10000 --requests 40]`: a year of so many nodes that measure three quantities every ten
 * minutes, and how long the chart of a node's year, the month of a room and the overview take; on the database that
 * DATABASE_URL names (a scratch one: it is filled, and taken as it is when it was filled before), or on an embedded one
 * without it, then with 4 nodes. A node-year has 157,680 values; the disk takes about 130 bytes for each.
 */
const { values } = parseArgs({ options: { nodes: { type: 'string' }, requests: { type: 'string', default: '40' } } });

const dataDir = await mkdtemp(join(tmpdir(), 'cairn-bench-'));
const settings = { ...process.env, CAIRN_DATA_DIR: dataDir, CAIRN_LOG_LEVEL: 'warn' };
const runtime = await openRuntime({ process: 'command', config: loadConfig(settings) });
const { db, config } = runtime;
const nodes = Number(values.nodes ?? (db.kind === 'server' ? 10_000 : 4));
const requests = Number(values.requests);

try {
  await migrate(db);
  const year = 2025;
  const { tenant, nodeIds, roomIds, observations } = (await findSensors(db)) ?? (await fill(year));
  // As the clock has it done at night.
  await packObservations(runtime);
  const ctx = contextOf(db, tenant, aPerson(['sources.read', 'passive.read', 'registry.read']));
  process.stdout.write(
    `database: ${db.kind}, ${String(nodeIds.length)} nodes, ${String(observations)} values\n\n` +
      '| what | median ms | p95 ms | slowest ms |\n|---|--:|--:|--:|\n',
  );
  // Another node or room each turn, so that none is asked for twice while there are others.
  const of = (ids: readonly string[], turn: number) => ids[(turn * 7919) % ids.length] ?? '';
  const span = { from: new Date(Date.UTC(year, 0, 1)), to: new Date(Date.UTC(year + 1, 0, 1)) };
  printTimes('chart: a year of one node', await timesOf(requests, (turn) => readSeries(ctx, of(nodeIds, turn), span)));
  const day = { from: new Date(Date.UTC(year, 5, 15)), to: new Date(Date.UTC(year, 5, 16)), stepS: 60 };
  printTimes('chart: a day of one node', await timesOf(requests, (turn) => readSeries(ctx, of(nodeIds, turn), day)));
  const month = { month: `${String(year)}-06`, mode: 'corrected' } as const;
  printTimes(
    'air: a month of one room',
    await timesOf(requests, (turn) => reportRoomAir(ctx, of(roomIds, turn), month)),
  );
  printTimes('overview: the first page', await timesOf(requests, () => listSensors(ctx, {})));
} finally {
  await runtime.close();
  await rm(dataDir, { recursive: true, force: true });
}

async function fill(year: number): Promise<FilledSensors> {
  const startedAt = performance.now();
  const filled = await fillSensors(db, { nodes, year, config });
  const seconds = (performance.now() - startedAt) / 1000;
  process.stdout.write(
    `filled in ${seconds.toFixed(0)} s (${String(Math.round(filled.observations / seconds))} values/s)\n`,
  );
  return filled;
}
