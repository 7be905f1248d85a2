/** The records of a zip archive: APPNOTE.TXT 6.3.10, sections 4.3.7 to 4.3.16 and 4.5.3. */

export interface ZipEntryRecord {
  readonly name: string;
  readonly modifiedAt: Date;
  /** CRC-32 of the plain bytes. */
  crc: number;
  sizeBytes: number;
  packedBytes: number;
  /** Where its local header begins. */
  offset: number;
  /** Sizes stand behind the data, because they were not known before it. */
  isStreamed: boolean;
}

const max16 = 0xffff;
const max32 = 0xffffffff;
const methodDeflate = 8;
/** Names are UTF-8 (bit 11); sizes stand behind the data (bit 3). */
const flagUtf8 = 0x0800;
const flagDescriptor = 0x0008;
const versionPlain = 20;
const versionZip64 = 45;
const madeByUnix = 3 << 8;
/** A plain file, readable and writable by its owner, readable by others. */
const unixMode = 0o100644 << 16;

/** Streamed members announce zip64: whether they grow beyond 4 GiB is not known yet. */
export function localHeader(record: ZipEntryRecord): Buffer {
  const name = Buffer.from(record.name);
  const { isStreamed } = record;
  const extra = isStreamed ? zip64Extra([0, 0]) : Buffer.alloc(0);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(isStreamed ? versionZip64 : versionPlain, 4);
  header.writeUInt16LE(flagUtf8 | (isStreamed ? flagDescriptor : 0), 6);
  header.writeUInt16LE(methodDeflate, 8);
  header.writeUInt32LE(dosTime(record.modifiedAt), 10);
  header.writeUInt32LE(isStreamed ? 0 : record.crc, 14);
  header.writeUInt32LE(isStreamed ? max32 : record.packedBytes, 18);
  header.writeUInt32LE(isStreamed ? max32 : record.sizeBytes, 22);
  header.writeUInt16LE(name.length, 26);
  header.writeUInt16LE(extra.length, 28);
  return Buffer.concat([header, name, extra]);
}

/** Follows the data of a streamed member; its sizes are 64 bits wide, as the local header announced. */
export function dataDescriptor(record: ZipEntryRecord): Buffer {
  const descriptor = Buffer.alloc(24);
  descriptor.writeUInt32LE(0x08074b50, 0);
  descriptor.writeUInt32LE(record.crc, 4);
  descriptor.writeBigUInt64LE(BigInt(record.packedBytes), 8);
  descriptor.writeBigUInt64LE(BigInt(record.sizeBytes), 16);
  return descriptor;
}

export function centralHeader(record: ZipEntryRecord): Buffer {
  const name = Buffer.from(record.name);
  const wide = [record.sizeBytes, record.packedBytes, record.offset].filter((value) => value >= max32);
  const extra = wide.length > 0 ? zip64Extra(wide) : Buffer.alloc(0);
  const needed = record.isStreamed || wide.length > 0 ? versionZip64 : versionPlain;
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(madeByUnix | versionZip64, 4);
  header.writeUInt16LE(needed, 6);
  header.writeUInt16LE(flagUtf8 | (record.isStreamed ? flagDescriptor : 0), 8);
  header.writeUInt16LE(methodDeflate, 10);
  header.writeUInt32LE(dosTime(record.modifiedAt), 12);
  header.writeUInt32LE(record.crc, 16);
  header.writeUInt32LE(Math.min(record.packedBytes, max32), 20);
  header.writeUInt32LE(Math.min(record.sizeBytes, max32), 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt16LE(extra.length, 30);
  header.writeUInt32LE(unixMode >>> 0, 38);
  header.writeUInt32LE(Math.min(record.offset, max32), 42);
  return Buffer.concat([header, name, extra]);
}

export interface Directory {
  readonly entryCount: number;
  readonly start: number;
  readonly sizeBytes: number;
}

/** The end record, behind its zip64 twin and locator when a number does not fit. */
export function endOfArchive({ entryCount, start, sizeBytes }: Directory): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(entryCount, max16), 8);
  end.writeUInt16LE(Math.min(entryCount, max16), 10);
  end.writeUInt32LE(Math.min(sizeBytes, max32), 12);
  end.writeUInt32LE(Math.min(start, max32), 16);
  if (entryCount < max16 && sizeBytes < max32 && start < max32) return end;
  const wide = Buffer.alloc(56);
  wide.writeUInt32LE(0x06064b50, 0);
  wide.writeBigUInt64LE(44n, 4);
  wide.writeUInt16LE(madeByUnix | versionZip64, 12);
  wide.writeUInt16LE(versionZip64, 14);
  wide.writeBigUInt64LE(BigInt(entryCount), 24);
  wide.writeBigUInt64LE(BigInt(entryCount), 32);
  wide.writeBigUInt64LE(BigInt(sizeBytes), 40);
  wide.writeBigUInt64LE(BigInt(start), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(start + sizeBytes), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([wide, locator, end]);
}

function zip64Extra(values: readonly number[]): Buffer {
  const extra = Buffer.alloc(4 + values.length * 8);
  extra.writeUInt16LE(0x0001, 0);
  extra.writeUInt16LE(values.length * 8, 2);
  values.forEach((value, index) => extra.writeBigUInt64LE(BigInt(value), 4 + index * 8));
  return extra;
}

/** Date (high half) and time of MS-DOS, in UTC; the format knows 1980 to 2107, in steps of two seconds. */
function dosTime(at: Date): number {
  const year = Math.min(Math.max(at.getUTCFullYear(), 1980), 2107);
  const date = ((year - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  return ((date << 16) | time) >>> 0;
}
