import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { anApiWorld, type ApiCall, type ApiWorld } from '#e2e/harness/api.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { placeNodes, type PlacedNode } from '#e2e/harness/sensor-place.ts';
import { aTokenOf } from '#e2e/harness/sensor-things.ts';
import { startStandIn, type GotRequest, type StandIn, type StandInAnswer } from '#e2e/harness/stand-in.ts';
import { deliverPublications } from '#lib/sensors/index.ts';

let platform: TestPlatform;
let world: ApiWorld;
let call: ApiCall;
let token: string;
let shown: PlacedNode;
let hidden: PlacedNode;
const standIns: StandIn[] = [];
const publisherIds: string[] = [];

beforeAll(async () => {
  platform = await startPlatform({ env: { CAIRN_INTERNAL_HOSTS: '127.0.0.1' } });
  world = await anApiWorld(platform.runtime);
  call = await world.as('owner');
  token = await aTokenOf(call, ['intake.send']);
  const kind = { protocol: 'ELSYSERS' };
  [shown, hidden] = (await placeNodes(platform.runtime, world, [
    { ...kind, eui64: 'A81758FFFE053C84', alias: 'Shown', isPublic: true },
    { ...kind, eui64: 'A81758FFFE053C85', alias: 'Hidden', isPublic: false },
  ])) as [PlacedNode, PlacedNode];
});
afterEach(async () => {
  for (const id of publisherIds.splice(0)) {
    expect((await call('DELETE /publishers/{id}', { params: { id } })).status).toBe(204);
  }
  for (const standIn of standIns.splice(0)) await standIn.close();
});
afterAll(() => platform.stop());

async function aStandIn(answer: (request: GotRequest) => StandInAnswer): Promise<StandIn> {
  const standIn = await startStandIn(answer);
  standIns.push(standIn);
  return standIn;
}

const savedSchema = z.object({ id: z.string(), newSigningKey: z.string().nullable() });

async function aPublisher(draft: object) {
  const answer = await call('POST /publishers', { body: { name: 'Town', fields: ['co2'], ...draft } });
  expect(answer.status, answer.text).toBe(201);
  const saved = savedSchema.parse(answer.json);
  publisherIds.push(saved.id);
  return saved;
}

let second = 0;
/** An instant of this test alone. */
const anInstant = () => new Date(Math.floor(Date.now() / 1000) * 1000 + (second += 1) * 1000);

async function send(node: PlacedNode, at: Date, values: object) {
  const attributes = { timestamp_s: at.getTime() / 1000, ...values };
  const relationships = { node: { data: { type: 'Node', id: node.nodeId } } };
  const headers = { 'content-type': 'application/vnd.api+json', authorization: token };
  const body = JSON.stringify({ data: { type: 'Sample', attributes, relationships } });
  const response = await fetch(`${platform.url}/ingest/v1/ingest/`, { method: 'POST', headers, body });
  expect([200, 201], await response.text()).toContain(response.status);
}

const minuteMs = 60_000;
/** Delivers as the clock would so many minutes from now. */
const deliver = (minutesLater = 0) =>
  deliverPublications(platform.runtime, () => new Date(Date.now() + minutesLater * minuteMs));

const publicationSchema = z.object({ id: z.string(), kind: z.string(), lastError: z.string().nullable() });

async function publications(id: string, state: string) {
  const { json } = await call('GET /publishers/{id}/publications', { params: { id }, query: { state } });
  return z.object({ items: z.array(publicationSchema) }).parse(json).items;
}

const eventSchema = z.looseObject({ id: z.string(), type: z.string(), time: z.string(), data: z.unknown() });
const eventsOf = ({ got }: StandIn) => got.map(({ body }) => eventSchema.parse(JSON.parse(body)));

