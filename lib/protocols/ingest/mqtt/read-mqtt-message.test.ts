import { expect, it } from 'vitest';
import { Problem } from '#lib/platform/problems/problem.ts';
import { mqttSettingsSchema, type MqttReading } from '#lib/sensors/index.ts';
import { speakThings } from '#lib/protocols/sta/mqtt/speak-things.ts';
import { readMqttMessage } from './read-mqtt-message.ts';

const eui = 'A81758FFFE053C84';
const receivedAt = new Date('2026-11-29T10:00:00.700Z');
const speaker = speakThings({ publicUrl: 'https://cairn.example' });

function read(format: string, topic: string, payload: unknown, template = 'lab/{node}/{quantity}'): MqttReading {
  const settings = mqttSettingsSchema.parse({ url: 'mqtt://broker.example', format, topics: ['lab/{node}', template] });
  const bytes = Buffer.isBuffer(payload)
    ? payload
    : Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload));
  return readMqttMessage(settings, { id: 'm', topic, payload: bytes, receivedAt }, speaker);
}

const samplesOf = (reading: MqttReading) => ('samples' in reading ? reading.samples : []);

it('man-35 a number alone is of the node and quantity in the topic, at the second in which it came', () => {
  expect(samplesOf(read('values', `lab/${eui.toLowerCase()}/co2`, '620'))).toEqual([
    {
      node: { eui64: eui },
      sample: { observedAt: new Date('2026-11-29T10:00:00Z'), values: { co2: 620 }, quality: 'M' },
    },
  ]);
  expect(() => read('values', `lab/${eui}`, '620')).toThrow(/names its \{quantity\}/);
});

it('man-35 an object has values in it or as its members, with a time in text or seconds, for a node of its own', () => {
  const id = '3b95a1b2-74e7-9e98-52c4-4acae441f0ae';
  const told = [
    { node: 'a8-17-58-ff-fe-05-3c-84', time: '2026-11-29T11:00:00+01:00', values: { co2: 1 } },
    { node: id.toUpperCase(), time: 1_793_880_000, co2: 2, temperature: 20.5, name: 'x' },
  ];
  const [first, second] = samplesOf(read('values', 'lab/nobody', told));
  expect(first).toMatchObject({ node: { eui64: eui }, sample: { observedAt: new Date('2026-11-29T10:00:00Z') } });
  expect(second).toEqual({
    node: { id },
    sample: { observedAt: new Date(1_793_880_000_000), values: { co2: 2, temperature: 20.5 }, quality: 'M' },
  });
});

it('man-35 SenML comes in JSON or CBOR, of the node in the topic when it names none', () => {
  const inJson = samplesOf(read('senml', `lab/${eui}`, [{ n: 'co2', v: 700 }]));
  // [{0: "co2", 2: 700}]
  const inCbor = samplesOf(read('senml', `lab/${eui}`, Buffer.from('81a20063636f32021902bc', 'hex')));
  expect(inCbor).toEqual(inJson);
  expect(inJson).toMatchObject([{ node: { eui64: eui }, sample: { values: { co2: 700 } } }]);
  expect(read('senml', 'lab/somewhere', [{ n: 'co2', v: 700 }])).toMatchObject({
    samples: [],
    flaws: [expect.any(String) as unknown],
  });
});

it('man-20 uplinks of networks are read as by webhook; other events are no data', () => {
  const event = { deduplicationId: 'd-1', deviceInfo: { devEui: eui }, fPort: 5, data: 'BgLH' };
  expect(read('chirpstack', 'application/a/device/b/event/up', event)).toMatchObject({
    uplink: { network: 'chirpstack' },
  });
  expect(read('chirpstack', 'application/a/device/b/event/join', event)).toEqual({ uplink: null });
  const uplink = { session_key_id: 's', f_port: 5, f_cnt: 1, frm_payload: 'BgLH' };
  const ttn = { end_device_ids: { dev_eui: eui }, uplink_message: uplink };
  expect(read('ttn', 'v3/app@tenant/devices/d/up', ttn)).toMatchObject({ uplink: { network: 'ttn', eui64: eui } });
  expect(read('ttn', 'v3/app@tenant/devices/d/join', { end_device_ids: { dev_eui: eui } })).toEqual({ uplink: null });
});

it.each([
  ['values', '{'],
  ['values', '{"time": "yesterday", "co2": 1}'],
  ['values', 'null'],
  ['senml', '\u0000'],
  ['senml', '[{"v": 1}]'],
  ['ttn', '{}'],
  ['chirpstack', '[]'],
])('man-35 %s %j is refused in words', (format, payload) => {
  expect(() => read(format, 'a/b/c/event/up', payload)).toThrow(Problem);
});

it('man-34 an observation of SensorThings asks to be made in the set that its topic names', () => {
  const reading = read('sensorthings', 'v1.1/Datastreams(4)/Observations', { result: 5 });
  expect(reading).toMatchObject({ thing: { steps: [{ set: 'Datastreams', id: '4' }, {}], body: { result: 5 } } });
});

it('man-34 observations are told in the words of SensorThings alone, under a topic without wildcards', () => {
  const settings = { url: 'mqtt://broker.example', format: 'sensorthings', topics: ['v1.1/Observations'] };
  expect(mqttSettingsSchema.parse({ ...settings, publishesUnder: 'town/v1.1' }).publishesUnder).toBe('town/v1.1');
  expect(mqttSettingsSchema.parse(settings).publishesUnder).toBeNull();
  const wrong = [
    { publishesUnder: 'a/#' },
    { publishesUnder: 'a/' },
    { publishesUnder: '$SYS' },
    { publishesUnder: '' },
    { format: 'ttn', publishesUnder: 'v1.1' },
  ];
  for (const change of wrong) {
    const { error } = mqttSettingsSchema.safeParse({ ...settings, ...change });
    expect(error?.issues[0]?.path, JSON.stringify(change)).toEqual(['publishesUnder']);
  }
});
