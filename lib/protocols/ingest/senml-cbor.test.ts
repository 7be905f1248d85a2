import { expect, it } from 'vitest';
import { Problem } from '#lib/platform/problems/problem.ts';
import { placeRecords } from './place-records.ts';
import { readSenmlCbor } from './senml-cbor.ts';

const eui = 'A81758FFFE053C84';
const now = new Date('2026-11-29T10:00:00Z');

it('man-35 integer labels become the names that JSON has; data become Base64', () => {
  // [{-2: "a:", -3: 1.5, 0: "co2", 2: 620}, {0: "x", 8: h'ff', 4: true}]
  const hex = '82' + 'a42162613a22f93e000063636f320219026c' + 'a30061780841ff04f5';
  expect(readSenmlCbor(Buffer.from(hex, 'hex'))).toEqual([
    { bn: 'a:', bt: 1.5, n: 'co2', v: 620 },
    { n: 'x', vd: '_w', vb: true },
  ]);
});

it('man-35 packs and texts without a length, short floats and decimal fractions are the numbers that they write', () => {
  // [_ {_ -2: (_ "a", ":"), -3: 1.0e9 (float32), 0: "t", 2: 21.5 (float16)}, {_ 0: "t", 2: 4([-1, 215]), 6: -60}]
  const hex = '9f' + 'bf217f6161613aff22fa4e6e6b28006174' + '02f94d60ff' + 'bf00617402c4822018d706383bff' + 'ff';
  expect(readSenmlCbor(Buffer.from(hex, 'hex'))).toEqual([
    { bn: 'a:', bt: 1_000_000_000, n: 't', v: 21.5 },
    { n: 't', v: 21.5, t: -60 },
  ]);
});

it.each(['a0', '01', '8101', '81a11863 01', '18', '81a118630'])('man-35 %s is refused in words', (hex) => {
  expect(() => readSenmlCbor(Buffer.from(hex.replace(' ', ''), 'hex'))).toThrow(Problem);
});

it('man-35 a record that names no device is of the node that brought it, or of nobody', () => {
  const pack = [{ n: 'co2', v: 500, t: -60 }];
  const [placed] = placeRecords(pack, { now, node: { eui64: eui } });
  expect(placed?.received).toEqual({
    node: { eui64: eui },
    sample: { observedAt: new Date('2026-11-29T09:59:00Z'), values: { co2: 500 }, quality: 'M' },
  });
  const [lost] = placeRecords(pack, { now, node: null });
  expect(lost).toEqual({ received: null, message: 'The name does not end in a device and a quantity.' });
  const [named] = placeRecords([{ bn: `urn:dev:mac:${eui}:`, n: 'temp', v: 20 }], { now, node: null });
  expect(named?.received?.sample.values).toEqual({ temperature: 20 });
  expect(named?.received).not.toHaveProperty('units');
  const [measured] = placeRecords([{ bn: `${eui}:`, bu: 'Cel', n: 'temp', u: 'K', v: 293.15 }], { now, node: null });
  expect(measured?.received?.units).toEqual({ temperature: 'K' });
});
