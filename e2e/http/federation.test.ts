import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { anApiWorld, type ApiCall, type ApiWorld } from '#e2e/harness/api.ts';
import { addBundle, aPoint, type BundleOptions } from '#e2e/harness/passive.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { askStatistics, forwardPoints, processUntilEmpty, readPoints, renderPoint } from '#lib/passive/index.ts';
import { sql, type SqlStatement } from '#lib/platform/db/sql.ts';

let platform: TestPlatform;
let here: ApiWorld;
let there: ApiWorld;
let owner: ApiCall;

beforeAll(async () => {
  platform = await startPlatform({ env: { CAIRN_INTERNAL_HOSTS: '127.0.0.1,localhost' } });
});
beforeEach(async () => {
  here = await anApiWorld(platform.runtime);
  there = await anApiWorld(platform.runtime);
  owner = await here.as('owner');
});
afterAll(() => platform.stop());

const requestKey = 'a key that peers know';
const start = Math.floor(Date.now() / 1000) - 86_400;
const p = (source: string, index: number, members: object = {}) =>
  aPoint({ source, timestamp: start + index, members: { level: index, ...members } });

async function send(world: ApiWorld, points: readonly object[], options: BundleOptions = {}): Promise<void> {
  const tenant = { organizationId: world.organization.id, studyId: world.study.id, studyKey: world.study.key };
  await addBundle(platform, tenant, points, options);
  await processUntilEmpty(platform.runtime);
}
const addressOf = (world: ApiWorld, name: string) => `${platform.url}/studies/${world.study.key}/data/${name}`;

async function aPeer(uploadUrl: string, more: object = {}): Promise<string> {
  const body = { name: 'North', uploadUrl, ...more };
  const made = await owner('POST /studies/{id}/peers', { params: { id: here.study.id }, body });
  expect(made.status, made.text).toBe(201);
  return (made.json as { id: string }).id;
}
const peers = async () =>
  ((await owner('GET /studies/{id}/peers', { params: { id: here.study.id } })).json as { items: object[] }).items;

async function idOf(world: ApiWorld, identifier: string): Promise<string> {
  const rows = await platform.runtime.db.query(
    z.object({ id: z.string() }),
    sql`SELECT id FROM sources WHERE organization_id = ${world.organization.id} AND identifier = ${identifier}`,
  );
  return rows[0]?.id ?? '';
}
async function textsOf(world: ApiWorld, identifier: string): Promise<string[]> {
  const id = await idOf(world, identifier);
  const texts: string[] = [];
  if (id !== '') for await (const row of readPoints(world.system, { sourceIds: [id] })) texts.push(renderPoint(row));
  return texts;
}
async function numberOf(statement: SqlStatement): Promise<number> {
  const [row] = await platform.runtime.db.query(z.object({ n: z.coerce.number() }), statement);
  return row?.n ?? 0;
}
const give = (sourceId: string, peerId: string | null) =>
  owner('PUT /sources/{id}/peer', { params: { id: sourceId }, body: { peerId } });

