import { describe, expect, it } from 'vitest';
import { nodeIdOf, normalizeEui } from '../node-id.ts';
import type { DataRate, Uplink } from './decoder.ts';
import { findDecoder } from './find-decoder.ts';

const receivedAt = new Date(1_598_966_251_000);

function decode(protocol: string, payload: string, dataRate: DataRate | null = null) {
  const uplink: Uplink = { payload: Buffer.from(payload, 'hex'), port: 5, receivedAt, dataRate };
  const decoded = findDecoder(protocol)?.decode(uplink);
  if (decoded === undefined) throw new Error(`no decoder for ${protocol}`);
  return decoded;
}

function samplesOf(protocol: string, payload: string, dataRate: DataRate | null = null): Record<string, number>[] {
  const decoded = decode(protocol, payload, dataRate);
  if (decoded.flaw) throw new Error(decoded.flaw.message);
  return decoded.samples.map(({ observedAt, values }) => ({
    ageS: (receivedAt.getTime() - observedAt.getTime()) / 1000,
    ...values,
  }));
}

const sf = (spreadingFactor: number, bandwidthHz = 125_000) => ({ spreadingFactor, bandwidthHz });

describe('man-21 ids of nodes', () => {
  it.each([
    ['9876B600001193E0', 'CLAIRCHEN', 'c727b2f8-8377-d4cb-0e95-ac03200b8c93'],
    ['003CB7EA62A7DCBB', 'CLAIRCHEN', '3b95a1b2-74e7-9e98-52c4-4acae441f0ae'],
    ['a8-17-58-ff-fe-05-3c-84', 'ELSYSERS', '66b8ccaa-90b9-2d24-bf59-0ea9e23b3bb4'],
    ['A81758FFFE052B0F', 'ELSYSERS', '9d02faee-4260-1377-22ec-936428b572ee'],
  ])('are hashes of protocol and EUI: %s', (eui, protocol, id) => {
    expect(nodeIdOf(protocol, eui)).toBe(id);
  });

  it('need an EUI of 16 digits', () => {
    for (const wrong of ['', '9876B600001193E', '9876B600001193E0A', 'G876B600001193E0'])
      expect(() => normalizeEui(wrong), wrong).toThrow(/16 hexadecimal digits/);
  });
});

describe('man-20 Clairchen', () => {
  it('reads the samples of a message, oldest first', () => {
    expect(samplesOf('clairchen', '021BE41AE419E3', sf(9))).toEqual([
      { ageS: 356, co2: 540, temperature: 28, humidity: 50 },
      { ageS: 178, co2: 520, temperature: 28, humidity: 50 },
      { ageS: 0, co2: 500, temperature: 28, humidity: 40 },
    ]);
    const payload = Buffer.from('Aie0KLQotA==', 'base64').toString('hex');
    expect(
      samplesOf('CLAIRCHEN', payload, sf(9)).map(({ co2, temperature, humidity }) => [co2, temperature, humidity]),
    ).toEqual([
      [780, 22, 50],
      [800, 22, 50],
      [800, 22, 50],
    ]);
  });

  it.each([
    ['0000', 0, 0, 10],
    ['0004', 0, 0, 50],
    ['0007', 0, 0, 80],
    ['0080', 0, 16, 10],
    ['00B0', 0, 22, 10],
    ['00F8', 0, 31, 10],
    ['3200', 1000, 0, 10],
    ['7D00', 2500, 0, 10],
  ])('reads the bits of %s', (bytes, co2, temperature, humidity) => {
    expect(samplesOf('CLAIRCHEN', `00${bytes}`)).toEqual([{ ageS: 0, co2, temperature, humidity }]);
  });

  it.each([
    [sf(7, 250_000), 38],
    [sf(7), 75],
    [sf(8), 134],
    [sf(9), 178],
    [sf(10), 214],
    [sf(11), 534],
    [sf(12), 855],
  ])('times samples by the data rate %j', (dataRate, intervalS) => {
    expect(samplesOf('CLAIRCHEN', '0132803280', dataRate).map(({ ageS }) => ageS)).toEqual([intervalS, 0]);
  });

  it('says what is wrong with others', () => {
    expect(decode('CLAIRCHEN', '').flaw?.kind).toBe('format');
    expect(decode('CLAIRCHEN', '003280FF').flaw?.kind).toBe('format');
    expect(decode('CLAIRCHEN', '403280').flaw?.kind).toBe('content');
    expect(decode('CLAIRCHEN', '083280').flaw?.kind).toBe('content');
    expect(decode('CLAIRCHEN', '013280', sf(9)).flaw?.kind).toBe('content');
    expect(decode('CLAIRCHEN', '0132803280').flaw?.message).toMatch(/data rate/);
  });
});

