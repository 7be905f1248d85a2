import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { anApiWorld, type ApiCall, type ApiWorld } from '#e2e/harness/api.ts';
import { startBroker, type BrokerOptions, type TestBroker } from '#e2e/harness/broker.ts';
import { makeCertificate } from '#e2e/harness/certificate.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { placeNodes, type PlacedNode } from '#e2e/harness/sensor-place.ts';
import { aSensor, aStaClient, aThing, aTokenOf, listThings, makeThing } from '#e2e/harness/sensor-things.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { keepMqttConnections } from '#lib/protocols/ingest/mqtt/keep-connections.ts';
import { speakThings } from '#lib/protocols/sta/mqtt/speak-things.ts';
import { deliverPublications, sweepMqttMessages } from '#lib/sensors/index.ts';
import { describeDeliveries } from './mqtt-delivery-case.ts';

let platform: TestPlatform;
let world: ApiWorld;
let call: ApiCall;
let node: PlacedNode;
const shutdown = new AbortController();
let workers: Promise<unknown>;
const eui = 'A81758FFFE053C84';
const brokers: TestBroker[] = [];
const connectionIds: string[] = [];

beforeAll(async () => {
  platform = await startPlatform({ env: { CAIRN_INTERNAL_HOSTS: '127.0.0.1' } });
  world = await anApiWorld(platform.runtime);
  call = await world.as('owner');
  [node] = (await placeNodes(platform.runtime, world, [
    { eui64: eui, protocol: 'ELSYSERS', alias: 'Classroom', isPublic: true },
  ])) as [PlacedNode];
  const { signal } = shutdown;
  // Two workers: only one of them may hold a connection.
  const host = { ...platform.runtime, speaker: speakThings(platform.runtime.config) };
  workers = Promise.all([keepMqttConnections(host, signal), keepMqttConnections(host, signal)]);
});
/** Connections whose counts are not those of their messages. */
const miscounted = sql`SELECT c.id::text FROM mqtt_connections c CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE m.state = 'waiting') AS waiting, count(*) FILTER (WHERE m.state = 'taken') AS taken,
      count(*) FILTER (WHERE m.state = 'refused') AS refused
    FROM mqtt_messages m WHERE m.organization_id = c.organization_id AND m.connection_id = c.id) n
  WHERE (c.waiting_count, c.taken_count, c.refused_count) <> (n.waiting, n.taken, n.refused)`;

afterEach(async () => {
  const wrong = await platform.runtime.db.query(z.object({ id: z.string() }), miscounted);
  expect(wrong, 'messages are counted along').toEqual([]);
  for (const id of connectionIds.splice(0)) await call('DELETE /mqtt-connections/{id}', { params: { id } });
  for (const broker of brokers.splice(0)) await broker.close();
});
afterAll(async () => {
  shutdown.abort();
  await workers;
  await platform.stop();
});

async function aBroker(options: BrokerOptions = {}): Promise<TestBroker> {
  const broker = await startBroker(options);
  brokers.push(broker);
  return broker;
}

const connectionSchema = z.object({
  id: z.string(),
  state: z.string(),
  lastError: z.string().nullable(),
  secretsSet: z.array(z.string()),
  waiting: z.number(),
  taken: z.number(),
  refused: z.number(),
});

const read = async (id: string) =>
  connectionSchema.parse((await call('GET /mqtt-connections/{id}', { params: { id } })).json);

async function connect(broker: TestBroker, settings: object, more: object = {}): Promise<string> {
  const body = { name: 'Lab', settings: { url: broker.url, ...settings }, ...more };
  const { status, json, text } = await call('POST /mqtt-connections', { body });
  expect(status, text).toBe(201);
  const { id } = connectionSchema.parse(json);
  connectionIds.push(id);
  return id;
}

/** Waits for what a connection says of itself. */
const become = (id: string, wanted: object) =>
  vi.waitFor(async () => expect(await read(id)).toMatchObject(wanted), { timeout: 40_000, interval: 200 });

async function valuesAt(at: string, id = node.nodeId): Promise<Record<string, number[]>> {
  const to = new Date(Date.parse(at) + 1000).toISOString();
  const { json } = await call('GET /nodes/{id}/series', { params: { id }, query: { from: at, to, stepS: 1 } });
  const steps = z.array(z.object({ mean: z.number() }));
  const series = z.array(z.object({ quantity: z.string(), steps })).parse((json as { series: unknown }).series);
  return Object.fromEntries(series.map(({ quantity, steps: list }) => [quantity, list.map(({ mean }) => mean)]));
}

