import { describe, expect, it } from 'vitest';
import { centralHeader, dataDescriptor, endOfArchive, localHeader, type ZipEntryRecord } from './zip-records.ts';

const fiveGiB = 5 * 1024 ** 3;
const record: ZipEntryRecord = {
  name: 'a.txt',
  modifiedAt: new Date('2026-08-03T12:34:56Z'),
  crc: 0xdeadbeef,
  sizeBytes: fiveGiB,
  packedBytes: 1000,
  offset: 2 * fiveGiB,
  isStreamed: true,
};

describe('pdk-33 records beyond 4 GiB', () => {
  it('pdk-33 put what does not fit into the zip64 field, in the order of the format, and nothing else', () => {
    const header = centralHeader(record);
    expect(header.readUInt32LE(24)).toBe(0xffffffff);
    expect(header.readUInt32LE(20)).toBe(1000);
    expect(header.readUInt32LE(42)).toBe(0xffffffff);
    const extra = header.subarray(46 + record.name.length);
    expect(extra.readUInt16LE(0)).toBe(1);
    expect(extra.readUInt16LE(2)).toBe(16);
    expect(extra.readBigUInt64LE(4)).toBe(BigInt(fiveGiB));
    expect(extra.readBigUInt64LE(12)).toBe(BigInt(2 * fiveGiB));
  });

  it('pdk-33 announce 64-bit sizes behind the data of a streamed member', () => {
    const header = localHeader(record);
    expect(header.readUInt16LE(6) & 8).toBe(8);
    expect(header.readUInt16LE(28)).toBe(20);
    expect(dataDescriptor(record).readBigUInt64LE(16)).toBe(BigInt(fiveGiB));
  });

  it('pdk-33 leave small archives as every tool knows them', () => {
    const small = { ...record, sizeBytes: 10, offset: 0, isStreamed: false };
    expect(centralHeader(small).readUInt16LE(30)).toBe(0);
    expect(localHeader(small).readUInt16LE(28)).toBe(0);
    expect(endOfArchive({ entryCount: 1, start: 50, sizeBytes: 51 })).toHaveLength(22);
    const large = endOfArchive({ entryCount: 70_000, start: 2 * fiveGiB, sizeBytes: 51 });
    expect(large).toHaveLength(56 + 20 + 22);
    expect(large.readBigUInt64LE(24)).toBe(70_000n);
    expect(large.readBigUInt64LE(56 + 8)).toBe(BigInt(2 * fiveGiB + 51));
  });
});