describe('man-20 Elsys ERS', () => {
  it('reads CO₂ alone, newest first in the message', () => {
    expect(samplesOf('ELSYSERS', '0602C70602AB0602FA')).toEqual([
      { ageS: 712, co2: 762 },
      { ageS: 356, co2: 683 },
      { ageS: 0, co2: 711 },
    ]);
    const payload = Buffer.from('BgLHBgKrBgL6', 'base64').toString('hex');
    expect(payload).toBe('0602c70602ab0602fa');
  });

  it('reads groups of three values', () => {
    expect(samplesOf('ELSYSERS', '0100CD02500603FA0100CE02600603FF')).toEqual([
      { ageS: 326, co2: 1023, temperature: 20.6, humidity: 96 },
      { ageS: 0, co2: 1018, temperature: 20.5, humidity: 80 },
    ]);
  });

  it('keeps what else a node tells, and what it cannot read', () => {
    expect(samplesOf('ELSYSERS', '0100E2022904002705060601D1070D62')).toEqual([
      { ageS: 0, co2: 465, temperature: 22.6, humidity: 41, illuminance: 39, motion: 6, battery_voltage: 3426 },
    ]);
    const decoded = decode('ELSYSERS', '0601D12AFFFF');
    expect(decoded.flaw === undefined && decoded.unread).toBe('2affff');
    expect(samplesOf('ELSYSERS', '01FF9C0250')).toEqual([{ ageS: 0, temperature: -10, humidity: 80 }]);
  });

  it('reads frost, infrared temperatures and second inputs', () => {
    // 0x01 -40.5 °C, 0x02 0 %, 0x10 19.8 and -1.5 °C, 0x11 2, 0x0d 1, 0x16 300, 0x17 70000, 0x18 3, 0x19 -0.1 °C, 0x1a 0, 0x06 400
    const payload =
      '01FE6B0200' + '1000C6FFF1' + '1102' + '0D01' + '16012C' + '1700011170' + '180003' + '19FFFF' + '1A00' + '060190';
    expect(samplesOf('ELSYSERS', payload)).toEqual([
      {
        ageS: 0,
        co2: 400,
        temperature: -40.5,
        humidity: 0,
        infrared_internal_temperature: 19.8,
        infrared_external_temperature: -1.5,
        occupancy: 2,
        digital_input: 1,
        pulses_2: 70_000,
        analog_voltage_2: 3,
        external_temperature_2: -0.1,
        digital_input_2: 0,
      },
    ]);
    expect(samplesOf('ELSYSERS', '062710')).toEqual([{ ageS: 0, co2: 10_000 }]);
    expect(decode('ELSYSERS', '018000').flaw?.message, '-3276.8 °C is an error value').toMatch(/error value/);
    expect(decode('ELSYSERS', '1000C6FF').flaw?.kind).toBe('format');
  });

  it('says what is wrong with others', () => {
    expect(decode('ELSYSERS', '').flaw?.kind).toBe('format');
    expect(decode('ELSYSERS', '06').flaw?.kind).toBe('format');
    expect(decode('ELSYSERS', '062711').flaw?.kind).toBe('content');
    expect(decode('ELSYSERS', '0265').flaw?.kind).toBe('content');
    expect(decode('ELSYSERS', '4100CD').flaw?.kind).toBe('format');
    expect(decode('ELSYSERS', '3F').flaw?.kind).toBe('format');
    expect(decode('ELSYSERS', '0100CD02500100CE0260').flaw?.message).toMatch(/CO₂/);
    expect(decode('ELSYSERS', '0602C7'.repeat(6)).flaw?.kind).toBe('content');
  });
});

describe('man-20 Talkpool OY1012', () => {
  it('reads frost, and the ends of its scales', () => {
    // 12 bits: 0x2EE is 750, 5 degrees below zero; 0x0FA is 250, no humidity.
    expect(samplesOf('TALKPOOLOY1012', '2E0FEA0000')).toEqual([{ ageS: 0, co2: 0, temperature: -5, humidity: 0 }]);
    expect(samplesOf('TALKPOOLOY1012', '324E022710')).toEqual([
      { ageS: 0, co2: 10_000, temperature: 0, humidity: 100 },
    ]);
    expect(decode('TALKPOOLOY1012', '320F090000').flaw?.kind).toBe('content');
  });

  it('reads its five bytes', () => {
    expect(samplesOf('TALKPOOLOY1012', '3E441D021B')).toEqual([
      { ageS: 0, co2: 539, temperature: 19.3, humidity: 85.1 },
    ]);
  });

  it('says what is wrong with others', () => {
    expect(decode('TALKPOOLOY1012', '3E441D02').flaw?.kind).toBe('format');
    expect(decode('TALKPOOLOY1012', '3EFF1D021B').flaw?.kind).toBe('content');
    expect(decode('TALKPOOLOY1012', '3E441DFFFF').flaw?.kind).toBe('content');
  });
});
