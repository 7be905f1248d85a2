import { Readable } from 'node:stream';
import { z } from 'zod';
import { join } from 'node:path';
import { findDrift } from '#lib/platform/db/find-drift.ts';
import { listPendingMigrations } from '#lib/platform/db/migrate.ts';
import { getServerVersion, listMissingExtensions } from '#lib/platform/db/describe-server.ts';
import { newId } from '#lib/platform/ids.ts';
import { countLiveWorkers } from '#lib/platform/process/worker-heartbeat.sql.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { measureBacklog } from '#lib/passive/index.ts';
import { defineCommand } from './command.ts';

interface Finding {
  readonly check: string;
  /** `note`: worth knowing, nothing broken. */
  readonly verdict: 'well' | 'note' | 'unwell';
  readonly detail: string;
}

type Check = (runtime: Runtime) => Promise<Omit<Finding, 'check'>>;

/** What the doctor looks at, in order. */
const checks: Readonly<Record<string, Check>> = {
  async database({ db }) {
    return { verdict: 'well', detail: `${db.kind}, PostgreSQL ${await getServerVersion(db)}` };
  },
  async extensions({ db }) {
    const missing = await listMissingExtensions(db);
    if (missing.length === 0) return { verdict: 'well', detail: 'all there' };
    return {
      verdict: 'unwell',
      detail: `missing: ${missing.join(', ')}; run \`cairn migrate\` as a user who may create them`,
    };
  },
  async migrations({ db }) {
    const pending = await listPendingMigrations(db);
    if (pending.length === 0) return { verdict: 'well', detail: 'all applied' };
    return { verdict: 'unwell', detail: `waiting: ${pending.join(', ')}; run \`cairn migrate\`` };
  },
  async schema({ db }) {
    const drift = await findDrift(db, join(import.meta.dirname, '../../prisma/schema'));
    if (drift === null) return { verdict: 'well', detail: 'as this version wants it' };
    return { verdict: 'unwell', detail: `somebody changed it by hand; this would mend it:\n${drift}` };
  },
  async blobs({ blobs, config }) {
    const key = `doctor/${newId()}`;
    await blobs.put(key, Readable.from([Buffer.from('cairn')]));
    const content = await blobs.read(key);
    await blobs.remove(key);
    if (content.toString() !== 'cairn') return { verdict: 'unwell', detail: 'a file came back changed' };
    return { verdict: 'well', detail: config.s3 ? `bucket ${config.s3.bucket}` : `folder ${config.dataDir}/blobs` };
  },
  async workers({ db }) {
    const workers = await countLiveWorkers(db);
    if (workers > 0) return { verdict: 'well', detail: `${String(workers)} running` };
    return { verdict: 'note', detail: 'none running; uploads are kept and wait (`npm run up` or `npm run jobs`)' };
  },
  async backlog(runtime) {
    const { bundlesWaiting, oldestWaitingS, quarantineOpen } = await measureBacklog(runtime);
    const age = bundlesWaiting > 0 ? `, the oldest for ${String(Math.round(oldestWaitingS))} s` : '';
    const detail = `${String(bundlesWaiting)} bundles waiting${age}; ${String(quarantineOpen)} points in quarantine`;
    return { verdict: oldestWaitingS > 600 ? 'note' : 'well', detail };
  },
  mail({ mail }) {
    if (mail.canSend) return Promise.resolve({ verdict: 'well', detail: 'a mail server is set' });
    return Promise.resolve({
      verdict: 'note',
      detail: 'SMTP_URL is not set; invitations and reset links are not sent',
    });
  },
};

/** One failing check must not hide the others. */
async function examine(runtime: Runtime, check: string, look: Check): Promise<Finding> {
  try {
    return { check, ...(await look(runtime)) };
  } catch (error) {
    return { check, verdict: 'unwell', detail: (error as Error).message };
  }
}

export const doctorCommand = defineCommand({
  name: 'doctor',
  usage: '',
  summary: 'Looks at the database, its schema, files, workers and mail, and says what is wrong.',
  inputSchema: z.strictObject({}),
  async run(runtime) {
    const findings: Finding[] = [];
    for (const [name, check] of Object.entries(checks)) findings.push(await examine(runtime, name, check));
    const marks = { well: 'ok', note: 'note', unwell: 'WRONG' };
    const text = findings
      .map(({ check, verdict, detail }) => `${marks[verdict].padEnd(6)} ${check.padEnd(11)} ${detail}`)
      .join('\n');
    const isUnwell = findings.some(({ verdict }) => verdict === 'unwell');
    return { data: { findings }, text, ...(isUnwell && { failed: true as const }) };
  },
});
