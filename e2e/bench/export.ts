import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { deflateRaw } from 'node:zlib';
import yauzl from 'yauzl';
import { z } from 'zod';
import { exportOrderSchema, orderExport } from '#lib/exports/index.ts';
import { getTypeIds, listNamedSources, scanPointBlocks } from '#lib/passive/index.ts';
import { loadConfig } from '#lib/platform/config/config.ts';
import type { Context } from '#lib/platform/context.ts';
import { migrate } from '#lib/platform/db/migrate.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { newId, type OrganizationId, type SourceId, type StudyId, type TaskId } from '#lib/platform/ids.ts';
import { openRuntime, type Runtime } from '#lib/platform/runtime.ts';
import { getTask } from '#lib/platform/tasks/index.ts';
import { runTasks } from '../harness/tasks.ts';
import { fillDataset } from './dataset.ts';

/** As the archive's writer cuts them. */
const pieceBytes = 512 * 1024;

/**
 * `npm run bench export [-- --points 5000000 --sources 500 --formats tables]`: points a second from the database to a
 * zip of tab-delimited files in the blob store, through the order and the worker, and memory while it is made; beside
 * reading the same rows and doing nothing, and beside deflating the same bytes in one thread. On the database that
 * DATABASE_URL names (a scratch one: it is filled, and used again when it is filled already), or on an embedded one.
 */
const { values } = parseArgs({
  options: {
    points: { type: 'string' },
    sources: { type: 'string', default: '500' },
    formats: { type: 'string', default: 'tables' },
  },
});

const dataDir = await mkdtemp(join(tmpdir(), 'cairn-bench-'));
const env = { ...process.env, CAIRN_DATA_DIR: dataDir, CAIRN_LOG_LEVEL: 'warn' };
const runtime = await openRuntime({ process: 'command', config: loadConfig(env) });
try {
  await migrate(runtime.db);
  const points = Number(values.points ?? (runtime.db.kind === 'server' ? 5_000_000 : 200_000));
  const dataset = await findOrFill(runtime, points);
  const ctx = runtime.context({
    organizationId: dataset.organizationId,
    actor: { kind: 'system', label: 'bench' },
    requestId: newId(),
  });
  print(`database: ${runtime.db.kind}, ${dataset.pointCount} points of ${values.sources} sources, six types\n\n`);
  print('| what | seconds | points/s | MB/s (plain) |\n|---|--:|--:|--:|\n');
  const archive = await measureExport(ctx, dataset.studyId);
  await measureReading(ctx, dataset.studyId);
  await measureDeflate(archive.path);
  print(`\n| share of the work done | ${archive.rss.map(([share]) => `${share} %`).join(' | ')} |\n`);
  print(`|---|${archive.rss.map(() => '--:|').join('')}\n`);
  print(`| resident memory of the worker, MB | ${archive.rss.map(([, mb]) => String(mb)).join(' | ')} |\n`);
  print(`| of that in use by JavaScript, MB | ${archive.rss.map(([, , mb]) => String(mb)).join(' | ')} |\n`);
} finally {
  await runtime.close();
  await rm(dataDir, { recursive: true, force: true });
}

async function findOrFill({ db }: Runtime, points: number) {
  const [found] = await db.query(
    z.object({
      organizationId: z.string().transform((id) => id as OrganizationId),
      studyId: z.string().transform((id) => id as StudyId),
      pointCount: z.coerce.number(),
    }),
    sql`SELECT organization_id AS "organizationId", study_id AS "studyId", sum(point_count) AS "pointCount"
        FROM source_types GROUP BY 1, 2 HAVING sum(point_count) >= ${points} LIMIT 1`,
  );
  return found ?? (await fillDataset(db, { points, sources: Number(values.sources) }));
}

interface Measured {
  /** Path of the archive in the blob store. */
  readonly path: string;
  /** Share of the points done, resident memory and what JavaScript uses of it in MB. */
  readonly rss: readonly (readonly [number, number, number])[];
}

