import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { loadConfig } from '#lib/platform/config/config.ts';
import { migrate } from '#lib/platform/db/migrate.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { openRuntime } from '#lib/platform/runtime.ts';
import { aTenant, type Tenant } from '#e2e/harness/tenant.ts';
import { generateLoad, startTarget, startWorker, stopTarget, stopWorkers } from './child-processes.ts';
import { addBacklog, pointsPerBundle } from './process/backlog.ts';

/**
 * `npm run bench mixed [-- --seconds 20 --workers 1 --connections 32]`: whether intake starves processing or processing
 * intake. A door takes uploads as fast as they come, workers open a backlog that does not end; first each by itself, then
 * both at once, with the slowest second of each. On the database that DATABASE_URL names (a scratch one: it is filled), or
 * on an embedded one without it.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    workers: { type: 'string', default: '1' },
    connections: { type: 'string', default: '32' },
    backlog: { type: 'string' },
    profile: { type: 'string' },
  },
});
const seconds = Number(values.seconds);
const warmUpMs = 3000;
/** More than is processed in the time, so that there is always a next bundle. */
const backlogPerSecond = { server: 900, embedded: 250 } as const;
/** What the backlog was received before, and uploads of the bench were not. */
const backlogEnd = new Date(Date.UTC(2026, 0, 1));

const dataDir = await mkdtemp(join(tmpdir(), 'cairn-bench-'));
const settings = {
  env: { ...process.env, CAIRN_DATA_DIR: dataDir, CAIRN_LOG_LEVEL: 'warn' },
  profile: values.profile,
};
const runtime = await openRuntime({ process: 'command', config: loadConfig(settings.env) });
const { db } = runtime;

/** A second, over all seconds that are measured. */
interface Speed {
  readonly average: number;
  readonly slowestSecond: number;
}

interface Intake extends Speed {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

try {
  await migrate(db);
  print(
    `database: ${db.kind}; ${values.seconds} s each, ${values.connections} connections, ${values.workers} worker(s)\n\n`,
  );
  print(
    '| what | bundles/s accepted | slowest second | p50 ms | p99 ms | points/s made queryable | slowest second |\n',
  );
  print('|---|--:|--:|--:|--:|--:|--:|\n');
  const intakeAlone = await takeIn(await aTenant(db));
  row('intake alone', intakeAlone, null);
  const processingAlone = await work((await aBusyTenant()).workers);
  row('processing alone', null, processingAlone);
  const { tenant, workers } = await aBusyTenant();
  const [intake, processing] = await Promise.all([takeIn(tenant), work(workers)]);
  row('both at once', intake, processing);
  const share = (both: Speed, alone: Speed) => `${String(Math.round((both.average / alone.average) * 100))} %`;
  print(
    `| of what each does alone | ${share(intake, intakeAlone)} | | | | ${share(processing, processingAlone)} | |\n`,
  );
} finally {
  await runtime.close();
  await rm(dataDir, { recursive: true, force: true });
}

/** Sends gzip forms to a door of its own for the time that is measured. */
async function takeIn({ studyKey }: Tenant): Promise<Intake> {
  const door = startTarget({ kind: 'door' }, settings);
  const [{ port }] = (await once(door, 'message')) as [{ port: number }];
  const { answersBySecond, p50Ms, p99Ms, failures } = await generateLoad({
    form: 'gzip-form',
    path: `/studies/${studyKey}/data/add-bundle.json`,
    port,
    connections: Number(values.connections),
    warmUpMs,
    measuredMs: seconds * 1000,
  });
  await stopTarget(door);
  if (failures > 0) throw new Error(`${String(failures)} uploads were not taken`);
  return { ...speedOf(answersBySecond), p50Ms, p99Ms };
}

/**
 * A tenant whose backlog is older than all that comes in later, and workers that wait for the word to open it; what waited
 * before is gone. Workers open what they find as they come up, so they are there before the backlog is.
 */
async function aBusyTenant(): Promise<{ tenant: Tenant; workers: ChildProcess[] }> {
  await db.execute(sql`DELETE FROM bundles WHERE state = 'waiting'`);
  await db.execute(sql`TRUNCATE data_points`);
  const workers = await Promise.all(Array.from({ length: Number(values.workers) }, () => startWorker(settings)));
  const tenant = await aTenant(db);
  const perSecond = Number(values.backlog ?? backlogPerSecond[db.kind]);
  await addBacklog(db, tenant, { from: 0, to: perSecond * (seconds + warmUpMs / 1000) });
  if (db.kind === 'server') await db.execute(sql`CHECKPOINT`);
  return { tenant, workers };
}

/** Lets workers open the backlog for the time that is measured. */
async function work(workers: readonly ChildProcess[]): Promise<Speed> {
  for (const worker of workers) worker.send('start');
  await wait(warmUpMs);
  const marks = [{ atMs: performance.now(), waiting: await waitingOfBacklog() }];
  for (let second = 0; second < seconds; second += 1) {
    await wait(1000);
    marks.push({ atMs: performance.now(), waiting: await waitingOfBacklog() });
  }
  await stopWorkers(workers);
  if (marks.at(-1)?.waiting === 0) throw new Error('the backlog was too small: give more with --backlog');
  return speedOf(
    marks.slice(1).map(({ atMs, waiting }, index) => {
      const before = marks[index] ?? { atMs, waiting };
      return ((before.waiting - waiting) * pointsPerBundle * 1000) / (atMs - before.atMs);
    }),
  );
}

async function waitingOfBacklog(): Promise<number> {
  const [row] = await db.query(
    z.object({ count: z.coerce.number() }),
    sql`SELECT count(*) FROM bundles WHERE state = 'waiting' AND received_at < ${backlogEnd}`,
  );
  return row?.count ?? 0;
}

function speedOf(bySecond: readonly number[]): Speed {
  return {
    average: bySecond.reduce((sum, one) => sum + one, 0) / bySecond.length,
    slowestSecond: Math.min(...bySecond),
  };
}

function row(what: string, intake: Intake | null, processing: Speed | null): void {
  const whole = (value: number | undefined) => (value === undefined ? '' : Math.round(value).toLocaleString('en'));
  const ms = (value: number | undefined) => value?.toFixed(1) ?? '';
  print(`| ${what} | ${whole(intake?.average)} | ${whole(intake?.slowestSecond)} | ${ms(intake?.p50Ms)} `);
  print(`| ${ms(intake?.p99Ms)} | ${whole(processing?.average)} | ${whole(processing?.slowestSecond)} |\n`);
}

function print(text: string): void {
  process.stdout.write(text);
}
