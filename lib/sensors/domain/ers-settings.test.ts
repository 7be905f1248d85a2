import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ersSettingsFor, ersTagSettings, hexOf, spreadingFactors, writeErsSettings } from './ers-settings.ts';

describe('man-22 the downlink of an ERS', () => {
  it.each([
    [12, '3E0F14000003B415000000001F00000005'],
    [11, '3E0F140000025115000000001F00000004'],
    [10, '3E0F140000016415000000001F00000003'],
    [9, '3E0F140000014615000000011F00000002'],
    [8, '3E0F140000014615000000011F00000002'],
    [7, '3E0F140000014615000000011F00000002'],
  ] as const)('man-22 SF%i: %s', (spreadingFactor, block) => {
    expect(hexOf(writeErsSettings(ersSettingsFor(spreadingFactor)))).toBe(block);
  });

  it('man-22 the slower the messages, the rarer they are', () => {
    const periods = spreadingFactors.map((factor) => {
      const { samplePeriodS, sendPeriod } = ersSettingsFor(factor);
      return samplePeriodS * sendPeriod;
    });
    expect(periods).toEqual([...periods].sort((a, b) => a - b));
  });

  it('man-22 any settings of 32 bits are written so that they can be read back', () => {
    const word = fc.integer({ min: 0, max: 0xffff_ffff });
    fc.assert(
      fc.property(word, word, word, (samplePeriodS, temperaturePeriod, sendPeriod) => {
        const bytes = writeErsSettings({ samplePeriodS, temperaturePeriod, sendPeriod });
        const view = new DataView(bytes.buffer);
        expect([3, 8, 13].map((at) => view.getUint32(at))).toEqual([samplePeriodS, temperaturePeriod, sendPeriod]);
        expect(bytes).toHaveLength(17);
      }),
    );
    for (const samplePeriodS of [-1, 1.5, 2 ** 32, Number.NaN]) {
      expect(() => writeErsSettings({ samplePeriodS, temperaturePeriod: 0, sendPeriod: 1 })).toThrow(RangeError);
    }
  });

  it('man-23 the settings of a tag are those of the fleet, with the keys in capitals', () => {
    const text = ersTagSettings({ appEui: '70b3d57ed0000000', appKey: 'ab'.repeat(16) });
    expect(text.split('\n')).toEqual([
      'AppEui:70B3D57ED0000000',
      `AppKey:${'AB'.repeat(16)}`,
      'Ota:true',
      'Ack:false',
      'SplPer:356',
      'Co2Per:1',
      'TempPer:0',
      'SendPer:3',
      'VddPer:0',
      'QSize:5',
      'QOffset:false',
      'QPurge:true',
    ]);
  });
});