async function measureExport(ctx: Context, studyId: StudyId): Promise<Measured> {
  const order = exportOrderSchema.parse({
    formats: values.formats.split(','),
    timeZone: 'Africa/Kampala',
    partPoints: 100_000_000,
  });
  const { taskIds } = await orderExport(ctx, { studyId, order });
  const taskId = taskIds[0] as TaskId;
  const rss: [number, number, number][] = [];
  const watch = setInterval(() => {
    void getTask(ctx, taskId).then(({ progress }) => {
      const share = Math.floor(((progress.done / (progress.total ?? Infinity)) * 100) / 10) * 10;
      if (share > (rss.at(-1)?.[0] ?? 0)) rss.push([share, ...memoryMb()]);
    });
  }, 500);
  const startedAt = performance.now();
  await runTasks(runtime);
  clearInterval(watch);
  const ms = performance.now() - startedAt;
  const task = await getTask(ctx, taskId);
  if (task.state !== 'succeeded') throw new Error(`the export ${task.state}: ${task.error?.detail ?? ''}`);
  const { points } = z.object({ points: z.number() }).parse(task.result);
  const path = join(dataDir, 'blobs', ctx.organizationId, 'tasks', taskId, '1');
  const bytes = (await membersOf(path)).reduce((sum, member) => sum + member.uncompressedSize, 0);
  row(`exported (${values.formats}), order to archive`, { ms, points, bytes });
  print(
    `| archive: ${Math.round((task.resultFile?.sizeBytes ?? 0) / 1e6)} MB for ${Math.round(bytes / 1e6)} MB | | | |\n`,
  );
  return { path, rss: [...rss, [100, ...memoryMb()]] };
}

/** The same rows in the same order, read and thrown away: what the database gives at most. */
async function measureReading(ctx: Context, studyId: StudyId): Promise<void> {
  const ids = await runtime.db.query(
    z.object({ id: z.string().transform((id) => id as SourceId) }),
    sql`SELECT id FROM sources WHERE organization_id = ${ctx.organizationId} AND study_id = ${studyId}`,
  );
  const sources = await listNamedSources(
    ctx,
    ids.map(({ id }) => id),
  );
  const names = await runtime.db.query(z.object({ identifier: z.string() }), sql`SELECT identifier FROM data_types`);
  const types = await getTypeIds(
    ctx,
    names.map(({ identifier }) => identifier),
  );
  const startedAt = performance.now();
  let points = 0;
  for (const typeId of types.values()) {
    const range = { column: 'created', from: null, to: null } as const;
    const sourceIds = sources.map(({ id }) => id);
    for await (const block of scanPointBlocks(ctx, { sourceIds, typeId, range, isWhole: false })) points += block.count;
  }
  const name =
    runtime.db.kind === 'server' ? 'COPY of the same rows, thrown away' : 'the same rows page by page, thrown away';
  row(name, { ms: performance.now() - startedAt, points });
}

/** The bytes of the archive's files, deflated again at the same level, one thread, nothing else. */
async function measureDeflate(path: string): Promise<void> {
  const zip = await openZip(path);
  let bytes = 0;
  let ms = 0;
  for await (const entry of zip.eachEntry()) {
    const pieces = (await (await zip.openReadStreamPromise(entry)).toArray()) as Buffer[];
    const plain = Buffer.concat(pieces);
    const startedAt = performance.now();
    for (let at = 0; at < plain.length; at += pieceBytes) {
      await promisify(deflateRaw)(plain.subarray(at, at + pieceBytes), { level: 4 });
    }
    ms += performance.now() - startedAt;
    bytes += plain.length;
  }
  row('deflate of the same bytes, one thread', { ms, bytes });
}

function openZip(path: string): Promise<yauzl.ZipFile> {
  return promisify<string, yauzl.Options, yauzl.ZipFile>(yauzl.open)(path, { lazyEntries: true });
}

async function membersOf(path: string): Promise<yauzl.Entry[]> {
  const members: yauzl.Entry[] = [];
  for await (const entry of (await openZip(path)).eachEntry()) members.push(entry);
  return members;
}

function row(what: string, { ms, points, bytes }: { ms: number; points?: number; bytes?: number }): void {
  const perSecond = points === undefined ? '' : Math.round((points / ms) * 1000).toLocaleString('en');
  const mbPerSecond = bytes === undefined ? '' : Math.round(bytes / ms / 1000).toLocaleString('en');
  print(`| ${what} | ${(ms / 1000).toFixed(1)} | ${perSecond} | ${mbPerSecond} |\n`);
}

function memoryMb(): [resident: number, used: number] {
  const { rss, heapUsed, external } = process.memoryUsage();
  return [Math.round(rss / 1e6), Math.round((heapUsed + external) / 1e6)];
}

function print(text: string): void {
  process.stdout.write(text);
}
