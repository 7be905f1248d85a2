import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import {
  createUser,
  ensureFirstAdministrator,
  findOrganizationNamed,
  getStudyByKey,
  sessionLifeS,
  signIn,
} from '#lib/accounts/index.ts';
import { demoOrganizationName, demoPassword, demoPeople, mainStudy } from '#lib/commands/demo/demo-world.ts';
import { demoContext, seedDemo } from '#lib/commands/demo/seed-demo.ts';
import { startFrontDoor } from '#lib/gateway/front-door.ts';
import { encodeSessionCookie, sessionCookieName } from '#lib/platform/auth/session-cookie.ts';
import { loadConfig } from '#lib/platform/config/config.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { migrate } from '#lib/platform/db/migrate.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { newId } from '#lib/platform/ids.ts';
import { startChild, stopChild } from '#lib/platform/process/child-process.ts';
import { endWithParent } from '#lib/platform/process/end-with-parent.ts';
import { openRuntime, setRuntime, type Runtime } from '#lib/platform/runtime.ts';
import { fillDataset } from '../bench/dataset.ts';
import { openTestDatabase, withDatabaseName } from '../harness/test-database.ts';
import { sendStrangeThings } from './strange-things.ts';
import { worldFile, type World } from './world.ts';

// The platform of the page tests: every process of it, on a database of its own, with something to see on each page.
// Embedded by default; on the server that CAIRN_TEST_DATABASE_URL names when it is set.

/** Owners whose account says no language: one whose account stays as it is, one for the test that chooses. */
const morePeople = [
  { as: 'newcomer', email: 'newcomer@meadow.example', name: 'Nia Newcomer', role: 'owner' },
  { as: 'polyglot', email: 'polyglot@meadow.example', name: 'Paul Polyglot', role: 'owner' },
];

const port = Number(process.argv[2] ?? 4180);
const dataDir = await mkdtemp(join(tmpdir(), 'cairn-pages-'));
const server = await openServer();
const env = {
  CAIRN_ADMIN_EMAIL: 'administrator@example.org',
  CAIRN_ADMIN_PASSWORD: 'a hill of stones upon stones',
  CAIRN_DATA_DIR: dataDir,
  CAIRN_LOG_LEVEL: 'warn',
  CAIRN_SECRET: 'the pages are tested with this secret and no other',
  CAIRN_PUBLIC_URL: `http://127.0.0.1:${String(port)}`,
  // Where the installation is backed up to.
  CAIRN_EXPORT_DIR: join(dataDir, 'exports'),
  CAIRN_BACKUP_KEY: 'YmFja3VwcyBvZiBwYWdlIHRlc3RzIGFyZSBzZWFsZWQ=',
  // A broker of a test is on this machine.
  CAIRN_INTERNAL_HOSTS: '127.0.0.1',
  // A test answers for it.
  CAIRN_BASE_MAPS: JSON.stringify([
    { name: 'Satellite', url: `http://127.0.0.1:${String(port)}/sky/{z}/{x}/{y}.png`, attribution: 'Eyes in the sky' },
  ]),
  ...(server ? { DATABASE_URL: server.url } : {}),
};
const runtime = await openRuntime({ process: 'web', config: loadConfig(env) });
setRuntime(runtime);
await migrate(runtime.db);
await ensureFirstAdministrator(runtime);
await seed(runtime);
const jobs = startChild({ script: 'jobs/index.ts', env });
await writeWorld(runtime);
const door = await startFrontDoor({ runtime, port, host: '127.0.0.1', next: true });
await sendStrangeThings(`${door.url}/studies/${mainStudy.key}/data/add-bundle.json`);
endWithParent(async () => {
  await door.close();
  await stopChild(jobs);
  await runtime.close();
  await server?.db.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** A database of our own on the server, if one is named. */
async function openServer(): Promise<{ readonly db: Database; readonly url: string } | null> {
  const serverUrl = process.env['CAIRN_TEST_DATABASE_URL'] ?? '';
  if (serverUrl === '') return null;
  const db = await openTestDatabase();
  const [row] = await db.query(z.object({ name: z.string() }), sql`SELECT current_database() AS name`);
  return { db, url: withDatabaseName(serverUrl, row?.name ?? '') };
}

async function seed(on: Runtime): Promise<void> {
  await seedDemo(on);
  const { id } = await findOrganizationNamed(on, demoOrganizationName);
  const ctx = demoContext(on, id);
  const study = await getStudyByKey(ctx, mainStudy.key);
  const password = demoPassword(on.config.secret);
  for (const person of morePeople)
    await createUser(ctx, { ...person, password, locale: null, mustChangePassword: false });
  const points = Number(process.env['CAIRN_PAGES_POINTS'] ?? 30_000);
  const sources = Number(process.env['CAIRN_PAGES_SOURCES'] ?? 15);
  await fillDataset(on.db, { points, sources, hasCharts: true }, { organizationId: id, studyId: study.id });
}

async function writeWorld(on: Runtime): Promise<void> {
  const password = demoPassword(on.config.secret);
  const people: Record<string, World['people'][string]> = {};
  const administrator = {
    as: 'administrator',
    email: on.config.adminEmail ?? '',
    password: on.config.adminPassword ?? password,
  };
  const known = [...demoPeople.map(({ email, role }) => ({ email, as: role })), ...morePeople];
  for (const each of [...known.map((person) => ({ ...person, password })), administrator]) {
    const { as, email } = each;
    const attempt = {
      email,
      password: each.password,
      remoteAddress: '127.0.0.1',
      userAgent: 'page tests',
      requestId: newId(),
    };
    const value = await encodeSessionCookie(await signIn(on, attempt), on.config, sessionLifeS);
    people[as] = { email, cookie: [sessionCookieName(on.config.publicUrl), value] };
  }
  await mkdir(dirname(worldFile), { recursive: true });
  await writeFile(worldFile, JSON.stringify({ password, people, studyKey: mainStudy.key } satisfies World));
}
