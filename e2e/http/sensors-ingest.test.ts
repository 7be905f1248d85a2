import { readFileSync, existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { anApiWorld, type ApiCall, type ApiWorld } from '#e2e/harness/api.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { type CuttableDatabase, openCuttableDatabase } from '#e2e/harness/test-database.ts';
import { runTasks } from '#e2e/harness/tasks.ts';
import { aSample, aTtnUplink, describeSharedIntake } from './sensors-ingest-cases.ts';

let database: CuttableDatabase;
let platform: TestPlatform;
let world: ApiWorld;
let call: ApiCall;
let token: string;
let strangersToken: string;

const clairchenId = '3b95a1b2-74e7-9e98-52c4-4acae441f0ae';
const ersEui = 'a81758fffe053c84';

beforeAll(async () => {
  database = await openCuttableDatabase();
  platform = await startPlatform({ db: database.db });
  world = await anApiWorld(platform.runtime);
  call = await world.as('owner');
  token = await tokenOf(call, ['intake.send']);
  const neighbours = await anApiWorld(platform.runtime);
  strangersToken = await tokenOf(await neighbours.as('owner'), ['intake.send']);
  const nodes = [
    { eui64: '003CB7EA62A7DCBB', protocol: 'clairchen', alias: 'Kitchen', expectedIntervalS: 600 },
    { eui64: ersEui.toUpperCase(), protocol: 'ELSYSERS', alias: 'Classroom' },
    { eui64: '0000000000000001', protocol: 'SOMETHING-NEW', alias: 'Odd one' },
  ];
  for (const node of nodes) {
    const answer = await call('POST /nodes', { body: { study: world.study.key, ...node } });
    expect(answer.status, answer.text).toBe(201);
  }
});
afterAll(() => platform.stop());

async function tokenOf(caller: ApiCall, scopes: readonly string[]): Promise<string> {
  const { json } = await caller('POST /tokens', { body: { name: 'gateway', scopes, studyId: null, lifeDays: 1 } });
  return z.object({ token: z.string() }).parse(json).token;
}

interface Sent {
  readonly body: unknown;
  readonly type?: string;
  readonly as?: string | null;
}

async function send(path: string, { body, type = 'application/json', as = token }: Sent) {
  const headers = { 'content-type': type, ...(as === null ? {} : { authorization: `Bearer ${as}` }) };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(`${platform.url}/ingest/v1/${path}`, { method: 'POST', headers, body: text });
  return { status: response.status, json: z.record(z.string(), z.unknown()).parse(await response.json()), response };
}

const documents = 'application/vnd.api+json';

const ingest = (data: unknown, as: string | null = token) => send('ingest/', { body: { data }, type: documents, as });

const errorsSchema = z.array(
  z.object({ status: z.string(), detail: z.string(), source: z.object({ pointer: z.string() }).optional() }),
);
const errorsOf = ({ json }: { json: Record<string, unknown> }) => errorsSchema.parse(json['errors']);

async function seriesOf(id: string, from: string, to: string, stepS = 1) {
  const { json } = await call('GET /nodes/{id}/series', { params: { id }, query: { from, to, stepS } });
  const step = z.object({ at: z.string(), mean: z.number(), count: z.number() });
  return z.object({ series: z.array(z.object({ quantity: z.string(), steps: z.array(step) })) }).parse(json).series;
}

describe('man-04 man-21 nodes', () => {
  it('get their id from protocol and EUI, whose case does not matter', async () => {
    const { json } = await call('GET /nodes/{id}', { params: { id: clairchenId } });
    expect(json).toMatchObject({ eui64: '003CB7EA62A7DCBB', protocol: 'CLAIRCHEN', alias: 'Kitchen' });
    const again = { study: world.study.key, eui64: '003cb7ea62a7dcbb', protocol: 'OTHER' };
    expect((await call('POST /nodes', { body: again })).status).toBe(409);
    expect((await call('POST /nodes', { body: { study: world.study.key, eui64: 'xyz' } })).status).toBe(400);
  });

  it('are listed by name, page by page, as sources of their study', async () => {
    const page = z.object({ items: z.array(z.object({ alias: z.string() })), next: z.string().nullable() });
    const first = page.parse((await call('GET /nodes', { query: { limit: 2 } })).json);
    const second = page.parse((await call('GET /nodes', { query: { limit: 2, cursor: first.next ?? '' } })).json);
    expect([...first.items, ...second.items].map(({ alias }) => alias)).toEqual(['Classroom', 'Kitchen', 'Odd one']);
    expect(second.next).toBeNull();
    expect((await call('GET /sources/{id}', { params: { id: clairchenId } })).json).toMatchObject({ kind: 'sensor' });
  });
});

describe('man-19 the door for samples', () => {
  const values = { timestamp_s: 1601653395, co2_ppm: 620, temperature_celsius: 21.5, rel_humidity_percent: 45 };

  it('stores a sample once, however often it comes, and says the same', async () => {
    const first = await ingest(aSample(values));
    expect(first.status, JSON.stringify(first.json)).toBe(201);
    expect(first.response.headers.get('content-type')).toBe(documents);
    expect(first.json['data']).toMatchObject({
      type: 'Sample',
      attributes: { ...values, temperature_celsius: '21.5', measurement_status: 'M' },
      relationships: { node: { data: { type: 'Node', id: clairchenId } } },
    });
    const again = await ingest(aSample({ ...values, temperature_celsius: '21.5' }));
    expect(again.status).toBe(200);
    expect(again.json).toEqual(first.json);
    const series = await seriesOf(clairchenId, '2020-10-02T15:43:15Z', '2020-10-02T15:43:16Z');
    expect(series.map(({ quantity, steps }) => [quantity, steps.map(({ mean }) => mean)])).toEqual([
      ['co2', [620]],
      ['temperature', [21.5]],
      ['humidity', [45]],
    ]);
  });

  it('keeps the first value and names the one that contradicts it', async () => {
    const other = await ingest(aSample({ ...values, co2_ppm: 700 }));
    expect(other.status).toBe(409);
    expect(errorsOf(other).map(({ source }) => source?.pointer)).toEqual(['/data/attributes/co2_ppm']);
    const [co2] = await seriesOf(clairchenId, '2020-10-02T15:43:15Z', '2020-10-02T15:43:16Z');
    expect(co2?.steps.map(({ mean }) => mean)).toEqual([620]);
  });

  it.each([
    ['an unknown node', aSample(values, 'c727b2f8-8377-d4cb-0e95-ac03200b8c93'), 400, '/data/relationships/node'],
    ['a CO₂ value beyond the sensor', aSample({ ...values, co2_ppm: 10_001 }), 400, '/data/attributes/co2_ppm'],
    [
      'an impossible temperature',
      aSample({ ...values, temperature_celsius: 140 }),
      400,
      '/data/attributes/temperature_celsius',
    ],
    [
      'an impossible humidity',
      aSample({ ...values, rel_humidity_percent: 101 }),
      400,
      '/data/attributes/rel_humidity_percent',
    ],
    ['a time that is text', aSample({ ...values, timestamp_s: 'now' }), 400, '/data/attributes/timestamp_s'],
    ['a time far ahead', aSample({ ...values, timestamp_s: 4_000_000_000 }), 400, '/data/attributes/timestamp_s'],
    ['no value', aSample({ timestamp_s: 1601653395 }), 400, '/data/attributes/co2_ppm'],
    ['another type', { ...aSample(values), type: 'Node' }, 409, '/data/type'],
    ['no data', undefined, 400, '/data'],
  ])('says what is wrong with %s', async (_what, data, status, pointer) => {
    const answer = await ingest(data);
    expect(answer.status).toBe(status);
    expect(errorsOf(answer)[0]).toMatchObject({ status: String(status), source: { pointer } });
  });

  it('takes freezing cold and a temperature alone', async () => {
    expect((await ingest(aSample({ timestamp_s: 1601653400, temperature_celsius: '-31.5' }))).status).toBe(201);
  });

  it('takes many at once: wrong ones cost no other', async () => {
    const good = [1, 2, 3].map((minute) => aSample({ timestamp_s: 1601660000 + minute * 60, co2_ppm: 500 + minute }));
    const answer = await ingest([
      good[0],
      aSample({ timestamp_s: 1601660000, co2_ppm: -1 }),
      good[1],
      { type: 'Sample' },
    ]);
    expect(answer.status).toBe(400);
    const pointers = errorsOf(answer).map(({ source }) => source?.pointer);
    expect(pointers).toContain('/data/1/attributes/co2_ppm');
    expect(pointers.every((pointer) => /^\/data\/[13]\//.test(pointer ?? ''))).toBe(true);
    const whole = await ingest(good);
    expect(whole.status).toBe(201);
    expect(z.array(z.object({ id: z.string() })).parse(whole.json['data'])).toHaveLength(3);
    const [co2] = await seriesOf(clairchenId, '2020-10-02T17:33:00Z', '2020-10-02T17:40:00Z');
    expect(co2?.steps.map(({ mean }) => mean)).toEqual([501, 502, 503]);
  });

  it('asks for a token of the organization that may send, and for its media type', async () => {
    expect((await ingest(aSample(values), null)).status).toBe(401);
    expect((await ingest(aSample(values), 'cairn_nonsense')).status).toBe(401);
    expect((await ingest(aSample(values), strangersToken)).status).toBe(400);
    expect((await ingest(aSample(values), await tokenOf(call, ['sources.read']))).status).toBe(400);
    expect((await send('ingest', { body: { data: aSample(values) } })).status).toBe(415);
    expect((await send('ingest', { body: '{', type: documents })).status).toBe(400);
    expect((await send('nothing', { body: {} })).status).toBe(404);
  });
});

describe('man-20 messages of LoRaWAN networks', () => {
  it('are read by the decoder of the node, and stored once', async () => {
    const uplink = aTtnUplink('003CB7EA62A7DCBB', '021BE41AE419E3');
    const first = await send('ttn', { body: uplink });
    expect(first.status, JSON.stringify(first.json)).toBe(200);
    expect(first.json).toMatchObject({ isRepeat: false, state: 'decoded', stored: 9 });
    expect((await send('ttn/', { body: uplink })).json).toMatchObject({ isRepeat: true, stored: 0 });
    const [co2] = await seriesOf(clairchenId, '2026-11-01T09:50:00Z', '2026-11-01T10:00:01Z');
    expect(co2?.steps.map(({ at, mean }) => [at, mean])).toEqual([
      ['2026-11-01T09:54:04.000Z', 540],
      ['2026-11-01T09:57:02.000Z', 520],
      ['2026-11-01T10:00:00.000Z', 500],
    ]);
  });

  it('have the times of SF12 when the network leaves the data rate out because it is 0', async () => {
    const uplink = aTtnUplink('003cb7ea62a7dcbb', '0132803281', {
      f_cnt: 18,
      received_at: '2026-11-02T10:00:00Z',
      settings: { data_rate: {}, timestamp: 1 },
    });
    expect((await send('ttn', { body: uplink })).json).toMatchObject({ state: 'decoded' });
    const [co2] = await seriesOf(clairchenId, '2026-11-02T09:40:00Z', '2026-11-02T10:00:01Z');
    expect(co2?.steps.map(({ at }) => at)).toEqual(['2026-11-02T09:45:45.000Z', '2026-11-02T10:00:00.000Z']);
  });

  it('come from ChirpStack v4 as well; other events are answered and ignored', async () => {
    const event = {
      deduplicationId: '3ac7e3c4-4401-4b8d-9386-a5c902f9202d',
      time: '2026-11-03T10:00:00Z',
      deviceInfo: { tenantName: 'T', devEui: ersEui, deviceName: 'Classroom' },
      fPort: 5,
      data: Buffer.from('0100CD02500603FA', 'hex').toString('base64'),
      txInfo: { frequency: 868100000, modulation: { lora: { bandwidth: 125000, spreadingFactor: 7 } } },
    };
    expect((await send('chirpstack?event=up', { body: event })).json).toMatchObject({ state: 'decoded', stored: 3 });
    expect((await send('chirpstack?event=up', { body: event })).json).toMatchObject({ isRepeat: true });
    expect((await send('chirpstack?event=join', { body: event })).json).toMatchObject({ state: 'ignored' });
  });

  it('are kept when nobody can read them, shown with the reason, and read again later', async () => {
    const odd = await send('ttn', { body: aTtnUplink('0000000000000001', 'ff00') });
    expect(odd.json).toMatchObject({ state: 'no_decoder', stored: 0 });
    const broken = await send('ttn', { body: aTtnUplink(ersEui, '062711') });
    expect(broken.json).toMatchObject({ state: 'flawed', stored: 0 });
    const stray = aTtnUplink('A81758FFFE052B0F', '0602C70602AB0602FA', { received_at: '2026-11-04T10:00:00Z' });
    expect((await send('ttn', { body: stray })).json).toMatchObject({ state: 'unknown_node' });
    const page = z.object({ items: z.array(z.object({ state: z.string(), detail: z.string(), payload: z.string() })) });
    const flawed = page.parse((await call('GET /sensor-messages', { query: { state: 'flawed' } })).json);
    expect(flawed.items).toEqual([
      { state: 'flawed', detail: 'CO₂ of 10001 ppm is beyond what the sensor measures.', payload: '062711' },
    ]);

    const late = { study: world.study.key, eui64: 'A81758FFFE052B0F', protocol: 'ELSYSERS', alias: 'Found' };
    expect((await call('POST /nodes', { body: late })).status).toBe(201);
    const { json, status } = await call('POST /sensor-messages/replay');
    expect(status).toBe(202);
    await runTasks(platform.runtime);
    const { taskId } = z.object({ taskId: z.string() }).parse(json);
    const task = await call('GET /tasks/{id}', { params: { id: taskId } });
    expect(task.json).toMatchObject({ state: 'succeeded', result: { read: 6, decoded: 4, stored: 3 } });
    const [co2] = await seriesOf(
      '9d02faee-4260-1377-22ec-936428b572ee',
      '2026-11-04T09:45:00Z',
      '2026-11-04T10:00:01Z',
    );
    expect(co2?.steps.map(({ mean }) => mean)).toEqual([762, 683, 711]);
  });

  it('belong to their organization alone', async () => {
    const answer = await send('ttn', { body: aTtnUplink('003CB7EA62A7DCBB', '021BE41AE419E3'), as: strangersToken });
    expect(answer.json).toMatchObject({ state: 'unknown_node' });
    const mute = await tokenOf(call, ['sources.read']);
    expect((await send('ttn', { body: aTtnUplink(ersEui, '0602C7'), as: mute })).status).toBe(403);
    expect((await send('ttn', { body: aTtnUplink(ersEui, '0602C7'), as: null })).status).toBe(401);
  });

  it('are refused with the field that is wrong', async () => {
    const { status, json } = await send('ttn', { body: aTtnUplink('12', '0602C7') });
    expect(status).toBe(400);
    expect(json).toMatchObject({ code: 'input_invalid' });
    expect(JSON.stringify(json['fields'])).toContain('16 hexadecimal');
    const nobodys = { end_device_ids: {}, uplink_message: { f_port: 5, frm_payload: 'BgLH' } };
    expect((await send('ttn', { body: nobodys })).status).toBe(400);
    expect((await send('ttn', { body: { end_device_ids: { dev_eui: 12 } } })).status).toBe(400);
  });
});

describe('man-35 SenML', () => {
  it('brings values of any nodes; what cannot be placed is told record by record', async () => {
    const pack = [
      { bn: `urn:dev:mac:${ersEui}:`, bt: 1793880000, n: 'co2', v: 444 },
      { n: 'temp', u: 'Cel', v: 20.25 },
      { n: 'nonsense', v: 1 },
      { n: 'label', vs: 'x' },
    ];
    const mixed = await send('senml', { body: pack, type: 'application/senml+json' });
    expect(mixed.status).toBe(422);
    expect(
      z
        .array(z.object({ state: z.string() }))
        .parse(mixed.json['records'])
        .map(({ state }) => state),
    ).toEqual(['stored', 'stored', 'refused', 'refused']);
    const again = await send('senml', { body: pack.slice(0, 2), type: 'application/senml+json' });
    expect(again.status).toBe(201);
    expect(again.json).toEqual({ records: [{ state: 'repeated' }, { state: 'repeated' }] });
  });

  it('brings values of several nodes together, whatever others send of them at the same time', async () => {
    const of = (eui: string) =>
      Array.from({ length: 20 }, (_, index) => ({
        bn: `urn:dev:mac:${eui}:`,
        bt: 1793890000 + index * 60,
        n: 'co2',
        v: 500 + index,
      }));
    const [kitchen, classroom] = [of('003cb7ea62a7dcbb'), of(ersEui)];
    const packs = Array.from({ length: 6 }, (_, index) =>
      index % 2 === 0 ? [...kitchen, ...classroom] : [...classroom, ...kitchen],
    );
    const sent = await Promise.all(packs.map((body) => send('senml', { body, type: 'application/senml+json' })));
    expect(sent.map(({ status }) => status)).toEqual(packs.map(() => 201));
    const recordsSchema = z.array(z.object({ state: z.string() }));
    const states = sent.flatMap(({ json }) => recordsSchema.parse(json['records']).map(({ state }) => state));
    expect(states.filter((state) => state === 'stored')).toHaveLength(40);
    expect(new Set(states)).toEqual(new Set(['stored', 'repeated']));
  });

  it('comes in CBOR as well', async () => {
    // [{-2: "urn:dev:mac:<EUI>:", -3: 1793880600, 0: "co2", 2: 445}]
    const name = Buffer.from(`urn:dev:mac:${ersEui}:`);
    const pack = Buffer.concat([
      Buffer.from('81a421781d', 'hex'),
      name,
      Buffer.from('221a6aec72180063636f32021901bd', 'hex'),
    ]);
    const sendPack = async (body: Buffer<ArrayBuffer>) => {
      const headers = { 'content-type': 'application/senml+cbor', authorization: `Bearer ${token}` };
      return fetch(`${platform.url}/ingest/v1/senml`, { method: 'POST', headers, body });
    };
    const sent = await sendPack(pack);
    expect(sent.status).toBe(201);
    expect(await sent.json()).toEqual({ records: [{ state: 'stored' }] });
    expect((await sendPack(pack.subarray(0, 20))).status).toBe(400);
  });
});

describeSharedIntake({ send, call: () => call, world: () => world, database: () => database });

const recorded = resolve(import.meta.dirname, '../../../shared/data/sensors/data-fixtures.json');

describe.runIf(existsSync(recorded))('man-08 real samples', () => {
  const fixtureSchema = z.array(
    z.object({
      fields: z.object({
        node: z.string(),
        timestamp_s: z.number(),
        co2_ppm: z.number(),
        temperature_celsius: z.string().nullable(),
        rel_humidity_percent: z.number().nullable(),
        measurement_status: z.string(),
      }),
    }),
  );

  it('come in as they are, each second once', async () => {
    const id = 'a0000000-0000-4000-8000-000000000001';
    expect((await call('POST /nodes', { body: { study: world.study.key, id, alias: 'Recorded' } })).status).toBe(201);
    const samples = fixtureSchema
      .parse(JSON.parse(readFileSync(recorded, 'utf8')))
      .filter(({ fields }) => fields.node === clairchenId)
      .map(({ fields: { node: _, ...attributes } }) => ({
        timestampS: attributes.timestamp_s,
        document: aSample(attributes, id),
      }));
    expect(samples).toHaveLength(589);
    const documents = samples.map(({ document }) => document);
    const answers = [await ingest(documents.slice(0, 300)), await ingest(documents), await ingest(documents)];
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    // managair.md 16: the slice 1601725200 to 1601795400 has 39.
    const [co2] = await seriesOf(id, '2020-10-03T11:40:00Z', '2020-10-04T07:10:01Z', 86_400);
    expect(co2?.steps.reduce((sum, { count }) => sum + count, 0)).toBe(39);
    const source = z
      .object({ pointCount: z.number() })
      .parse((await call('GET /sources/{id}', { params: { id } })).json);
    const values = samples.length * 3;
    expect(source.pointCount).toBe(values);
  });
});