function ttnUplink(count: number, hex: string, at: string) {
  const payload = Buffer.from(hex, 'hex').toString('base64');
  const uplink = { session_key_id: 'S', f_port: 5, f_cnt: count, frm_payload: payload, received_at: at };
  return JSON.stringify({ end_device_ids: { device_id: 'd', dev_eui: eui }, uplink_message: uplink });
}

async function messages(id: string, state: string) {
  const { json } = await call('GET /mqtt-connections/{id}/messages', { params: { id }, query: { state } });
  const item = z.object({ topic: z.string(), payload: z.string(), detail: z.string() });
  return z.object({ items: z.array(item) }).parse(json).items;
}

describe('man-20 man-35 brokers', () => {
  it('man-20 uplinks of The Things Stack come in once; a bad message is kept with its reason and stops nothing', async () => {
    const broker = await aBroker();
    const id = await connect(broker, { format: 'ttn', topics: ['v3/+/devices/+/up'] });
    await become(id, { state: 'connected' });
    const topic = 'v3/air@tenant/devices/d/up';
    await broker.publish(topic, ttnUplink(1, '0602C7', '2026-11-10T10:00:00Z'));
    await broker.publish(topic, '{ not json');
    await broker.publish(topic, Buffer.from([0, 255, 1]));
    await broker.publish(topic, ttnUplink(1, '0602C7', '2026-11-10T10:00:00Z'));
    await broker.publish(topic, ttnUplink(2, '0602AB', '2026-11-10T10:10:00Z'));
    await broker.publish('v3/air@tenant/devices/d/join', '{}');
    await become(id, { taken: 3, refused: 2, waiting: 0 });
    expect(await valuesAt('2026-11-10T10:00:00Z')).toEqual({ co2: [711] });
    expect(await valuesAt('2026-11-10T10:10:00Z')).toEqual({ co2: [683] });
    expect(await messages(id, 'refused')).toEqual([
      { topic, payload: '00ff01', detail: 'The message is no JSON.' },
      { topic, payload: '{ not json', detail: 'The message is no JSON.' },
    ]);
    const { text } = await call('GET /sensor-messages', { query: { eui64: eui } });
    expect(text, 'kept for newer decoders too').toContain('0602ab');
  });

  it('man-20 ChirpStack brings uplinks and other events', async () => {
    const broker = await aBroker();
    const id = await connect(broker, { format: 'chirpstack', topics: ['application/+/device/+/event/+'] });
    await become(id, { state: 'connected' });
    const event = { deduplicationId: 'c-1', time: '2026-11-11T10:00:00Z', deviceInfo: { devEui: eui }, fPort: 5 };
    await broker.publish(`application/a/device/${eui}/event/up`, JSON.stringify({ ...event, data: 'BgLH' }));
    await broker.publish(`application/a/device/${eui}/event/join`, JSON.stringify(event));
    await become(id, { taken: 2, refused: 0 });
    expect(await valuesAt('2026-11-11T10:00:00Z')).toEqual({ co2: [711] });
  });

  it('man-35 JSON and SenML come by topics that name the node; refused ones are read again once the node is known', async () => {
    const broker = await aBroker();
    const values = await connect(broker, { format: 'values', topics: ['lab/{node}', 'lab/{node}/{quantity}'] });
    const senml = await connect(broker, { format: 'senml', topics: ['pack/{node}'] });
    await become(values, { state: 'connected' });
    await become(senml, { state: 'connected' });
    const late = 'A81758FFFE052B0F';
    const sample = { time: '2026-11-12T10:00:00Z', co2: 640, temperature: 21.5 };
    await broker.publish(`lab/${eui}`, JSON.stringify(sample));
    await broker.publish(`lab/${late}`, JSON.stringify(sample));
    await broker.publish(`lab/${eui}`, JSON.stringify({ ...sample, co2: 99_999 }));
    // [{-3: 1793880000, 0: "co2", 2: 700}]
    await broker.publish(`pack/${eui}`, Buffer.from('81a3221a6aec6fc00063636f32021902bc', 'hex'));
    await become(values, { taken: 1, refused: 2 });
    await become(senml, { taken: 1 });
    expect(await valuesAt('2026-11-12T10:00:00Z')).toEqual({ co2: [640], temperature: [21.5] });
    const details = (await messages(values, 'refused')).map(({ detail }) => detail);
    expect(details.join(' ')).toContain('The node is not known here.');
    expect(details.join(' ')).toContain('co2 is 99999');

    const { json } = await call('POST /nodes', { body: { study: world.study.key, eui64: late, alias: 'Late' } });
    const again = await call('POST /mqtt-connections/{id}/messages/replay', { params: { id: values } });
    expect(again.json).toEqual({ changed: 2 });
    await become(values, { taken: 2, refused: 1, waiting: 0 });
    expect(await valuesAt('2026-11-12T10:00:00Z', z.object({ id: z.string() }).parse(json).id)).toMatchObject({
      co2: [640],
    });
    await sweepMqttMessages(platform.runtime, () => new Date(Date.now() + 31 * 86_400_000));
    expect(await read(values)).toMatchObject({ taken: 0, refused: 1 });
  });

  it('man-35 messages that come at the same time are kept by one commit, and each is read once though the line is cut', async () => {
    const broker = await aBroker();
    const id = await connect(broker, { format: 'values', topics: ['crowd/{node}'] });
    await become(id, { state: 'connected' });
    const count = 300;
    const at = (index: number) => new Date(Date.UTC(2026, 10, 15, 0, 0, index)).toISOString();
    const published = Array.from({ length: count }, (_, index) =>
      broker.publish(`crowd/${eui}`, JSON.stringify({ time: at(index), co2: 400 + index })),
    );
    await Promise.all([published[100]?.then(() => broker.cut()), ...published]);
    await vi.waitFor(async () => expect((await crowd()).nodes).toBe(count), { timeout: 40_000, interval: 200 });
    await become(id, { state: 'connected', waiting: 0, refused: 0 });
    expect((await crowd()).moments, 'messages share commits').toBeLessThan(count);

    async function crowd() {
      const [row] = await platform.runtime.db.query(
        z.object({ nodes: z.coerce.number(), moments: z.coerce.number() }),
        sql`SELECT (SELECT count(*) FROM observations WHERE source_id = ${node.nodeId}
            AND observed_at >= '2026-11-15' AND observed_at < '2026-11-16') AS nodes,
          count(DISTINCT received_at) AS moments FROM mqtt_messages WHERE connection_id = ${id}`,
      );
      return row ?? { nodes: 0, moments: count };
    }
  });

  it('man-35 what comes while the line is cut is delivered afterwards; what was retained is no new value', async () => {
    const broker = await aBroker();
    await broker.publish(`cut/${eui}/battery_voltage`, '3500', { isRetained: true });
    const id = await connect(broker, { format: 'values', topics: ['cut/{node}/{quantity}'] });
    await become(id, { state: 'connected', taken: 1 });
    expect((await messages(id, 'taken'))[0]?.detail, 'a retained value is not of now').toContain('no new value');
    broker.cut();
    await broker.publish(`cut/${eui}/pulses`, '36');
    const topics = async () => (await messages(id, 'taken')).map(({ topic }) => topic);
    await vi.waitFor(async () => expect(await topics()).toContain(`cut/${eui}/pulses`), {
      timeout: 40_000,
      interval: 200,
    });
  });

  it('man-20 a secured line asks for a certificate that fits and a password; secrets are never told', async () => {
    const login = { username: 'cairn', password: 'a-stone' };
    const own = makeCertificate();
    const broker = await aBroker({ login, tls: own });
    const settings = { format: 'values', topics: ['t/{node}/{quantity}'] };
    const untrusted = await connect(broker, settings, { secrets: login });
    await become(untrusted, { state: 'failing', lastError: expect.stringMatching(/certificate/i) as unknown });
    const trusted = { ...settings, caCertificate: own.cert };
    const stranger = await connect(broker, trusted, { secrets: { ...login, password: 'wrong' } });
    await become(stranger, { state: 'failing', lastError: expect.stringMatching(/authorized/i) as unknown });
    const id = await connect(broker, trusted, { secrets: login });
    await become(id, { state: 'connected', secretsSet: ['username', 'password'] });
    for (const { text } of [await call('GET /mqtt-connections'), await call('GET /audit')])
      expect(text).not.toContain('a-stone');
    const off = { name: 'Lab', isEnabled: false, settings: { url: broker.url, ...trusted } };
    const saved = await call('PUT /mqtt-connections/{id}', { params: { id }, body: off });
    expect(connectionSchema.parse(saved.json)).toMatchObject({
      state: 'waiting',
      secretsSet: ['username', 'password'],
    });
  });

  it.each([
    [{ url: 'mqtt://10.1.2.3:1883' }, 'settings.url'],
    [{ url: 'http://127.0.0.1/' }, 'settings.url'],
    [{ url: 'mqtt://me:word@127.0.0.1' }, 'settings.url'],
    [{ topics: ['a/#/b'] }, 'settings.topics.0'],
    [{ topics: [] }, 'settings.topics'],
    [{ caCertificate: 'nonsense' }, 'settings.caCertificate'],
  ])('man-20 %j is refused, naming %s', async (change, field) => {
    const settings = { url: 'mqtt://127.0.0.1:9', format: 'ttn', topics: ['v3/#'], ...change };
    const { status, json } = await call('POST /mqtt-connections', { body: { name: 'X', settings } });
    expect(status).toBe(400);
    expect(Object.keys(z.object({ fields: z.record(z.string(), z.string()) }).parse(json).fields)).toEqual([field]);
  });
});

