import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { processUntilEmpty } from '#lib/passive/index.ts';
import { sweepDeliveries } from '#lib/exports/index.ts';
import { sql } from '#lib/platform/db/sql.ts';
import type { MailMessage } from '#lib/platform/mail/mail.ts';
import { setRuntime, type Runtime } from '#lib/platform/runtime.ts';
import { anApiWorld, type ApiCall, type ApiWorld } from '../harness/api.ts';
import { readArchive } from '../harness/archive.ts';
import { startBucket, type Bucket } from '../harness/bucket.ts';
import { addBundle, aPoint } from '../harness/passive.ts';
import { startPlatform, type TestPlatform } from '../harness/platform.ts';
import { startSftpHost, type SftpHost } from '../harness/sftp-host.ts';
import { runTasks } from '../harness/tasks.ts';
import { backupPlaceCases } from './backup-place-cases.ts';

let folder: string;
let platform: TestPlatform;
let runtime: Runtime;
let world: ApiWorld;
let owner: ApiCall;
let analyst: ApiCall;
let host: SftpHost;
let bucket: Bucket;
const sent: MailMessage[] = [];
const backupKey = randomBytes(32).toString('base64');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cairn-delivery-'));
  host = await startSftpHost({ folder: join(folder), user: 'field', password: 'a stone upon' });
  bucket = await startBucket();
  const serverUrl = process.env['CAIRN_TEST_DATABASE_URL'];
  platform = await startPlatform({
    env: {
      CAIRN_EXPORT_DIR: join(folder, 'root'),
      CAIRN_BACKUP_KEY: backupKey,
      // Where a restore is tried: beside the database of the test.
      ...(serverUrl ? { DATABASE_URL: serverUrl } : {}),
    },
  });
  const mail = {
    canSend: true,
    send: (message: MailMessage) => Promise.resolve(void sent.push(message)),
    close: () => undefined,
  };
  runtime = { ...platform.runtime, mail };
  setRuntime(runtime);
  world = await anApiWorld(runtime);
  owner = await world.as('owner');
  analyst = await world.as('analyst');
  const tenant = { organizationId: world.organization.id, studyId: world.study.id, studyKey: world.study.key };
  await addBundle({ runtime }, tenant, [aPoint({ source: 'Zoé/1' }), aPoint({ source: 'A-1' })]);
  await processUntilEmpty(runtime);
});
afterAll(async () => {
  await host.close();
  await bucket.close();
  await platform.stop();
  await rm(folder, { recursive: true, force: true });
});

const idOf = (json: unknown) => z.object({ id: z.string() }).parse(json).id;

async function aDestination(name: string, settings: object, secrets: object = {}): Promise<string> {
  const made = await owner('POST /export-destinations', { body: { name, settings, secrets } });
  expect(made.status, made.text).toBe(201);
  return idOf(made.json);
}

const sftpSettings = () => ({
  kind: 'sftp',
  host: '127.0.0.1',
  port: host.port,
  user: 'field',
  hostKey: host.hostKey,
  path: 'in/box',
});

const deliverySchema = z.object({
  id: z.string(),
  state: z.string(),
  attempt: z.number(),
  path: z.string().nullable(),
  sha256: z.string().nullable(),
  checkedBy: z.string().nullable(),
  error: z.string().nullable(),
  nextAttemptAt: z.string().nullable(),
  sentBytes: z.number(),
});

async function ordered(destinationIds: readonly string[]): Promise<string> {
  const order = await analyst('POST /exports', { body: { study: world.study.key, destinationIds } });
  expect(order.status, order.text).toBe(202);
  await runTasks(runtime);
  return z.object({ taskIds: z.array(z.string()).length(1) }).parse(order.json).taskIds[0]!;
}

async function deliveriesOf(tasks: string): Promise<z.infer<typeof deliverySchema>[]> {
  const { json } = await analyst('GET /export-deliveries', { query: { tasks } });
  return z.object({ items: z.array(deliverySchema) }).parse(json).items;
}

async function archiveOf(taskId: string): Promise<Buffer> {
  const key = `${world.organization.id}/tasks/${taskId}/1`;
  return runtime.blobs.read(key);
}

