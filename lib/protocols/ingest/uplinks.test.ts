import { describe, expect, it } from 'vitest';
import { Problem } from '#lib/platform/problems/problem.ts';
import { readChirpstackUplink } from './chirpstack.ts';
import { readTtnUplink } from './ttn.ts';

const now = new Date('2026-11-29T12:00:00Z');

function ttn(uplink: object | null, more: object = {}) {
  const ids = { device_id: 'd', dev_eui: 'a81758fffe053c84', application_ids: { application_id: 'air' } };
  return readTtnUplink({ end_device_ids: ids, uplink_message: uplink ?? undefined, ...more }, now);
}

const aFrame = {
  session_key_id: 'AYfg8rhha5n+FWx0ZaAprA==',
  f_port: 5,
  f_cnt: 12,
  frm_payload: '+/8=',
  received_at: '2026-11-28T23:59:59.123456789Z',
  rx_metadata: [],
  settings: { data_rate: { lora: { bandwidth: 125000, spreading_factor: 12, coding_rate: '4/5' } } },
};

describe('man-20 uplinks of The Things Stack', () => {
  it('man-20 have the time of the network server to the millisecond, and the bytes of either alphabet', () => {
    const message = ttn(aFrame);
    expect(message).toMatchObject({ port: 5, dataRate: { spreadingFactor: 12, bandwidthHz: 125_000 } });
    expect(message?.sentAt.toISOString()).toBe('2026-11-28T23:59:59.123Z');
    expect(message?.payload).toEqual(Buffer.from('fbff', 'hex'));
    for (const frm_payload of ['-_8=', '-_8', '+/8', '+/\n8=']) {
      expect(ttn({ ...aFrame, frm_payload })?.payload, frm_payload).toEqual(Buffer.from('fbff', 'hex'));
    }
  });

  it.each([
    ['no settings', {}, null],
    ['a rate that was left out because it is 0', { settings: {} }, { spreadingFactor: 12, bandwidthHz: 125_000 }],
    ['index 5', { settings: { data_rate_index: 5 } }, { spreadingFactor: 7, bandwidthHz: 125_000 }],
    ['index 6', { settings: { data_rate_index: 6 } }, { spreadingFactor: 7, bandwidthHz: 250_000 }],
    ['LR-FHSS, its index left out', { settings: { data_rate: { lrfhss: { modulation_type: 0 } } } }, null],
    ['FSK', { settings: { data_rate: { fsk: { bit_rate: 50_000 } }, data_rate_index: 7 } }, null],
    [
      'a narrow SF7',
      { settings: { data_rate: { lora: { spreading_factor: 7 } } } },
      { spreadingFactor: 7, bandwidthHz: 125_000 },
    ],
  ])('man-20 with %s', (_what, change, dataRate) => {
    expect(ttn({ ...aFrame, settings: undefined, ...change })?.dataRate).toEqual(dataRate);
  });

  it('man-20 are one message for the same frame of the same session, whatever gateways heard it', () => {
    const first = ttn({
      ...aFrame,
      rx_metadata: [{ gateway_ids: { gateway_id: 'a' } }, { gateway_ids: { gateway_id: 'b' } }],
    });
    const identity = (change: object) => ttn({ ...aFrame, ...change })?.identity;
    expect(identity({})).toBe(first?.identity);
    expect(identity({ f_cnt: 13 })).not.toBe(first?.identity);
    expect(identity({ session_key_id: 'after a new join' })).not.toBe(first?.identity);
    expect(ttn({ ...aFrame, f_cnt: undefined, received_at: undefined })).toMatchObject({ sentAt: now });
  });

  it('man-20 that are simulated have no session: each is told by when it came', () => {
    const simulated = { f_port: 5, frm_payload: '+/8=', received_at: '2026-11-28T10:00:00Z' };
    const identity = (change: object) => ttn({ ...simulated, ...change }, { simulated: true })?.identity;
    expect(identity({})).toBe(identity({}));
    expect(identity({ received_at: '2026-11-28T10:00:05Z' })).not.toBe(identity({}));
  });

  it('man-20 of a device without an EUI are refused; its other events are no data', () => {
    const of = (event: object) => () => readTtnUplink({ end_device_ids: { device_id: 'abp' }, ...event }, now);
    expect(of({ downlink_ack: { f_port: 15 } })()).toBeNull();
    expect(of({ uplink_message: aFrame })).toThrow(/no EUI/);
  });

  it.each([
    ['a join', null, { join_accept: { session_key_id: 'x' } }],
    ['an acknowledged downlink', null, { downlink_ack: { f_port: 15 } }],
    ['no payload', { ...aFrame, frm_payload: undefined }, {}],
    ['an empty payload', { ...aFrame, frm_payload: '' }, {}],
    ['a payload that is null', { ...aFrame, f_port: 0, frm_payload: null }, {}],
  ])('man-20 an event with %s is no data', (_what, uplink, more) => {
    expect(ttn(uplink, more)).toBeNull();
  });

  it.each([
    [{ frm_payload: 'no base64!' }, 'uplink_message.frm_payload'],
    [{ frm_payload: 'AAAAA' }, 'uplink_message.frm_payload'],
    [{ frm_payload: 'AA==AA' }, 'uplink_message.frm_payload'],
    [{ received_at: '+275760-09-13T00:00:00Z' }, 'uplink_message.received_at'],
    [{ received_at: 1 }, 'uplink_message.received_at'],
    [{ f_port: 256 }, 'uplink_message.f_port'],
    [
      { settings: { data_rate: { lora: { spreading_factor: 99_999_999_999 } } } },
      'uplink_message.settings.data_rate.lora.spreading_factor',
    ],
    [{ settings: { data_rate: { lora: { bandwidth: 1e12 } } } }, 'uplink_message.settings.data_rate.lora.bandwidth'],
  ])('man-20 %j is refused, naming %s', (change, field) => {
    expect(fieldsOf(() => ttn({ ...aFrame, ...change }))).toEqual([field]);
  });
});