describe('man-28 a webhook', () => {
  it('man-28 gets each public sample as a signed event with the chosen fields, and nothing else', async () => {
    const hook = await aStandIn(() => ({ status: 204 }));
    const { newSigningKey } = await aPublisher({
      kind: 'webhook',
      fields: ['co2', 'humidity'],
      settings: { url: `${hook.url}/hook` },
    });
    const at = anInstant();
    await send(shown, at, { co2_ppm: 620, temperature_celsius: '21.5', rel_humidity_percent: 45 });
    await send(hidden, at, { co2_ppm: 999 });
    await send(shown, new Date('2021-05-01T00:00:00Z'), { co2_ppm: 500 });
    expect(await deliver()).toEqual({ sent: 1, failed: 0 });
    const [request] = hook.got;
    expect(request?.headers['content-type']).toContain('application/cloudevents+json');
    const [, t = '', v1 = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(request?.headers['x-cairn-signature'])) ?? [];
    const signed = createHmac('sha256', newSigningKey ?? '').update(`${t}.${request?.body ?? ''}`);
    expect(signed.digest('hex')).toBe(v1);
    expect(eventsOf(hook)[0]).toMatchObject({
      specversion: '1.0',
      type: 'org.cairn.sample.published',
      time: at.toISOString(),
      data: { installationId: shown.installationId, values: { co2: 620, humidity: 45 } },
    });
    expect(request?.body).not.toContain(shown.nodeId);
    expect(await deliver()).toEqual({ sent: 0, failed: 0 });

    await send(shown, at, { co2_ppm: 620, temperature_celsius: '21.5', rel_humidity_percent: 45 });
    expect(await deliver(1)).toEqual({ sent: 0, failed: 0 });
  });

  it('man-28 is tried again with growing waits, given up after a day, and once more when a person says so', async () => {
    const said = { status: 500 };
    const hook = await aStandIn(() => said);
    const { id } = await aPublisher({ kind: 'webhook', settings: { url: hook.url } });
    await send(shown, anInstant(), { co2_ppm: 700 });
    let failed = 0;
    for (let minutes = 0; minutes < 36 * 60; minutes += 15) failed += (await deliver(minutes)).failed;
    expect(failed).toBe(10);
    const [given] = await publications(id, 'failed');
    expect(given?.lastError).toBe('The event was answered with status 500.');
    expect((await call('GET /publishers/{id}', { params: { id } })).json).toMatchObject({ failed: 1, waiting: 0 });

    said.status = 200;
    const ids = [given?.id ?? ''];
    const params = { id };
    expect((await call('POST /publishers/{id}/publications/retry', { params, body: { ids } })).json).toEqual({
      changed: 1,
    });
    expect(await deliver()).toEqual({ sent: 1, failed: 0 });
    expect(new Set(eventsOf(hook).map((event) => event.id)).size, 'a repeat keeps its id').toBe(1);
    expect(await publications(id, 'sent')).toHaveLength(1);
    expect((await call('GET /audit')).text).toContain('publisher.retry');
  });

  it('man-28 hears once more of an instant of which further values came', async () => {
    const hook = await aStandIn(() => ({ status: 200 }));
    await aPublisher({ kind: 'webhook', fields: ['co2', 'temperature'], settings: { url: hook.url } });
    const at = anInstant();
    await send(shown, at, { co2_ppm: 640 });
    await deliver();
    await send(shown, at, { temperature_celsius: '20.0' });
    await deliver(1);
    const [first, next] = eventsOf(hook);
    expect(next?.data).toMatchObject({ values: { co2: 640, temperature: 20 } });
    expect(next?.id).not.toBe(first?.id);
  });

  it('man-28 is told when an installation becomes private; what had not left stays here', async () => {
    const said = { status: 200 };
    const hook = await aStandIn(() => said);
    const { id } = await aPublisher({ kind: 'webhook', settings: { url: hook.url } });
    await send(shown, anInstant(), { co2_ppm: 701 });
    await deliver();
    said.status = 503;
    await send(shown, anInstant(), { co2_ppm: 702 });
    await deliver();
    await shown.setPublic(false);
    await send(shown, anInstant(), { co2_ppm: 703 });
    said.status = 200;
    hook.got.length = 0;
    await deliver(60);
    expect(eventsOf(hook).map(({ type }) => type)).toEqual(['org.cairn.installation.withdrawn']);
    expect(await publications(id, 'withdrawn')).toHaveLength(1);
    await deliver(120);
    expect(hook.got).toHaveLength(1);
    await shown.setPublic(true);
    await send(shown, anInstant(), { co2_ppm: 704 });
    await deliver(180);
    expect(eventsOf(hook).at(-1)?.data).toMatchObject({ values: { co2: 704 } });
  });

  it('man-28 that does not answer keeps no other publisher waiting', async () => {
    const hook = await aStandIn(() => 'cut');
    const other = await aStandIn(() => ({ status: 200 }));
    await aPublisher({ name: 'A', kind: 'webhook', settings: { url: hook.url } });
    await aPublisher({ name: 'B', kind: 'webhook', settings: { url: other.url } });
    for (let count = 0; count < 6; count += 1) await send(shown, anInstant(), { co2_ppm: 800 + count });
    expect(await deliver()).toEqual({ sent: 6, failed: 3 });
    expect(other.got).toHaveLength(6);
  });
});

