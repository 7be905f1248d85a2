import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sodium from 'libsodium-wrappers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { anApiWorld, callWith, type ApiCall } from '#e2e/harness/api.ts';
import { aDonationWorld, giveFile, withToken, type DonationWorld } from '#e2e/harness/donations.ts';
import { openMailbox, type Mailbox } from '#e2e/harness/mailbox.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { aZip } from '#e2e/harness/xlsx.ts';
import { participantSchema, requestedDonationSchema } from '#components/donations/donation-data.ts';
import { donationCommands } from '#lib/commands/donation.ts';
import { getStudyBoxKeys } from '#lib/accounts/index.ts';
import { maxPartBytes as partBytes, remindParticipants } from '#lib/donations/index.ts';
import { listQuarantined } from '#lib/passive/index.ts';
import { sql } from '#lib/platform/db/sql.ts';

let mailbox: Mailbox;
let platform: TestPlatform;
let world: DonationWorld;
let manager: ApiCall;

beforeAll(async () => {
  mailbox = await openMailbox();
  platform = await startPlatform({ env: { SMTP_URL: mailbox.url, CAIRN_MAX_DONATION_MB: '20' } });
  world = await aDonationWorld(platform.runtime);
  ({ manager } = world);
});
afterAll(async () => {
  await platform.stop();
  await mailbox.close();
});

const search = {
  title: 'Searched for my secret illness',
  titleUrl: 'https://www.youtube.com/results?q=x',
  time: '2023-11-06T08:00:00Z',
};
const takeout = () =>
  aZip({
    'Takeout/YouTube and YouTube Music/history/watch-history.json': JSON.stringify([
      { title: 'Watched a film', titleUrl: 'https://www.youtube.com/watch?v=1', time: '2023-11-05T20:14:33Z' },
      { title: 'Watched another', time: '2023-11-05T21:00:00Z' },
      { title: 'Watched at no time' },
    ]),
    'Takeout/YouTube and YouTube Music/history/search-history.json': JSON.stringify([search]),
    'Takeout/YouTube and YouTube Music/comments/likes.json': '{broken',
    'Takeout/archive_browser.html': '<html></html>',
  });

/** The archive with the mark of a password on every member (APPNOTE 4.4.4, bit 0). */
function locked(zip: Buffer): Buffer {
  const marked = Buffer.from(zip);
  for (let at = marked.indexOf('PK\x01\x02'); at !== -1; at = marked.indexOf('PK\x01\x02', at + 4))
    marked[at + 8]! |= 1;
  return marked;
}

const auditOf = async (action: string) =>
  platform.runtime.db.prisma.auditEvent.findMany({ where: { organizationId: world.organization.id, action } });

