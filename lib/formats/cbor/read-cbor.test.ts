import { expect, it } from 'vitest';
import { CborError, readCbor } from './read-cbor.ts';

const read = (hex: string) => readCbor(Uint8Array.from(Buffer.from(hex, 'hex')));

// RFC 8949, appendix A.
it.each([
  ['00', 0],
  ['17', 23],
  ['1818', 24],
  ['1903e8', 1000],
  ['1a000f4240', 1_000_000],
  ['1b000000e8d4a51000', 1_000_000_000_000],
  ['20', -1],
  ['3903e7', -1000],
  ['f90000', 0],
  ['f93c00', 1],
  ['f93e00', 1.5],
  ['f97bff', 65_504],
  ['f90001', 5.960464477539063e-8],
  ['f9c400', -4],
  ['fa47c35000', 100_000],
  ['fb3ff199999999999a', 1.1],
  ['fbc010666666666666', -4.1],
  ['f97c00', Infinity],
  ['f97e00', Number.NaN],
  ['f4', false],
  ['f5', true],
  ['f6', null],
  ['c11a514b67b0', 1_363_896_240],
  ['60', ''],
  ['6449455446', 'IETF'],
  ['62c3bc', 'ü'],
  ['80', []],
  ['8301820203820405', [1, [2, 3], [4, 5]]],
  ['9f018202039f0405ffff', [1, [2, 3], [4, 5]]],
  ['7f657374726561646d696e67ff', 'streaming'],
  ['c48221196ab3', 273.15],
])('man-35 %s is read as RFC 8949 says', (hex, value) => {
  expect(read(hex)).toEqual(value);
});

it('man-35 bytes and maps, whole and in pieces', () => {
  expect(read('4401020304')).toEqual(Uint8Array.of(1, 2, 3, 4));
  expect(Buffer.from(read('5f42010243030405ff') as Uint8Array).toString('hex')).toBe('0102030405');
  expect(read('a201020304')).toEqual(
    new Map([
      [1, 2],
      [3, 4],
    ]),
  );
  expect(read('bf61610161629f0203ffff')).toEqual(
    new Map<string, unknown>([
      ['a', 1],
      ['b', [2, 3]],
    ]),
  );
});

it.each([
  ['', 'an empty document'],
  ['18', 'a number that is cut'],
  ['6449', 'a text that is cut'],
  ['9b7fffffffffffffff', 'a list that claims to be endless'],
  ['0000', 'two documents'],
  ['ff', 'a break alone'],
  ['1c', 'a reserved length'],
  ['a201020103', 'a key that stands twice'],
  ['61ff', 'a text that is no UTF-8'],
  ['81'.repeat(40), 'a nest'],
  ['7f4101ff', 'bytes within a text'],
])('man-35 %s (%s) is refused', (hex) => {
  expect(() => read(hex)).toThrow(CborError);
});