describe('man-28 the Stadtpuls flow', () => {
  const secrets = { apiKey: 'key-1', email: 'me@example.org', password: 'word-2', recordsToken: 'records-3' };
  interface Sensor {
    readonly id: number;
    readonly description: string;
  }

  /** A service that keeps sensors; it loses the answer to a registration when told. */
  async function aService() {
    const sensors: Sensor[] = [];
    const state = { losesAnswer: false };
    const standIn = await aStandIn(({ method, path, body }) => {
      if (path.startsWith('/login')) return { status: 200, json: { access_token: 'jwt', user: { id: 'u-1' } } };
      if (!path.startsWith('/sensors')) return { status: 201, json: {} };
      const asked = new URL(path, 'http://here').searchParams;
      if (method === 'DELETE') {
        const id = Number(asked.get('id')?.slice('eq.'.length));
        sensors.splice(
          sensors.findIndex((one) => one.id === id),
          1,
        );
        return { status: 204 };
      }
      if (method === 'GET') {
        const mark = asked.get('description')?.slice('like.*'.length, -1) ?? '';
        return { status: 200, json: sensors.filter(({ description }) => description.includes(mark)) };
      }
      const { description } = z.object({ description: z.string() }).parse(JSON.parse(body));
      sensors.push({ id: 40 + standIn.got.length, description });
      return state.losesAnswer ? 'cut' : { status: 201, json: [sensors.at(-1)] };
    });
    const settings = {
      loginUrl: `${standIn.url}/login`,
      sensorsUrl: `${standIn.url}/sensors`,
      recordsUrl: `${standIn.url}/records`,
    };
    return { ...standIn, sensors, state, draft: { kind: 'stadtpuls', settings, secrets } };
  }

  it('man-28 registers an installation once and records each sample', async () => {
    const service = await aService();
    const { id, newSigningKey } = await aPublisher(service.draft);
    expect(newSigningKey).toBeNull();
    const at = anInstant();
    await send(shown, at, { co2_ppm: 620, temperature_celsius: '21.5' });
    await send(shown, anInstant(), { co2_ppm: 630 });
    expect(await deliver()).toEqual({ sent: 2, failed: 0 });
    const [login, sensor, record] = service.got;
    expect(service.got.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /login?grant_type=password',
      'POST /sensors',
      `POST /records/${String(service.sensors[0]?.id)}/records`,
      `POST /records/${String(service.sensors[0]?.id)}/records`,
    ]);
    expect(login?.headers['apikey']).toBe('key-1');
    expect(JSON.parse(login?.body ?? '')).toEqual({ email: 'me@example.org', password: 'word-2' });
    expect(sensor?.headers).toMatchObject({ authorization: 'Bearer jwt', prefer: 'return=representation' });
    expect(JSON.parse(sensor?.body ?? '')).toMatchObject({
      name: 'Shown in Room of Shown',
      connection_type: 'http',
      location: 'Berlin',
      longitude: 13.4,
      latitude: 52.5,
      user_id: 'u-1',
      category_id: 1,
    });
    expect(record?.headers['authorization']).toBe('Bearer records-3');
    expect(record?.body).toBe(
      `{"records":[{"recorded_at":"${at.toISOString().slice(0, 19)}+00:00","measurements":[620]}]}`,
    );
    const { text } = await call('GET /publishers/{id}', { params: { id } });
    for (const secret of Object.values(secrets)) expect(text).not.toContain(secret);
    expect((await call('GET /audit')).text).not.toContain('word-2');

    await shown.setPublic(false);
    expect(await deliver()).toEqual({ sent: 1, failed: 0 });
    expect(service.sensors).toEqual([]);
    await shown.setPublic(true);
  });

  it('man-28 does not register twice when the answer is lost, and finds what it made', async () => {
    const service = await aService();
    await aPublisher(service.draft);
    service.state.losesAnswer = true;
    await send(shown, anInstant(), { co2_ppm: 650 });
    expect(await deliver()).toEqual({ sent: 0, failed: 1 });
    service.state.losesAnswer = false;
    expect(await deliver(2)).toEqual({ sent: 1, failed: 0 });
    expect(service.sensors).toHaveLength(1);
    expect(service.got.at(-1)?.path).toBe(`/records/${String(service.sensors[0]?.id)}/records`);
  });
});

