import { describe, expect, it } from 'vitest';
import { readRecords, RecordReader } from './biff-records.ts';

function aRecord(...pieces: readonly (readonly number[])[]): RecordReader {
  return new RecordReader({ type: 0xfc, pieces: pieces.map((piece) => Buffer.from(piece)) });
}

describe('RecordReader', () => {
  it('col-23 reads a text over the seam of two records, where its letters may change their width', () => {
    // Two narrow letters, then behind a flag two wide ones.
    expect(aRecord([0, 0x61, 0x62], [1, 0x63, 0, 0xb2, 0x8a]).string(4)).toBe('abc課');
    expect(aRecord([1, 0x61, 0], [0, 0x62]).string(2)).toBe('ab');
  });

  it('col-23 leaves formatting runs and pronunciation out', () => {
    const reader = aRecord([0x0c, 1, 0, 3, 0, 0, 0, 0x61, 9, 9, 9, 9, 8, 8], [8, 0x05]);
    expect(reader.string(1)).toBe('a');
    expect(reader.uint8()).toBe(5);
  });

  it('col-23 refuses a text and a number that are cut off', () => {
    expect(() => aRecord([0, 0x61]).string(2)).toThrow(/too short/);
    expect(() => aRecord([1]).uint16()).toThrow(/too short/);
    expect(() => [...readRecords(Buffer.from([0xfc, 0, 9, 0, 1]), 0)]).toThrow(/a record is cut off/);
  });
});