describe('man-34 SensorThings at a broker', () => {
  const settings = {
    format: 'sensorthings',
    topics: ['v1.1/Observations', 'v1.1/+/Observations'],
    publishesUnder: 'v1.1',
  };

  it('man-34 req/create-observations-via-mqtt, req/receive-updates-via-mqtt: what is sent is made, and told to subscribers', async () => {
    const sta = aStaClient(platform.url, await aTokenOf(call, ['sources.read', 'sources.manage', 'passive.read']));
    const thing = await makeThing(sta, 'Things', aThing('Mast'));
    const [stream] = await listThings(sta, `Things(${String(thing['@iot.id'])})/Datastreams`);
    const set = `Datastreams(${String(stream?.['@iot.id'])})/Observations`;
    const broker = await aBroker();
    const id = await connect(broker, settings);
    await become(id, { state: 'connected' });
    const { json: root } = await sta.call('GET', '');
    const serverSettings = z.object({ serverSettings: z.record(z.string(), z.unknown()) }).parse(root).serverSettings;
    for (const part of [
      'create-observations-via-mqtt/observations-creation',
      'receive-updates-via-mqtt/receive-updates',
    ]) {
      const name = `http://www.opengis.net/spec/iot_sensing/1.1/req/${part}`;
      expect(serverSettings[name]).toEqual({ endpoints: [broker.url] });
      expect(serverSettings['conformance']).toContain(name);
    }

    await broker.publish(`v1.1/${set}`, JSON.stringify({ result: 21.5, phenomenonTime: '2026-11-13T10:00:00Z' }));
    await become(id, { taken: 1, waiting: 0 });
    const [made] = await listThings(sta, set);
    expect(made).toMatchObject({ result: 21.5, phenomenonTime: '2026-11-13T10:00:00.000Z' });
    await toldBy(broker, 4);
    expect(broker.got.map(({ topic, isRetained }) => [topic, isRetained])).toEqual([
      ['v1.1/FeaturesOfInterest', false],
      [expect.stringMatching(/^v1\.1\/FeaturesOfInterest\(\d+\)$/), false],
      ['v1.1/Observations', false],
      [`v1.1/${set}`, false],
    ]);
    for (const { payload } of broker.got.slice(2)) {
      expect(JSON.parse(payload)).toMatchObject({ '@iot.id': made?.['@iot.id'], result: 21.5 });
    }

    const changed = await sta.call('PATCH', String(made?.['@iot.selfLink']), { result: 22 });
    expect(changed.status, changed.text).toBe(200);
    await toldBy(broker, 6);
    expect(JSON.parse(broker.got[4]?.payload ?? '')).toMatchObject({ '@iot.id': made?.['@iot.id'], result: 22 });
    const at = '2026-11-13T11:00:00.000Z';
    await sendSample(Date.parse(at) / 1000, 610);
    await toldBy(broker, 10);
    const told = broker.got
      .slice(6)
      .map(({ payload }) => JSON.parse(payload) as { result: number; phenomenonTime: string });
    expect(told.filter(({ result }) => result === 610)).toHaveLength(2);
    for (const { phenomenonTime } of told) expect(phenomenonTime).toBe(at);
    const renamed = await sta.call('PATCH', `Things(${String(thing['@iot.id'])})`, { name: 'Old mast' });
    expect(renamed.status, renamed.text).toBe(200);
    await makeThing(sta, 'Sensors', aSensor);
    await toldBy(broker, 14);
    const [ofSet, own, ...ofSensor] = broker.got.slice(10).map(({ topic }) => topic);
    expect([ofSet, own]).toEqual(['v1.1/Things', `v1.1/Things(${String(thing['@iot.id'])})`]);
    expect(ofSensor[0]).toBe('v1.1/Sensors');
    expect(JSON.parse(broker.got[11]?.payload ?? '')).toMatchObject({ name: 'Old mast', properties: { owner: 'Ada' } });
    await broker.publish('v1.1/Datastreams(7)/Observations', '{"result": 1}');
    await broker.publish('v1.1/Observations', '{"result": 1}');
    await broker.publish('v1.1/Sensors(7)/Observations', '{"result": 1}');
    await broker.publish(`v1.1/${set}`, '{ not json');
    // What we told came back before these, and was not kept.
    await become(id, { taken: 1, refused: 4, waiting: 0 });
    const details = (await messages(id, 'refused')).map(({ detail }) => detail).join(' ');
    for (const part of ['no JSON', 'or a MultiDatastream', 'no such thing', 'nothing at "Sensors(7)']) {
      expect(details).toContain(part);
    }
    expect(await listThings(sta, set)).toHaveLength(1);
    const replay = await call('POST /mqtt-connections/{id}/messages/replay', { params: { id } });
    expect(replay.json).toEqual({ changed: 4 });
    await become(id, { taken: 1, refused: 4, waiting: 0 });
  });

  describeDeliveries({ platform: () => platform, call: () => call, aBroker, connect, become });

  it('man-34 news wait for a broker that is away, and are told to brokers that are to be told alone', async () => {
    const broker = await aBroker();
    const silent = await connect(broker, { ...settings, publishesUnder: null });
    await become(silent, { state: 'connected' });
    await sendSample(Date.parse('2026-11-14T10:00:00Z') / 1000, 620);
    const id = await connect(broker, {
      ...settings,
      topics: ['create/v1.1/Observations'],
      publishesUnder: 'town/v1.1',
    });
    await become(id, { state: 'connected' });
    broker.cut();
    await sendSample(Date.parse('2026-11-14T11:00:00Z') / 1000, 630);
    await vi.waitFor(
      () => {
        const results = broker.got.map(({ payload }) => (JSON.parse(payload) as { result: number }).result);
        expect(results).toContain(630);
        expect(results).not.toContain(620);
      },
      { timeout: 40_000, interval: 200 },
    );
    expect(new Set(broker.got.map(({ topic }) => topic.slice(0, 10)))).toEqual(new Set(['town/v1.1/']));
    const ttn = { url: broker.url, format: 'ttn', topics: ['v3/#'], publishesUnder: 'v1.1' };
    const { status, json } = await call('POST /mqtt-connections', { body: { name: 'X', settings: ttn } });
    expect(status).toBe(400);
    expect(json).toMatchObject({ fields: { 'settings.publishesUnder': expect.any(String) as string } });
  });
});