/** A peer that answers as told, and keeps what it was sent. */
async function aStandIn(answer: (index: number) => { status: number; body: string }) {
  const received: string[] = [];
  const server: Server = createServer((request: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { status, body } = answer(received.push(Buffer.concat(chunks).toString('latin1')) - 1);
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/data/add-bundle.json`;
  return { url, received, close: () => new Promise((done) => server.close(done)) };
}

describe('pdk-29 data of a source goes to another server', () => {
  it('what it sent before and sends later, digit by digit, with its files; the counters here follow', async () => {
    const points = Array.from({ length: 620 }, (_, index) => p('moves', index, { exact: '@@' }));
    const texts = JSON.stringify(points).replaceAll('"@@"', '1.230000000000000000009');
    const tenant = { organizationId: here.organization.id, studyId: here.study.id, studyKey: here.study.key };
    await addBundle(platform, tenant, texts);
    await send(here, [p('moves', 700, { 'photo@': 'shot' }), p('stays', 1)], { files: ['shot'] });
    const before = await textsOf(here, 'moves');
    expect(before).toHaveLength(621);
    const id = await idOf(here, 'moves');
    const peerId = await aPeer(addressOf(there, 'add-bundle.json'));
    expect((await give(id, peerId)).json).toMatchObject({ at: { peer: { name: 'North' }, waitingPoints: 621 } });

    expect(await forwardPoints(platform.runtime)).toMatchObject({ queued: 621, sent: 621, failedBatches: 0 });
    await processUntilEmpty(platform.runtime);
    expect((await textsOf(there, 'moves')).sort()).toEqual(before.sort());
    expect(await textsOf(here, 'moves')).toEqual([]);
    expect(await textsOf(here, 'stays')).toHaveLength(1);
    const files = sql`SELECT count(*) AS n FROM attachment_links l WHERE l.organization_id = ${there.organization.id}`;
    expect(await numberOf(files)).toBe(1);
    expect(await numberOf(sql`SELECT point_count AS n FROM sources WHERE id = ${id}`)).toBe(0);
    expect(await peers()).toMatchObject([{ sources: 1, forwardedPoints: 621, waitingPoints: 0, lastError: null }]);

    await send(here, [p('moves', 701), p('moves', 0, { exact: 1 })]);
    await forwardPoints(platform.runtime);
    await processUntilEmpty(platform.runtime);
    expect(await textsOf(there, 'moves')).toHaveLength(623);
    const audit = sql`SELECT count(*) AS n FROM audit_events WHERE organization_id = ${here.organization.id} AND action = 'source.peer'`;
    expect(await numberOf(audit)).toBe(1);

    await give(id, null);
    await send(here, [p('moves', 702)]);
    expect(await forwardPoints(platform.runtime)).toMatchObject({ queued: 0, sent: 0 });
    expect(await textsOf(here, 'moves')).toHaveLength(1);
  });

  it('pdk-18 no point is lost while the peer fails, lies or answers with a page; it is sent again until it says that it has it', async () => {
    const answers = [
      { status: 500, body: '{"added": true}' },
      { status: 200, body: '<html>sign in</html>' },
      { status: 201, body: '{"added": false}' },
      { status: 201, body: '{"message": "ok", "added": true}' },
    ];
    const standIn = await aStandIn((index) => answers[Math.min(index, 3)] as (typeof answers)[number]);
    await send(here, [p('moves', 1), p('moves', 2)]);
    // From here on each step is noted.
    await owner('PATCH /studies/{id}', { params: { id: here.study.id }, body: { tracesBundles: true } });
    const peerId = await aPeer(standIn.url);
    await give(await idOf(here, 'moves'), peerId);
    const due = sql`UPDATE forwarded_batches SET next_attempt_at = now() WHERE organization_id = ${here.organization.id}`;
    for (const index of [0, 1, 2]) {
      expect(await forwardPoints(platform.runtime)).toMatchObject({ sent: 0, failedBatches: 1 });
      expect(await peers()).toMatchObject([
        { waitingPoints: 2, forwardedPoints: 0, lastError: expect.any(String) as string },
      ]);
      const refused = await owner('DELETE /studies/{id}/peers/{peerId}', { params: { id: here.study.id, peerId } });
      expect(refused.status).toBe(409);
      // It waits for its time.
      expect(await forwardPoints(platform.runtime)).toMatchObject({ sent: 0, failedBatches: 0 });
      expect(standIn.received).toHaveLength(index + 1);
      await platform.runtime.db.execute(due);
    }
    // As if the worker had been killed after the peer took it and before that was noted: sent once more, the same.
    expect(await forwardPoints(platform.runtime)).toMatchObject({ sent: 2, failedBatches: 0 });
    expect(new Set(standIn.received).size).toBe(1);
    expect(new URLSearchParams(standIn.received[0]).get('compression')).toBe('gzip');
    expect(await peers()).toMatchObject([{ waitingPoints: 0, forwardedPoints: 2 }]);
    await standIn.close();
    // Each try that failed left a trace, found by the source's name and by its step; what arrived left none.
    const tracesOf = async (query: Record<string, string>) =>
      (await owner('GET /bundle-traces', { query: { study: here.study.key, ...query } })).json as {
        items: Record<string, unknown>[];
      };
    const { items } = await tracesOf({ status: 'upload_failed', text: 'MOVE' });
    expect(items).toHaveLength(3);
    const failed = { bundleId: null, pointCount: 2, sourceIdentifier: 'moves', errorClass: 'Error' };
    for (const item of items) expect(item).toMatchObject({ status: 'upload_failed', ...failed });
    // One batch, tried three times.
    expect(new Set(items.map(({ traceId }) => traceId)).size).toBe(1);
    expect((await tracesOf({ text: String(items[0]?.['traceId']) })).items).toHaveLength(3);
    expect((await tracesOf({ text: 'nobody' })).items).toEqual([]);
    expect((await tracesOf({ text: await idOf(here, 'moves') })).items).toHaveLength(3);
  });

  it('pdk-21 its alerts are off here, statistics come from the peer, and its own address is refused', async () => {
    await send(here, [p('moves', 1)]);
    const id = await idOf(here, 'moves');
    const manager = await there.as('owner');
    await manager('PUT /studies/{id}/request-key', { params: { id: there.study.id }, body: { requestKey } });
    const metadataUrl = addressOf(there, 'fetch-metadata.json');
    const peerId = await aPeer(addressOf(there, 'add-bundle.json'), { metadataUrl, requestKey });
    await give(id, peerId);
    await forwardPoints(platform.runtime);
    await processUntilEmpty(platform.runtime);
    expect(await askStatistics(platform.runtime)).toBeGreaterThan(0);
    const where = async () => (await owner('GET /sources/{id}/peer', { params: { id } })).json;
    expect(await where()).toMatchObject({ at: { statistics: { point_count: 1 }, statisticsError: null } });
    const kept = await owner('GET /studies/{id}/peers', { params: { id: here.study.id } });
    expect(kept.text).not.toContain(requestKey);
    const rows = sql`SELECT count(*) AS n FROM peer_servers WHERE request_key_sealed LIKE ${`%${requestKey}%`}`;
    expect(await numberOf(rows)).toBe(0);

    const changed = {
      name: 'North',
      uploadUrl: addressOf(there, 'add-bundle.json'),
      metadataUrl: 'http://127.0.0.1:9/x',
    };
    await owner('PUT /studies/{id}/peers/{peerId}', { params: { id: here.study.id, peerId }, body: changed });
    await platform.runtime.db.execute(sql`UPDATE source_peers SET asked_at = NULL WHERE source_id = ${id}`);
    await askStatistics(platform.runtime);
    expect(await where()).toMatchObject({
      at: { statistics: { point_count: 1 }, statisticsError: expect.any(String) as string },
    });
    const { publicUrl } = platform.runtime.config;
    const own = { name: 'Self', uploadUrl: `${publicUrl}/studies/${here.study.key}/data/add-bundle.json` };
    expect((await owner('POST /studies/{id}/peers', { params: { id: here.study.id }, body: own })).status).toBe(400);
    expect((await owner('POST /studies/{id}/peers', { params: { id: here.study.id }, body: changed })).status).toBe(
      409,
    );
    const outside = { name: 'Outside', uploadUrl: 'https://peer.example.org/data/add-bundle.json' };
    expect((await owner('POST /studies/{id}/peers', { params: { id: here.study.id }, body: outside })).status).toBe(
      201,
    );
  });
});
