import { describe, expect, it } from 'vitest';
import { resolvePack } from './senml.ts';

const now = new Date('2026-11-29T12:00:00Z');
const at = (seconds: number) => new Date(seconds * 1000);

describe('man-35 SenML (RFC 8428)', () => {
  it('resolves the single point of 5.1.1', () => {
    expect(resolvePack([{ n: 'urn:dev:ow:10e2073a01080063', u: 'Cel', v: 23.1 }], now)).toEqual([
      { name: 'urn:dev:ow:10e2073a01080063', at: now, unit: 'Cel', value: 23.1 },
    ]);
  });

  it('resolves the base name and time of 5.1.3 (multiple measurements)', () => {
    const pack = [
      { bn: 'urn:dev:ow:10e2073a0108006:', bt: 1.276020076001e9, bu: 'A', bver: 5, n: 'voltage', u: 'V', v: 120.1 },
      { n: 'current', t: -5, v: 1.2 },
      { n: 'current', t: -4, v: 1.3 },
      { n: 'current', v: 1.7 },
    ];
    expect(resolvePack(pack, now)).toEqual([
      { name: 'urn:dev:ow:10e2073a0108006:voltage', at: at(1276020076.001), unit: 'V', value: 120.1 },
      { name: 'urn:dev:ow:10e2073a0108006:current', at: at(1276020071.001), unit: 'A', value: 1.2 },
      { name: 'urn:dev:ow:10e2073a0108006:current', at: at(1276020072.001), unit: 'A', value: 1.3 },
      { name: 'urn:dev:ow:10e2073a0108006:current', at: at(1276020076.001), unit: 'A', value: 1.7 },
    ]);
  });

  it('takes small times as relative to now, and adds base values', () => {
    expect(
      resolvePack(
        [
          { bn: 'dev1:', n: 't', bv: 20, v: 1.5, t: -60 },
          { n: 't', v: 2 },
        ],
        now,
      ),
    ).toEqual([
      { name: 'dev1:t', at: new Date(now.getTime() - 60_000), unit: null, value: 21.5 },
      { name: 'dev1:t', at: now, unit: null, value: 22 },
    ]);
  });

  it('has no number for texts, truth values and sums', () => {
    const pack = [{ bn: 'a', vs: 'x' }, { vb: true }, { s: 3 }];
    expect(resolvePack(pack, now).map(({ value }) => value)).toEqual([null, null, null]);
  });

  it.each([
    ['a label that must be understood', [{ n: 'a', v: 1, secret_: 1 }], /Record 1, secret_/],
    [
      'two versions',
      [
        { n: 'a', v: 1, bver: 10 },
        { n: 'b', v: 1, bver: 5 },
      ],
      /same version/,
    ],
    ['a version that is too new', [{ n: 'a', v: 1, bver: 11 }], /newer/],
    ['a name that starts with a dash', [{ n: '-a', v: 1 }], /letter or digit/],
    ['no name', [{ v: 1 }], /letter or digit/],
    ['a value that is text', [{ n: 'a', v: '1' }], /Record 1, v/],
    ['no list', { n: 'a', v: 1 }, /Record 1/],
    ['an empty list', [], /Record 1/],
  ])('refuses %s', (_what, pack, message) => {
    expect(() => resolvePack(pack, now)).toThrow(message);
  });
});
