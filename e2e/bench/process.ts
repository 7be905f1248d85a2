import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { BundleReader } from '#lib/passive/domain/read-bundle.ts';
import { loadConfig } from '#lib/platform/config/config.ts';
import { copyIn } from '#lib/platform/db/copy-in.ts';
import { copyOut } from '#lib/platform/db/copy-out.ts';
import { migrate } from '#lib/platform/db/migrate.ts';
import { rawSql, sql } from '#lib/platform/db/sql.ts';
import { openRuntime } from '#lib/platform/runtime.ts';
import { aTenant, type Tenant } from '#e2e/harness/tenant.ts';
import { startWorker, stopWorkers } from './child-processes.ts';
import { addBacklog, makeBundle, pointsPerBundle } from './process/backlog.ts';

/**
 * `npm run bench process [-- --bundles 3000 --workers 1,2]`: how many points a second become queryable, on the database
 * that DATABASE_URL names (a scratch one: it is filled), or on an embedded one without it.
 */
const { values } = parseArgs({
  options: {
    bundles: { type: 'string' },
    workers: { type: 'string', default: '1,2' },
    profile: { type: 'string' },
  },
});

const dataDir = await mkdtemp(join(tmpdir(), 'cairn-bench-'));
const env = { ...process.env, CAIRN_DATA_DIR: dataDir, CAIRN_LOG_LEVEL: 'warn' };
const runtime = await openRuntime({ process: 'command', config: loadConfig(env) });
const { db } = runtime;
const bundles = Number(values.bundles ?? (db.kind === 'server' ? 3000 : 500));
const partition = 'data_points_2025_10';
const columns = `organization_id, source_id, type_id, created_at, content_hash, recorded_at, bundle_id, envelope_id,
  secondary_id, geom, properties, extras`;

const waitingSchema = z.object({ waiting: z.coerce.number() });
const countSchema = z.object({ points: z.coerce.number(), counted: z.coerce.number() });

try {
  await migrate(db);
  const averageBytes = Buffer.byteLength(makeBundle(7));
  print(
    `database: ${db.kind}, ${bundles} bundles of ${pointsPerBundle} points, ${averageBytes} bytes of JSON each\n\n`,
  );
  print('| what | points/s |\n|---|--:|\n');
  row('decode only (gunzip excluded): read, check, hash', decodeOnly());
  for (const workers of values.workers.split(',').map(Number)) {
    const perSecond = await processBacklog(await aTenant(db), workers);
    row(`made queryable, ${workers} worker${workers > 1 ? 's' : ''}`, perSecond);
    if (db.kind === 'server') row('raw COPY of the same rows into the empty month', await copyRaw());
    else row('raw INSERT … SELECT of the same rows into the empty month', await insertRaw());
  }
} finally {
  await runtime.close();
  await rm(dataDir, { recursive: true, force: true });
}

function decodeOnly(): number {
  const texts = Array.from({ length: 300 }, (_text, number) => Buffer.from(makeBundle(number)));
  const reader = new BundleReader();
  let best = 0;
  for (let round = 0; round < 5; round += 1) {
    const start = performance.now();
    for (const text of texts) reader.read(text, { isEncrypted: false, details: null, isTruncated: false });
    best = Math.max(best, perSecond(texts.length, start));
  }
  return best;
}

async function waitingBundles(): Promise<number> {
  const [counted] = await db.query(waitingSchema, sql`SELECT count(*) AS waiting FROM bundles WHERE state = 'waiting'`);
  return counted?.waiting ?? 0;
}

/** Points a second from the first bundle taken to the last committed; workers have warmed up on bundles of their own. */
async function processBacklog(tenant: Tenant, workers: number): Promise<number> {
  await db.execute(sql`TRUNCATE data_points`);
  const warmUp = 200 * workers;
  await addBacklog(db, tenant, { from: 0, to: warmUp });
  const children = await Promise.all(
    Array.from({ length: workers }, () => startWorker({ env, profile: values.profile })),
  );
  await addBacklog(db, tenant, { from: warmUp, to: warmUp + bundles });
  if (db.kind === 'server') await db.execute(sql`CHECKPOINT`);
  const start = performance.now();
  for (const child of children) child.send('start');
  while ((await waitingBundles()) > 0) await wait(20);
  const speed = perSecond(bundles, start);
  await stopWorkers(children);
  await check(tenant, warmUp + bundles);
  return speed;
}

async function check({ organizationId }: Tenant, expectedBundles: number): Promise<void> {
  const [found] = await db.query(
    countSchema,
    sql`SELECT (SELECT count(*) FROM data_points WHERE organization_id = ${organizationId}) AS points,
      (SELECT sum(point_count) FROM source_types WHERE organization_id = ${organizationId}) AS counted`,
  );
  const expected = expectedBundles * pointsPerBundle;
  if (found?.points !== expected || found.counted !== expected) {
    throw new Error(`expected ${expected} points, found ${JSON.stringify(found)}`);
  }
}

async function copyRaw(): Promise<number> {
  const pieces: Buffer[] = [];
  for await (const piece of copyOut(db, `COPY ${partition} (${columns}) TO STDOUT (FORMAT binary)`)) pieces.push(piece);
  const points = await countPoints();
  await db.execute(sql`TRUNCATE data_points`);
  await db.execute(sql`CHECKPOINT`);
  const start = performance.now();
  await db.transaction(() => copyIn(db, `COPY ${partition} (${columns}) FROM STDIN (FORMAT binary)`, pieces));
  return (points / (performance.now() - start)) * 1000;
}

async function insertRaw(): Promise<number> {
  const points = await countPoints();
  await db.execute(sql`CREATE TABLE same_rows AS SELECT * FROM data_points`);
  await db.execute(sql`TRUNCATE data_points`);
  const start = performance.now();
  await db.execute(sql`INSERT INTO ${rawSql(partition)} (${rawSql(columns)}) SELECT ${rawSql(columns)} FROM same_rows`);
  const speed = (points / (performance.now() - start)) * 1000;
  await db.execute(sql`DROP TABLE same_rows`);
  return speed;
}

async function countPoints(): Promise<number> {
  const [counted] = await db.query(waitingSchema, sql`SELECT count(*) AS waiting FROM data_points`);
  return counted?.waiting ?? 0;
}

function perSecond(bundleCount: number, start: number): number {
  return (bundleCount * pointsPerBundle * 1000) / (performance.now() - start);
}

function row(what: string, speed: number): void {
  print(`| ${what} | ${Math.round(speed).toLocaleString('en')} |\n`);
}

function print(text: string): void {
  process.stdout.write(text);
}