describe('pdk-46 donation', () => {
  it('pdk-46 from the request by mail to points, sealed texts and a sealed archive; sent twice it is stored once', async () => {
    const asked = await world.ask('P-1', {
      email: 'Ana@Example.org',
      services: ['youtube'],
      sendMail: true,
      locale: 'fr',
    });
    expect(asked).toMatchObject({ isMailed: true, request: { email: 'ana@example.org', origin: 'person' } });
    expect(asked.token).toMatch(/^[0-9a-f]{256}$/);
    expect(mailbox.mails.at(-1)).toContain(`/donate#${asked.token}`);
    expect(mailbox.mails.at(-1)).toContain(`/donate/stop#${asked.token}`);
    const stored = await platform.runtime.db.query(
      z.object({ n: z.number() }),
      sql`SELECT length(token_sha256) AS n FROM donation_links WHERE organization_id = ${world.organization.id}`,
    );
    expect(stored).toEqual([{ n: 32 }]);

    const view = participantSchema.parse((await asked.call('GET /donate/request')).json);
    expect(view).toMatchObject({ identifier: 'P-1', chosen: ['youtube'], study: world.study.name, files: [] });
    expect(view.services.map(({ slug }) => slug)).toEqual(['youtube', 'instagram', 'amazon']);
    expect(
      view.services.every(({ instructions: { en, fr, de } }) => en.length === fr.length && fr.length === de.length),
    ).toBe(true);
    const status = async (kind: 'pending' | 'uploads') =>
      (
        await manager(`GET /donations/studies/{key}/${kind}/{file}`, {
          params: { key: world.study.key, file: 'P-1.json' },
        })
      ).json;
    expect(await status('pending')).toEqual(['youtube']);

    const archive = await takeout();
    const fileId = await giveFile(asked.call, 'youtube', { name: '../../takeout.zip', content: archive });
    const blobs = join(platform.runtime.config.dataDir, 'blobs', world.organization.id, 'donations', fileId);
    const [piece] = await readdir(blobs);
    expect((await readFile(join(blobs, piece!))).includes(archive.subarray(0, 64))).toBe(false);
    await world.work();
    const { file } = await world.fileOf(asked.request.id, fileId);
    expect(file).toMatchObject({
      state: 'imported',
      fileName: 'takeout.zip',
      outcome: {
        reason: null,
        events: { watch: 2, search: 1 },
        engagements: 3,
        skipped: [
          { what: 'watch history', reason: 'time_missing', count: 1 },
          { what: 'likes', reason: 'unreadable', count: 1 },
        ],
      },
    });
    expect(await status('pending')).toEqual([]);
    expect(await status('uploads')).toEqual([{ source: 'youtube', uploaded: file.uploadedAt }]);

    const points = await world.pointsOf('P-1');
    expect(points.map(({ type }) => type)).toEqual([
      'pdk-external-engagement-youtube', 'pdk-external-youtube-watch', 'pdk-external-engagement-youtube',
      'pdk-external-youtube-watch', 'pdk-external-engagement-youtube', 'pdk-external-youtube-search',
    ]); // prettier-ignore
    const searched = JSON.parse(points.at(-1)!.properties) as Record<string, unknown>;
    expect(points.at(-1)!.properties).not.toContain('secret illness');
    expect(searched).toMatchObject({ pdk_length_title: search.title.length, pdk_word_count_title: 5 });
    await sodium.ready;
    const { db, config } = platform.runtime;
    const keys = (await getStudyBoxKeys(
      { db, secret: config.secret },
      { organizationId: world.organization.id, studyId: world.study.id },
    ))!;
    const sealed = Buffer.from(searched['pdk_encrypted_title'] as string, 'base64');
    expect(Buffer.from(sodium.crypto_box_seal_open(sealed, keys.publicKey, keys.privateKey)).toString()).toBe(
      search.title,
    );

    await giveFile(asked.call, 'youtube', { name: 'again.zip', content: archive });
    expect((await manager('POST /donations/files/{id}/read', { params: { id: fileId } })).status).toBe(204);
    await world.work();
    expect(await world.pointsOf('P-1')).toHaveLength(6);
    expect(
      (await listQuarantined(world.system, { state: 'open', reason: null, cursor: null, limit: 10, studyIds: null }))
        .items,
    ).toEqual([]);

    const download = await manager('GET /donations/files/{id}/content', { params: { id: fileId } });
    expect(download.status).toBe(200);
    expect(download.headers.get('content-length')).toBe(String(archive.length));
    expect(await auditOf('donation.download')).toHaveLength(1);
    expect(JSON.stringify(await auditOf('donation.upload'))).toContain('participant P-1');
  });

  it('pdk-46 a large upload goes on where it was cut; pieces out of place or cut short are refused, repeats change nothing', async () => {
    const { call, request } = await world.ask('P-2');
    const content = Buffer.alloc(partBytes + 1000, 'x');
    const body = { service: 'amazon', fileName: 'orders.csv', sizeBytes: content.length };
    const { id } = (await call('POST /donate/files', { body })).json as { id: string };
    const put = (offset: number, bytes: Buffer) =>
      call('PUT /donate/files/{id}', { params: { id }, query: { offset }, file: Uint8Array.from(bytes) });
    expect(await put(0, content.subarray(0, 500))).toMatchObject({ status: 400, json: { code: 'input_invalid' } });
    expect(await put(partBytes, content.subarray(partBytes))).toMatchObject({
      status: 409,
      json: { fields: { receivedBytes: '0' } },
    });
    expect(await put(0, content)).toMatchObject({ status: 413 });
    expect((await put(0, content.subarray(0, partBytes))).json).toMatchObject({
      receivedBytes: partBytes,
      state: 'receiving',
    });
    expect((await put(0, content.subarray(0, partBytes))).json).toMatchObject({ receivedBytes: partBytes });
    expect((await call('POST /donate/files', { body })).json).toMatchObject({ id, receivedBytes: partBytes });
    expect(await manager('GET /donations/files/{id}/content', { params: { id } })).toMatchObject({ status: 409 });
    expect((await put(partBytes, content.subarray(partBytes))).json).toMatchObject({ state: 'waiting' });
    expect(await call('DELETE /donate/files/{id}', { params: { id } })).toMatchObject({ status: 409 });
    await world.work();
    expect((await world.fileOf(request.id, id)).file).toMatchObject({
      state: 'refused',
      outcome: { reason: 'wrong_archive' },
    });
    const part = await callWith(new Headers());
    expect((await part('GET /donations/files/{id}/content', { params: { id } })).status).toBe(401);
    const blobs = join(platform.runtime.config.dataDir, 'blobs', world.organization.id, 'donations', id);
    expect(await readdir(blobs)).toHaveLength(2);
    expect((await call('DELETE /donate/files/{id}', { params: { id } })).status).toBe(204);
    expect(await readdir(blobs)).toHaveLength(0);
    const tooLarge = await call('POST /donate/files', { body: { ...body, sizeBytes: 21 * 1024 * 1024 } });
    expect(tooLarge).toMatchObject({ status: 413, json: { code: 'body_too_large' } });
    expect(await call('POST /donate/files', { body: { ...body, fileName: 'orders.exe' } })).toMatchObject({
      status: 400,
    });
    expect(await call('POST /donate/files', { body: { ...body, service: 'nothing' } })).toMatchObject({ status: 400 });
  });

  it('pdk-46 bad archives are explained and never end the work: damaged, foreign, a bomb, a path that leads out, locked', async () => {
    const { call, request } = await world.ask('P-3');
    const good = await takeout();
    const files = {
      damaged: good.subarray(0, good.length - 60),
      foreign: await aZip({ 'holiday.txt': 'sun' }),
      bomb: await aZip({ 'history/watch-history.json': Buffer.alloc(60_000_000, ' ') }, 9),
      path: Buffer.from(good.toString('latin1').replaceAll('Takeout/archive', '../../x/archive'), 'latin1'),
      empty: await aZip({ 'history/watch-history.json': '[]' }),
      locked: locked(good),
      // As a Mac packs a French archive, with two pictures whose names differ in case alone.
      mac: await aZip({
        ['Takeout/YouTube et YouTube Music/historique/historique des vide\u0301os regarde\u0301es.json']:
          JSON.stringify([{ title: 'Vous avez regardé un film', time: '2023-11-05T20:14:33Z' }]),
        'Takeout/a.jpg': 'x',
        'Takeout/A.JPG': 'y',
      }),
    };
    const ids = new Map<string, string>();
    for (const [name, content] of Object.entries(files))
      ids.set(name, await giveFile(call, 'youtube', { name: `${name}.zip`, content }));
    await world.work();
    const { detail } = await world.fileOf(request.id, '');
    const reasons = Object.fromEntries(
      detail.files.map(({ fileName, state, outcome }) => [fileName, [state, outcome?.reason]]),
    );
    expect(reasons).toEqual({
      'damaged.zip': ['refused', 'damaged'],
      'foreign.zip': ['refused', 'wrong_archive'],
      'bomb.zip': ['refused', 'too_large'],
      'path.zip': ['refused', 'damaged'],
      'empty.zip': ['imported', 'nothing_inside'],
      'locked.zip': ['refused', 'locked'],
      'mac.zip': ['imported', null],
    });
    expect(detail).toMatchObject({ refusedCount: 5, delivered: ['youtube'] });
    // A search history that comes alone is not taken for what was watched, which is stored in clear.
    const alone = Buffer.from(JSON.stringify([{ ...search, titleUrl: undefined }]));
    await giveFile(call, 'youtube', { name: 'search-history.json', content: alone });
    await world.work();
    expect((await world.pointsOf('P-3')).map(({ type }) => type)).toEqual([
      ...['pdk-external-engagement-youtube', 'pdk-external-youtube-watch'],
      ...['pdk-external-engagement-youtube', 'pdk-external-youtube-search'],
    ]);
  });

  it('pdk-46 a token that is wrong, expired or closed, and another organization, meet nothing', async () => {
    const { token, call, request } = await world.ask('P-4');
    const wrong = `${token.slice(0, -1)}${token.endsWith('0') ? '1' : '0'}`;
    for (const guess of [wrong, token.toUpperCase(), '', 'x', token.slice(0, 255)]) {
      const answer = await (await withToken(guess))('GET /donate/request');
      expect(answer).toMatchObject({ status: 404, json: { code: 'donation_link_invalid' } });
    }
    const elsewhere = await anApiWorld(platform.runtime);
    const stranger = await elsewhere.as('owner');
    const params = { id: request.id };
    for (const route of ['GET /donations/{id}', 'POST /donations/{id}/close']) {
      expect((await stranger(route, { params })).status).toBe(404);
    }
    expect((await stranger('GET /donations', { query: { study: world.study.key } })).status).toBe(404);
    const id = await giveFile(call, 'amazon', { name: 'orders.csv', content: Buffer.from('a,b\n1,2\n') });
    await world.work();
    for (const route of ['GET /donations/files/{id}/content', 'POST /donations/files/{id}/read']) {
      expect((await stranger(route, { params: { id } })).status).toBe(404);
    }
    const other = await world.ask('P-5');
    expect((await other.call('DELETE /donate/files/{id}', { params: { id } })).status).toBe(404);
    const analyst = await world.as('analyst');
    expect((await analyst('GET /donations/files/{id}/content', { params: { id } })).status).toBe(403);

    await platform.runtime.db.execute(
      sql`UPDATE donation_requests SET expires_at = now() - interval '1 minute' WHERE organization_id = ${world.organization.id} AND id = ${request.id}`,
    );
    expect((await call('GET /donate/request')).status).toBe(404);
    expect((await manager('POST /donations/{id}/link', { params, body: {} })).status).toBe(409);
    const renewed = requestedDonationSchema.parse(
      (await manager('POST /donations/{id}/link', { params, body: { lifeDays: 3 } })).json,
    );
    expect((await (await withToken(renewed.link.split('#')[1]!))('GET /donate/request')).status).toBe(200);
    expect((await call('GET /donate/request')).status).toBe(200);
    expect((await manager('POST /donations/{id}/close', { params })).json).toMatchObject({ state: 'closed' });
    expect((await call('GET /donate/request')).status).toBe(404);
    expect(
      (await call('POST /donate/files', { body: { service: 'amazon', fileName: 'a.csv', sizeBytes: 1 } })).status,
    ).toBe(404);
  });

  it('pdk-46 participants begin by themselves where the study allows; identifiers of 8 digits are handed out once', async () => {
    const visitor = await callWith(new Headers());
    const key = { params: { key: world.study.key } };
    const begin = { body: { study: world.study.key, services: ['amazon'], email: 'bob@example.org', locale: 'de' } };
    expect((await visitor('GET /donate/studies/{key}', key)).status).toBe(404);
    expect((await visitor('POST /donate/start', begin)).status).toBe(404);
    const settings = { isOpen: true, lifeDays: 30, remindAfterDays: 7, maxReminders: 1 };
    expect((await manager('PUT /donations/studies/{key}/settings', { ...key, body: settings })).json).toEqual(settings);
    expect((await visitor('GET /donate/studies/{key}', key)).json).toMatchObject({ study: world.study.name });
    const started = (await visitor('POST /donate/start', begin)).json as { token: string; identifier: string };
    expect(started.identifier).toMatch(/^[1-9]{8}$/);
    const call = await withToken(started.token);
    expect((await call('GET /donate/request')).json).toMatchObject({
      identifier: started.identifier,
      chosen: ['amazon'],
      hasEmail: true,
      locale: 'de',
    });
    expect((await call('PATCH /donate/request', { body: { services: ['youtube', 'amazon'] } })).json).toMatchObject({
      chosen: ['youtube', 'amazon'],
    });
    expect((await call('PATCH /donate/request', { body: { services: ['nothing'] } })).status).toBe(400);
    const handed = (await visitor('GET /donate/studies/{key}/identifier.json', key)).json as { identifier: string };
    expect(handed.identifier).toMatch(/^[1-9]{8}$/);
    expect(handed.identifier).not.toBe(started.identifier);

    // Nothing is due before its time; then one reminder each, with a link of its own, and none after the opt-out.
    mailbox.mails.length = 0;
    expect(await remindParticipants(platform.runtime)).toBe(0);
    const later = () =>
      platform.runtime.db.execute(
        sql`UPDATE donation_requests SET last_emailed_at = last_emailed_at - interval '8 days' WHERE organization_id = ${world.organization.id}`,
      );
    await later();
    expect(await remindParticipants(platform.runtime)).toBe(1);
    expect(mailbox.mails).toHaveLength(1);
    expect(mailbox.mails[0]).toContain('bob@example.org');
    const again = /donate\/stop#([0-9a-f]{256})/.exec(mailbox.mails[0]!)![1]!;
    expect(again).not.toBe(started.token);
    await manager('PUT /donations/studies/{key}/settings', { ...key, body: { ...settings, maxReminders: 9 } });
    expect((await (await withToken(again))('PATCH /donate/request', { body: { canEmail: false } })).json).toMatchObject(
      { canEmail: false },
    );
    await later();
    expect(await remindParticipants(platform.runtime)).toBe(0);
  });

  it('pdk-46 services are data: an own one is offered with its steps, kept sealed and not read', async () => {
    const steps = { en: ['Open it.'], fr: ['Ouvrez-le.'], de: ['Öffnen.'] };
    const service = { name: 'Pinterest', priority: 5, extensions: ['zip'], instructions: steps, isOffered: true };
    const saved = await manager('PUT /donations/services/{slug}', { params: { slug: 'pinterest' }, body: service });
    expect(saved.json).toEqual({ ...service, slug: 'pinterest', hasImporter: false, isBuiltIn: false });
    const { call, request } = await world.ask('P-6', { services: ['pinterest'] });
    const id = await giveFile(call, 'pinterest', { name: 'p.zip', content: await aZip({ a: 'b' }) });
    await world.work();
    expect(await world.fileOf(request.id, id)).toMatchObject({
      file: { state: 'kept' },
      detail: { state: 'complete' },
    });
    expect(
      (await manager('POST /donations', { body: { study: world.study.key, identifier: 'P-7', services: ['nope'] } }))
        .status,
    ).toBe(400);
    await manager('PUT /donations/services/{slug}', {
      params: { slug: 'pinterest' },
      body: { ...service, isOffered: false },
    });
    const { services } = participantSchema.parse((await (await world.ask('P-8')).call('GET /donate/request')).json);
    expect(services.map(({ slug }) => slug)).not.toContain('pinterest');
    const found = await manager('GET /donations', { query: { search: 'p-6' } });
    expect(found.json).toMatchObject({ items: [{ identifier: 'P-6', delivered: ['pinterest'] }], next: null });
    const first = (await manager('GET /donations', { query: { limit: 2 } })).json as {
      items: { id: string }[];
      next: string;
    };
    const second = (await manager('GET /donations', { query: { limit: 2, cursor: first.next } })).json as {
      items: { id: string }[];
    };
    expect(second.items[0]!.id < first.items[1]!.id).toBe(true);
  });

  it('pdk-46 the command line makes a link', async () => {
    const [command] = donationCommands;
    const words = {
      study: world.study.key,
      identifier: 'P-10',
      services: 'youtube,amazon',
      org: world.organization.name,
    };
    const { data, text } = await command!.parseAndRun(() => Promise.resolve(platform.runtime), words);
    const { link } = data as { link: string };
    expect(text).toContain(link);
    const view = await (await withToken(link.split('#')[1]!))('GET /donate/request');
    expect(view.json).toMatchObject({ identifier: 'P-10', chosen: ['youtube', 'amazon'] });
  });
});
