import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfig } from '#lib/platform/config/config.ts';
import { migrate } from '#lib/platform/db/migrate.ts';
import { openRuntime } from '#lib/platform/runtime.ts';
import { aTenant } from '#e2e/harness/tenant.ts';
import { generateLoad, startTarget, stopTarget } from './child-processes.ts';
import { bundleForms, type BundleForm } from './intake/bundle-requests.ts';
import type { LoadOrder, LoadResult } from './intake/load-generator.ts';
import type { TargetOrder } from './intake/target-order.ts';

/**
 * `npm run bench intake [-- --seconds 60] [--forms gzip-form,multipart,create]`: how many bundles a second one process
 * accepts, on the database that DATABASE_URL names (a scratch one: it is filled), or on an embedded one without it.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    forms: { type: 'string', default: bundleForms.join(',') },
    connections: { type: 'string', default: '32' },
    profile: { type: 'string' },
  },
});
const connections = Number(values.connections);
const warmUpMs = 3000;
const measuredMs = Number(values.seconds) * 1000;
/** What it is compared with needs no minute. */
const besideMs = Math.min(measuredMs, 15_000);

const dataDir = await mkdtemp(join(tmpdir(), 'cairn-bench-'));
const env = { ...process.env, CAIRN_DATA_DIR: dataDir, CAIRN_LOG_LEVEL: 'warn' };
const settings = { env, profile: values.profile };
const runtime = await openRuntime({ process: 'command', config: loadConfig(env) });
try {
  await migrate(runtime.db);
  const { studyKey } = await aTenant(runtime.db);
  print(`database: ${runtime.db.kind}, ${connections} connections, ${values.seconds} s accepting\n\n`);
  print(
    `| form | what | bundles/s | p50 ms | p99 ms | CPU ms per bundle | RSS MB by quarters |\n|---|---|--:|--:|--:|--:|--:|\n`,
  );
  for (const form of bundleForms.filter((one) => values.forms.split(',').includes(one))) await measure(form, studyKey);
} finally {
  await runtime.close();
  await rm(dataDir, { recursive: true, force: true });
}

async function measure(form: BundleForm, studyKey: string): Promise<void> {
  const path = `/studies/${studyKey}/data/add-bundle.json`;
  // A bare handler knows no CREATE; the same bytes come to it as POST through a form of the same size.
  const bare = await runLoad(
    { kind: 'bare' },
    { form: form === 'create' ? 'multipart' : form, path, measuredMs: besideMs },
  );
  row(form, 'bare node:http handler', bare);
  const door = await runLoad({ kind: 'door' }, { form, path, measuredMs });
  row(form, 'accepted', door);
  const insert = await runInsert({ kind: 'insert', studyKey, form, connections, warmUpMs, measuredMs: besideMs });
  row(form, 'the same insert without HTTP', { perSecond: insert.perSecond });
  const share = (one: number, other: number) => `${Math.round((one / other) * 100)} %`;
  print(`| ${form} | ratio | ${share(door.perSecond, bare.perSecond)} of bare, `);
  print(`${share(door.perSecond, insert.perSecond)} of the insert | | | | |\n`);
}

type Measured = Partial<LoadResult> & {
  readonly perSecond: number;
  readonly rssMb?: readonly number[];
  readonly cpuMs?: number;
};

function row(form: BundleForm, what: string, { perSecond, p50Ms, p99Ms, rssMb, cpuMs, failures = 0 }: Measured): void {
  const number = (value: number | undefined, digits = 0) => value?.toFixed(digits) ?? '';
  const failed = failures > 0 ? ` (${failures} failed)` : '';
  print(
    `| ${form} | ${what}${failed} | ${number(perSecond)} | ${number(p50Ms, 1)} | ${number(p99Ms, 1)} | ${number(cpuMs, 2)} `,
  );
  print(`| ${rssMb?.map((one) => number(one)).join(', ') ?? ''} |\n`);
}

async function runLoad(order: TargetOrder, load: Pick<LoadOrder, 'form' | 'path' | 'measuredMs'>): Promise<Measured> {
  const target = startTarget(order, settings);
  const [{ port }] = (await once(target, 'message')) as [{ port: number }];
  const done = generateLoad({ ...load, port, connections, warmUpMs });
  await new Promise((resolve) => setTimeout(resolve, warmUpMs + 1000));
  const before = await askUsage(target);
  const rssMb = [before.rssMb];
  for (let quarter = 1; quarter < 4; quarter += 1) {
    await new Promise((resolve) => setTimeout(resolve, (load.measuredMs - 1000) / 4));
    rssMb.push((await askUsage(target)).rssMb);
  }
  const result = await done;
  const after = await askUsage(target);
  await stopTarget(target);
  const cpuMs = (after.cpuMs - before.cpuMs) / ((result.perSecond * (after.atMs - before.atMs)) / 1000);
  return { ...result, cpuMs, rssMb: [...rssMb, after.rssMb] };
}

async function runInsert(order: TargetOrder): Promise<{ perSecond: number }> {
  const target = startTarget(order, settings);
  const [result] = (await once(target, 'message')) as [{ perSecond: number }];
  await stopTarget(target);
  return result;
}

/** What the process used so far. */
async function askUsage(target: ChildProcess): Promise<{ rssMb: number; cpuMs: number; atMs: number }> {
  target.send('usage');
  const [{ rssBytes, cpuMs }] = (await once(target, 'message')) as [{ rssBytes: number; cpuMs: number }];
  return { rssMb: rssBytes / 1024 / 1024, cpuMs, atMs: performance.now() };
}

function print(text: string): void {
  process.stdout.write(text);
}
