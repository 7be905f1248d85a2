import { request as httpRequest } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createOrganization, createStudy, createUser, sessionLifeS, signIn } from '#lib/accounts/index.ts';
import { encodeSessionCookie, sessionCookieName } from '#lib/platform/auth/session-cookie.ts';
import { loadConfig } from '#lib/platform/config/config.ts';
import { migrate } from '#lib/platform/db/migrate.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { newId, type OrganizationId, type StudyId } from '#lib/platform/ids.ts';
import { startChild, stopChild } from '#lib/platform/process/child-process.ts';
import { openRuntime, type Runtime } from '#lib/platform/runtime.ts';
import { fillDataset } from './dataset.ts';

/**
 * `npm run bench pages [-- --points 5000000 --sources 500]`: how long each page of the shell takes, from the request to
 * the last byte of its HTML, on the database that DATABASE_URL names (a scratch one: it is filled, and taken as it is when
 * it was filled before), or on an embedded one without it. The pages must be built.
 */
const { values } = parseArgs({
  options: {
    points: { type: 'string', default: '5000000' },
    sources: { type: 'string', default: '500' },
    requests: { type: 'string', default: '60' },
    port: { type: 'string', default: '4280' },
  },
});
const requests = Number(values.requests);
const warmUps = 5;
const origin = `http://127.0.0.1:${values.port}`;
const organizationName = 'Pages';
const person = { email: 'pages@example.org', password: 'pages are measured with this' };

interface Place {
  readonly organizationId: OrganizationId;
  readonly studyId: StudyId;
}

const dataDir = await mkdtemp(join(tmpdir(), 'cairn-bench-'));
const settings = {
  CAIRN_DATA_DIR: dataDir,
  CAIRN_LOG_LEVEL: 'warn',
  CAIRN_SECRET: 'a secret for measuring pages and for nothing else',
  CAIRN_PUBLIC_URL: origin,
  PORT: values.port,
};
const runtime = await openRuntime({ process: 'command', config: loadConfig({ ...process.env, ...settings }) });
try {
  await migrate(runtime.db);
  const place = (await findPlace(runtime)) ?? (await fill(runtime));
  const web = startChild({ script: 'lib/gateway/web.ts', env: settings });
  try {
    await waitUntilReady();
    await measureAll(await cookieOf(runtime), await pagesOf(runtime, place));
  } finally {
    await stopChild(web);
  }
} finally {
  await runtime.close();
  await rm(dataDir, { recursive: true, force: true });
}

/** What an earlier run has left in this database. */
async function findPlace({ db }: Runtime): Promise<Place | null> {
  const organization = await db.prisma.organization.findUnique({ where: { name: organizationName } });
  if (!organization) return null;
  const study = await db.prisma.study.findFirstOrThrow({ where: { organizationId: organization.id } });
  return { organizationId: organization.id as OrganizationId, studyId: study.id as StudyId };
}

async function fill(on: Runtime): Promise<Place> {
  const system = (organizationId: OrganizationId) =>
    on.context({ organizationId, actor: { kind: 'system', label: 'bench' }, requestId: newId() });
  const { id } = await createOrganization(system(newId()), { name: organizationName, ownerIds: [] });
  const ctx = system(id);
  await createUser(ctx, { ...person, name: 'Page Reader', role: 'owner', locale: 'en', mustChangePassword: false });
  const study = await createStudy(
    ctx,
    { key: 'pages', name: 'Pages', description: '', isDefaultIntake: false },
    on.config,
  );
  const place = { organizationId: id, studyId: study.id };
  const startedAt = performance.now();
  await fillDataset(on.db, { points: Number(values.points), sources: Number(values.sources), hasCharts: true }, place);
  print(`filled in ${String(Math.round((performance.now() - startedAt) / 1000))} s\n`);
  return place;
}