describe('man-28 who sets publishers up', () => {
  const settings = { url: 'http://127.0.0.1:9/hook' };

  it('man-28 an address inside the network, an unknown quantity and missing secrets are refused with the field', async () => {
    const fieldsOf = async (draft: object) => {
      const { status, json } = await call('POST /publishers', { body: { name: 'X', fields: ['co2'], ...draft } });
      expect(status).toBe(400);
      return Object.keys(z.object({ fields: z.record(z.string(), z.string()) }).parse(json).fields);
    };
    expect(await fieldsOf({ kind: 'webhook', settings: { url: 'http://10.0.0.1/' } })).toEqual(['settings.url']);
    expect(await fieldsOf({ kind: 'webhook', settings, fields: ['magic'] })).toEqual(['fields']);
    const urls = { loginUrl: settings.url, sensorsUrl: settings.url, recordsUrl: settings.url };
    expect(await fieldsOf({ kind: 'stadtpuls', settings: urls })).toEqual(['secrets']);
  });

  it('man-28 secrets that are left out stay, the kind stays, and one that is off gets nothing', async () => {
    const hook = await aStandIn(() => ({ status: 200 }));
    const { id } = await aPublisher({ kind: 'webhook', settings, secrets: { signingKey: 'mine' } });
    const draft = { name: 'Town', fields: ['co2'], isEnabled: false, kind: 'webhook', settings: { url: hook.url } };
    const saved = await call('PUT /publishers/{id}', { params: { id }, body: draft });
    expect(saved.json).toMatchObject({ isEnabled: false, newSigningKey: null, settings: { url: hook.url } });
    await send(shown, anInstant(), { co2_ppm: 660 });
    expect(await deliver()).toEqual({ sent: 0, failed: 0 });
    const urls = { loginUrl: hook.url, sensorsUrl: hook.url, recordsUrl: hook.url };
    const other = { ...draft, kind: 'stadtpuls', settings: urls };
    expect((await call('PUT /publishers/{id}', { params: { id }, body: other })).status).toBe(409);
    const strangers = await anApiWorld(platform.runtime);
    const strange = await strangers.as('owner');
    expect((await strange('GET /publishers/{id}', { params: { id } })).status).toBe(404);
    expect((await strange('GET /publishers')).json).toEqual({ items: [], next: null });
  });
});