function fieldsOf(read: () => unknown): string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof Problem) return Object.keys(error.fields ?? {});
    throw error;
  }
  return [];
}

describe('man-20 uplinks of ChirpStack', () => {
  const event = {
    deduplicationId: '3ac7e3c4-4401-4b8d-9386-a5c902f9202d',
    time: '2026-11-28T23:34:15.775023242+00:30',
    deviceInfo: { tenantId: 't', devEui: 'A81758FFFE053C84', tags: {} },
    dr: 0,
    fPort: 1,
    data: 'BgLH',
    rxInfo: [],
    txInfo: {
      frequency: 868_100_000,
      modulation: { lora: { bandwidth: 125_000, spreadingFactor: 12, codeRate: 'CR_4_5' } },
    },
  };
  const read = (change: object) => readChirpstackUplink({ ...event, ...change }, now);

  it('man-20 have the time of the server in any zone, and the rate of the transmission', () => {
    expect(read({})).toMatchObject({
      sentAt: new Date('2026-11-28T23:04:15.775Z'),
      dataRate: { spreadingFactor: 12, bandwidthHz: 125_000 },
      payload: Buffer.from('0602c7', 'hex'),
    });
    expect(read({ time: null })?.sentAt).toEqual(now);
    for (const txInfo of [null, undefined, {}, { modulation: null }, { modulation: { fsk: {} } }]) {
      expect(read({ txInfo })?.dataRate).toBeNull();
    }
  });

  it('man-20 without a payload are no data; what is wrong is named', () => {
    for (const data of ['', null, undefined]) expect(read({ data, fPort: 0 })).toBeNull();
    expect(fieldsOf(() => read({ deviceInfo: undefined }))).toEqual(['deviceInfo']);
    expect(fieldsOf(() => read({ deduplicationId: '' }))).toEqual(['deduplicationId']);
    expect(fieldsOf(() => read({ time: 'yesterday' }))).toEqual(['time']);
    expect(fieldsOf(() => read({ data: '=' }))).toEqual(['data']);
  });
});