/** Waits until our side has published so many messages. */
const toldBy = (broker: TestBroker, count: number) =>
  vi.waitFor(() => expect(broker.got.length).toBeGreaterThanOrEqual(count), { timeout: 40_000, interval: 200 });

/** Sends a sample of the node with carbon dioxide and temperature, as its gateway does. */
async function sendSample(timestampS: number, co2Ppm: number): Promise<void> {
  const sample = {
    type: 'Sample',
    attributes: { timestamp_s: timestampS, co2_ppm: co2Ppm, temperature_celsius: '20.0' },
  };
  const relationships = { node: { data: { type: 'Node', id: node.nodeId } } };
  const headers = { 'content-type': 'application/vnd.api+json', authorization: await aTokenOf(call, ['intake.send']) };
  const body = JSON.stringify({ data: { ...sample, relationships } });
  const { status } = await fetch(`${platform.url}/ingest/v1/ingest/`, { method: 'POST', headers, body });
  expect(status).toBe(201);
}

describe('man-28 a broker as publisher', () => {
  it('man-28 retains the last public sample on the topic of its installation, and takes it away when it is private', async () => {
    const broker = await aBroker();
    const settings = { url: broker.url, topic: 'open/{installation}/air' };
    const body = { kind: 'mqtt', name: 'Open', fields: ['co2'], settings };
    const { json, status, text } = await call('POST /publishers', { body });
    expect(status, text).toBe(201);
    const at = Math.floor(Date.now() / 1000) + 5;
    await sendSample(at, 555);
    expect(await deliverPublications(platform.runtime)).toEqual({ sent: 1, failed: 0 });
    const topic = `open/${node.installationId}/air`;
    expect(broker.got).toMatchObject([{ topic, isRetained: true }]);
    expect(JSON.parse(broker.got[0]?.payload ?? '')).toMatchObject({ data: { values: { co2: 555 } } });
    await node.setPublic(false);
    expect(await deliverPublications(platform.runtime)).toEqual({ sent: 1, failed: 0 });
    expect(broker.got.slice(1)).toMatchObject([
      { topic, isRetained: false },
      { topic, payload: '', isRetained: true },
    ]);
    const { id } = z.object({ id: z.string() }).parse(json);
    expect((await call('DELETE /publishers/{id}', { params: { id } })).status).toBe(204);
    const wild = { ...body, settings: { ...settings, topic: 'open/#' } };
    expect((await call('POST /publishers', { body: wild })).status).toBe(400);
  });
});
