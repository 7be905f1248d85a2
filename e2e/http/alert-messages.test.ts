import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { nowS, openAlertTest, type AlertTest } from '#e2e/harness/alerts.ts';
import type { ApiCall, ApiWorld } from '#e2e/harness/api.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import type { MailMessage } from '#lib/platform/mail/mail.ts';
import { createUser } from '#lib/accounts/index.ts';
import { deliverMessages, sendDigests } from '#lib/sources/index.ts';

let platform: TestPlatform;
let world: ApiWorld;
let call: ApiCall;
let test: AlertTest;
const send: AlertTest['send'] = (...points) => test.send(...points);
const check: AlertTest['check'] = (hoursLater) => test.check(hoursLater);

beforeAll(async () => {
  platform = await startPlatform({ env: { CAIRN_INTERNAL_HOSTS: '127.0.0.1' } });
  test = await openAlertTest(platform);
  ({ world, call } = test);
});
afterAll(() => platform.stop());

interface Received {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A receiver of webhooks that answers with the status it is told to. */
async function aReceiver(): Promise<{ server: Server; url: string; received: Received[]; answer: { status: number } }> {
  const received: Received[] = [];
  const answer = { status: 500 };
  const server = createServer((request, response) => {
    void request.toArray().then((parts: Buffer[]) => {
      received.push({ headers: request.headers, body: Buffer.concat(parts).toString() });
      response.writeHead(answer.status).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    server,
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/hook?key=s3`,
    received,
    answer,
  };
}

describe('pdk-22 digest, mail at once and webhook', () => {
  const settings = {
    recipients: ['lead@example.org', 'nurse@example.org'],
    isDigestEnabled: true,
    digestHour: 0,
    digestDays: [1, 2, 3, 4, 5, 6, 7],
    timeZone: 'UTC',
    mailFrom: 'critical',
    webhookUrl: null as string | null,
    webhookFrom: 'warning',
  };
  const save = (change: object = {}) =>
    call('PUT /alert-settings', { body: { studyId: world.study.id, ...settings, ...change } });

  function post(mails: MailMessage[]) {
    const mail = {
      canSend: true,
      send: (message: MailMessage) => Promise.resolve(void mails.push(message)),
      close: () => undefined,
    };
    return { ...platform.runtime, mail };
  }

  it('pdk-22 man-30 the digest goes to each recipient once a day in their language; mails at once tell what is new and bad', async () => {
    expect((await save()).status).toBe(200);
    const nurse = {
      email: 'nurse@example.org',
      password: 'a long enough password',
      role: 'analyst',
      locale: 'de',
    } as const;
    await createUser(world.system, { ...nurse, mustChangePassword: false });
    await send({ source: 'early-1', type: 'pdk-location' });
    await check();
    await deliverMessages(post([]));
    const mails: MailMessage[] = [];
    await sendDigests(platform.runtime);
    await sendDigests(platform.runtime);
    await deliverMessages(post(mails));
    expect(mails.map(({ to }) => to).sort()).toEqual(settings.recipients);
    const [lead, german] = mails.sort((a, b) => a.to.localeCompare(b.to));
    expect(lead?.subject).toMatch(/^Alert Digest: \d+ Affected Users$/);
    expect(lead?.text).toContain('  [Info] No Battery Levels Logged (since ');
    expect(german?.subject).toMatch(/^Offene Warnungen: \d+ Quellen? betroffen$/);
    expect(german?.text).toContain('  [Hinweis] Kein Akkustand bekannt (seit ');
    for (const mail of [lead, german]) expect(mail?.text).toContain(`/alerts?study=${world.study.key}`);
    mails.length = 0;
    await call('POST /sources', { body: { study: world.study.key, identifier: 'late-1' } });
    await check();
    await check();
    await deliverMessages(post(mails));
    expect(mails.map(({ subject }) => subject).sort()).toEqual([
      `Alert: Data never uploaded (late-1) in ${world.study.name}`,
      `Warnung: Noch nie Daten gesendet (late-1) in ${world.study.name}`,
    ]);
    const listed = await call('GET /alert-settings/messages', { query: { studyId: world.study.id } });
    expect(listed.json).toMatchObject({
      items: expect.arrayContaining([
        expect.objectContaining({ channel: 'mail', state: 'sent', attempts: 1 }),
      ]) as unknown,
    });
  });

  it('pdk-22 a webhook is signed, tried again after a failure, and hears of what closed', async () => {
    const { server, url, received, answer } = await aReceiver();
    const saved = await save({ webhookUrl: url, mailFrom: null });
    const { newWebhookSecret: secret } = z.object({ newWebhookSecret: z.string() }).parse(saved.json);
    await send({ source: 'hooked', members: { level: 5 } });
    await check();
    expect(await deliverMessages(platform.runtime)).toMatchObject({ sent: 0, failed: 1 });
    answer.status = 204;
    expect(await deliverMessages(platform.runtime)).toMatchObject({ sent: 0, failed: 0 });
    const later = () => new Date(Date.now() + 10 * 60_000);
    expect(await deliverMessages(platform.runtime, later)).toMatchObject({ sent: 1, failed: 0 });
    const last = received.at(-1);
    const [, t = '', v1 = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(last?.headers['x-cairn-signature'])) ?? [];
    expect(v1).toBe(
      createHmac('sha256', secret)
        .update(`${t}.${last?.body ?? ''}`)
        .digest('hex'),
    );
    expect(JSON.parse(last?.body ?? '')).toMatchObject({
      type: 'alerts.changed',
      study: world.study.key,
      opened: [{ level: 'critical', source: { identifier: 'hooked' } }],
      closed: [],
    });
    await send({ source: 'hooked', timestamp: nowS() + 1, members: { level: 95 } });
    await check();
    await deliverMessages(platform.runtime, later);
    expect(JSON.parse(received.at(-1)?.body ?? '')).toMatchObject({
      opened: [],
      closed: [{ closeReason: 'resolved', source: { identifier: 'hooked' } }],
    });
    server.close();
    const shown = await call('GET /alert-settings', { query: { studyId: world.study.id } });
    expect(shown.json).toMatchObject({ hasWebhookSecret: true, webhookUrl: url });
    expect(shown.text).not.toContain(secret);
    expect((await call('GET /audit')).text).not.toContain('key=s3');
  });

  it('pdk-22 a webhook cannot be pointed inside the network', async () => {
    for (const webhookUrl of [
      'http://localhost:1/x',
      'http://10.0.0.1/',
      'http://169.254.169.254/latest',
      'http://[::1]/',
      'ftp://example.org/',
      'not an address',
    ]) {
      expect((await save({ webhookUrl })).status, webhookUrl).toBe(400);
    }
  });
});