async function waitUntilReady(): Promise<void> {
  const until = performance.now() + 120_000;
  while (performance.now() < until) {
    // It answers, that is enough: without workers it does not call itself well.
    if (await get('/health', '').catch(() => null)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('the platform did not start');
}

async function cookieOf(on: Runtime): Promise<string> {
  const session = await signIn(on, { ...person, remoteAddress: '127.0.0.1', userAgent: 'bench', requestId: newId() });
  const value = await encodeSessionCookie(session, on.config, sessionLifeS);
  return `${sessionCookieName(on.config.publicUrl)}=${value}`;
}

async function pagesOf({ db }: Runtime, { organizationId, studyId }: Place): Promise<string[]> {
  const [source] = await db.query(
    z.object({ id: z.string() }),
    sql`SELECT id FROM sources WHERE organization_id = ${organizationId} AND study_id = ${studyId} ORDER BY id LIMIT 1`,
  );
  const sourceId = source?.id ?? '';
  return [
    '/',
    '/?study=pages',
    '/sources',
    '/sources?text=load-001',
    `/sources/${sourceId}`,
    ...(await chartsOf(db, organizationId, sourceId)),
    '/quarantine',
    '/exports',
    '/tasks',
    '/system',
    '/system?view=month',
    '/settings',
    '/account',
    '/api/cairn/v1/home',
    '/api/cairn/v1/sources',
    '/api/cairn/v1/search?q=load',
    '/api/cairn/v1/health-series/now',
  ];
}

/** What the page of a source asks for when it is open: a week of the timeline and of the chart of each type. */
async function chartsOf(db: Runtime['db'], organizationId: OrganizationId, sourceId: string): Promise<string[]> {
  const types = await db.query(
    z.object({ typeId: z.number(), lastAt: z.date() }),
    sql`SELECT type_id AS "typeId", last_created_at AS "lastAt" FROM source_types
      WHERE organization_id = ${organizationId} AND source_id = ${sourceId} ORDER BY type_id`,
  );
  const to = types[0]?.lastAt ?? new Date();
  const from = new Date(to.getTime() - 7 * 86_400_000);
  const query = new URLSearchParams({ source: sourceId, from: from.toISOString(), to: to.toISOString() }).toString();
  return [
    `/api/cairn/v1/points/density?${query}`,
    ...types.map(({ typeId }) => `/api/cairn/v1/points/chart?${query}&type=${String(typeId)}`),
  ];
}

async function measureAll(cookie: string, pages: readonly string[]): Promise<void> {
  print(`database: ${runtime.db.kind}; ${values.points} points of ${values.sources} sources\n\n`);
  print(`| page | status | HTML kB | p50 ms | p95 ms | p95 ms, 4 at a time |\n|---|--:|--:|--:|--:|--:|\n`);
  for (const path of pages) {
    for (let n = 0; n < warmUps; n += 1) await get(path, cookie);
    const alone: number[] = [];
    let last = await get(path, cookie);
    for (let n = 0; n < requests; n += 1) {
      last = await get(path, cookie);
      alone.push(last.durationMs);
    }
    const together = await Promise.all(Array.from({ length: 4 }, () => some(path, cookie, requests / 4)));
    const size = (last.sizeBytes / 1000).toFixed(0);
    const name = path.replace(/[0-9a-f-]{36}/, '<id>').replace(/&from=[^&]*&to=[^&]*/, '');
    const figures = [quantile(alone, 0.5), quantile(alone, 0.95), quantile(together.flat(), 0.95)];
    print(`| \`${name}\` | ${String(last.status)} | ${size} | ${figures.map((ms) => ms.toFixed(0)).join(' | ')} |\n`);
  }
}

async function some(path: string, cookie: string, count: number): Promise<number[]> {
  const durations: number[] = [];
  for (let n = 0; n < count; n += 1) durations.push((await get(path, cookie)).durationMs);
  return durations;
}

interface Answer {
  readonly status: number;
  readonly durationMs: number;
  readonly sizeBytes: number;
}

/** One request as a browser makes it, to the last byte. */
function get(path: string, cookie: string): Promise<Answer> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      origin + path,
      { headers: { cookie, accept: 'text/html,application/json' } },
      (response) => {
        let sizeBytes = 0;
        response.on('data', (chunk: Buffer) => {
          sizeBytes += chunk.length;
        });
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, durationMs: performance.now() - startedAt, sizeBytes });
        });
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    request.end();
  });
}

function quantile(all: readonly number[], share: number): number {
  const sorted = [...all].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function print(text: string): void {
  process.stdout.write(text);
}