describe('pdk-35 archives are delivered', () => {
  it('pdk-35 to a folder, a bucket and another machine, as part of the export, with name rules and checksums', async () => {
    const named = { prependDate: true, prependHost: true, prependSourceRange: true };
    const ids = [
      await aDestination('1 folder', { kind: 'folder', path: 'daily', ...named }),
      await aDestination(
        '2 bucket',
        { kind: 's3', endpoint: bucket.endpoint, bucket: 'b', accessKeyId: 'key', path: 'x' },
        { secretAccessKey: 'hush-hush-s3' },
      ),
      await aDestination('3 machine', sftpSettings(), { password: 'a stone upon' }),
    ];
    const taskId = await ordered(ids);
    const deliveries = await deliveriesOf(taskId);
    const archive = await archiveOf(taskId);
    const sha256 = createHash('sha256').update(archive).digest('hex');
    expect(deliveries.map(({ state, checkedBy }) => [state, checkedBy])).toEqual([
      ['delivered', 'sha256'],
      ['delivered', 'md5'],
      ['delivered', 'sha256'],
    ]);
    expect(deliveries.map((delivery) => [delivery.sha256, delivery.sentBytes])).toEqual(
      ids.map(() => [sha256, archive.length]),
    );
    const [inFolder, inBucket, onHost] = deliveries.map(({ path }) => path ?? '');
    expect(inFolder).toMatch(/^daily\/localhost_\d{4}-\d{2}-\d{2}_A-1--Zoé_1_pdk_export_final_[0-9a-f]{8}_.*\.zip$/);
    const there = join(folder, 'root', world.organization.id, inFolder!);
    expect((await readFile(there)).equals(archive)).toBe(true);
    expect(bucket.objects.get(`b/${inBucket!}`)?.equals(archive)).toBe(true);
    expect((await readFile(join(folder, onHost!))).equals(archive)).toBe(true);
    expect([...(await readArchive(archive)).keys()]).toContain('CAIRN-MANIFEST');
  });

  it('pdk-35 secrets are sealed and never given back; who only exports sees names', async () => {
    const { text, json } = await owner('GET /export-destinations');
    expect(text).toContain('"secretsSet":["secretAccessKey"]');
    const seen = await analyst('GET /export-destinations');
    const rows = await runtime.db.query(
      z.object({ row: z.string() }),
      sql`SELECT row_to_json(d)::text AS row FROM export_destinations d`,
    );
    const audits = await runtime.db.query(
      z.object({ row: z.string() }),
      sql`SELECT row_to_json(a)::text AS row FROM audit_events a WHERE action LIKE 'destination.%'`,
    );
    expect(audits.length).toBeGreaterThan(2);
    for (const secret of ['hush-hush-s3', 'a stone upon']) {
      expect([text, seen.text, ...rows.map(({ row }) => row), ...audits.map(({ row }) => row)].join()).not.toContain(
        secret,
      );
    }
    expect(seen.text).not.toContain('127.0.0.1');
    expect(seen.text).toContain('2 bucket');
    expect((await analyst('POST /export-destinations', { body: { name: 'x', settings: {} } })).status).toBe(403);
    const [first] = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) }).parse(json).items;
    // What is left out stays: the name changes, the folder still takes files.
    const changed = { name: '1 shelf', settings: { kind: 'folder', path: 'shelf' } };
    expect((await owner('PUT /export-destinations/{id}', { params: { id: first!.id }, body: changed })).status).toBe(
      200,
    );
    expect((await owner('POST /export-destinations/{id}/try', { params: { id: first!.id } })).json).toEqual({
      isWorking: true,
      detail: null,
    });
    expect(await readdir(join(folder, 'root', world.organization.id, 'shelf'))).toEqual([]);
  });

  it.each([
    ['a path that leads out', { kind: 'folder', path: '../other' }, {}],
    ['a machine without a fingerprint', { kind: 'sftp', host: 'h', user: 'u', hostKey: 'x' }, { password: 'p' }],
    ['a bucket without its key', { kind: 's3', bucket: 'b', accessKeyId: 'a' }, {}],
    [
      'no key at all',
      { kind: 'sftp', host: 'h', user: 'u', hostKey: `SHA256:${'A'.repeat(43)}` },
      { privateKey: 'no' },
    ],
  ])('pdk-35 %s is refused when it is set up', async (_what, settings, secrets) => {
    const { status } = await owner('POST /export-destinations', { body: { name: 'bad', settings, secrets } });
    expect(status).toBe(400);
  });

  it('pdk-35 what does not answer is tried again after 0, 60, 120 and 300 s by the queue, then given up; a person may try again', async () => {
    const dead = { ...sftpSettings(), port: 9 };
    const id = await aDestination('4 dead', dead, { password: 'a stone upon' });
    const taskId = await ordered([id]);
    const waits: number[] = [];
    for (;;) {
      const [delivery] = await deliveriesOf(taskId);
      if (delivery!.state !== 'waiting') break;
      expect(delivery).toMatchObject({ state: 'waiting', error: expect.stringContaining('answer') as string });
      waits.push(Math.round((Date.parse(delivery!.nextAttemptAt!) - Date.now()) / 10_000) * 10);
      // Its time comes, and its job is lost: the clock takes it up.
      await runtime.db.execute(
        sql`UPDATE export_deliveries SET next_attempt_at = now() - interval '1 hour' WHERE id = ${delivery!.id}`,
      );
      expect(await sweepDeliveries(runtime)).toBe(1);
      await runTasks(runtime);
    }
    expect(waits).toEqual([60, 120, 300]);
    const [given] = await deliveriesOf(taskId);
    expect(given).toMatchObject({ state: 'failed', attempt: 5, nextAttemptAt: null });
    await owner('PUT /export-destinations/{id}', {
      params: { id },
      body: { name: '4 mended', settings: sftpSettings() },
    });
    expect((await analyst('POST /export-deliveries/{id}/retry', { params: { id: given!.id } })).status).toBe(200);
    await runTasks(runtime);
    expect((await deliveriesOf(taskId))[0]).toMatchObject({ state: 'delivered', attempt: 1 });
    expect((await analyst('POST /export-deliveries/{id}/stop', { params: { id: given!.id } })).status).toBe(409);
  });

  it('pdk-35 a host with another key is not tried again; the export itself is there', async () => {
    const id = await aDestination(
      '5 other',
      { ...sftpSettings(), hostKey: `SHA256:${'B'.repeat(43)}` },
      { password: 'x' },
    );
    const taskId = await ordered([id]);
    const [delivery] = await deliveriesOf(taskId);
    expect(delivery).toMatchObject({
      state: 'failed',
      attempt: 1,
      error: expect.stringContaining(host.hostKey) as string,
    });
    expect((await archiveOf(taskId)).length).toBeGreaterThan(0);
    expect((await owner('DELETE /export-destinations/{id}', { params: { id } })).status).toBe(204);
    expect((await analyst('POST /exports', { body: { study: world.study.key, destinationIds: [id] } })).status).toBe(
      400,
    );
  });

  it('pdk-35 a mail has a link that opens the archive without signing in, for some days', async () => {
    const id = await aDestination('6 desk', { kind: 'mail', recipients: ['desk@example.org'], linkDays: 2 });
    const taskId = await ordered([id]);
    expect((await deliveriesOf(taskId))[0]).toMatchObject({ state: 'delivered', path: null });
    const message = sent.find(({ to }) => to === 'desk@example.org');
    const token = /export-link#(\S+)/.exec(message?.text ?? '')?.[1] ?? '';
    expect(token).toHaveLength(43);
    const opened = await owner('POST /export-links', { body: { token } });
    const { ticket, sha256 } = z.object({ ticket: z.string(), sha256: z.string() }).parse(opened.json);
    const archive = await archiveOf(taskId);
    expect(sha256).toBe(createHash('sha256').update(archive).digest('hex'));
    expect((await owner('GET /export-links/{ticket}', { params: { ticket } })).status).toBe(200);
    const forged = `${ticket.slice(0, -4)}AAAA`;
    expect((await owner('GET /export-links/{ticket}', { params: { ticket: forged } })).status).toBe(404);
    expect((await owner('POST /export-links', { body: { token: 'x'.repeat(43) } })).status).toBe(404);
    await runtime.db.execute(sql`UPDATE export_deliveries SET link_expires_at = now() WHERE task_id = ${taskId}`);
    expect((await owner('POST /export-links', { body: { token } })).status).toBe(404);
    expect((await owner('GET /export-links/{ticket}', { params: { ticket } })).status).toBe(404);
  });

  it('pdk-35 what a killed worker was sending is taken over, and a stopped delivery stays stopped', async () => {
    const id = await aDestination('7 folder', { kind: 'folder' });
    const order = await analyst('POST /exports', { body: { study: world.study.key, destinationIds: [id] } });
    const taskId = z.object({ taskIds: z.array(z.string()) }).parse(order.json).taskIds[0]!;
    expect((await deliveriesOf(taskId))[0]).toMatchObject({ state: 'pending' });
    // The worker made the archive and died before saying so.
    await runTasks(runtime);
    await runtime.db.execute(
      sql`UPDATE export_deliveries SET state = 'sending', beat_at = now() - interval '2 minutes' WHERE task_id = ${taskId}`,
    );
    expect(await sweepDeliveries(runtime)).toBe(1);
    await runTasks(runtime);
    const [delivery] = await deliveriesOf(taskId);
    expect(delivery).toMatchObject({ state: 'delivered', attempt: 2 });
    const other = await analyst('POST /exports', { body: { study: world.study.key, destinationIds: [id] } });
    const otherTask = z.object({ taskIds: z.array(z.string()) }).parse(other.json).taskIds[0]!;
    const [waiting] = await deliveriesOf(otherTask);
    expect((await analyst('POST /export-deliveries/{id}/stop', { params: { id: waiting!.id } })).status).toBe(200);
    await runTasks(runtime);
    expect((await deliveriesOf(otherTask))[0]).toMatchObject({ state: 'stopped', attempt: 0 });
  });
});

backupPlaceCases(() => ({ runtime, world, owner, aDestination, root: join(folder, 'root'), backupKey }));
