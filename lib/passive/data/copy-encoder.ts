import { type BundleHead, idOf, type PairEntry, type PlacedPoint } from '../domain/placed-point.ts';

/** Columns of data_points in the order of {@link encodePoints}. */
export const pointColumns =
  'organization_id, source_id, type_id, created_at, content_hash, recorded_at, bundle_id, envelope_id, secondary_id, geom, properties, extras';
const columnCount = 12;

/** Bytes that are sent at a time. */
const pieceBytes = 512 * 1024;
/** PostgreSQL counts timestamps from 2000-01-01. */
const epoch2000Us = 946_684_800_000_000;
/** Signature, flags and extension length of binary COPY (PostgreSQL documentation, COPY, "Binary Format"). */
const header = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
const trailer = Buffer.from([0xff, 0xff]);
/** Bytes of a row without its texts: lengths, ids, times, hash and position. */
const fixedRowBytes = 2 + 20 + 20 + 8 + 12 + 20 + 12 + 20 + 8 + 4 + 29 + 4 + 4;
/** EWKB of a point, little-endian, SRID 4326; its two doubles follow. */
const pointHead = Buffer.from([0, 0, 0, 25, 1, 1, 0, 0, 0x20, 0xe6, 0x10, 0, 0]);

/** Points as the pieces of a binary COPY. */
export function* encodePoints(points: readonly PlacedPoint[]): Generator<Buffer> {
  const encoder = new RowEncoder();
  yield header;
  for (const placed of points) {
    const full = encoder.add(placed);
    if (full) yield full;
  }
  yield encoder.take();
  yield trailer;
}

/** Writes rows one behind the other; what a source, type or bundle repeats is made once. */
class RowEncoder {
  private bytes = Buffer.allocUnsafe(pieceBytes);
  private at = 0;
  private pair: PairEntry | undefined;
  private pairBytes = Buffer.alloc(0);
  private readonly bundleBytes = new Map<BundleHead, Buffer>();

  /** Adds a row; gives the rows before it when they fill a piece. */
  add(placed: PlacedPoint): Buffer | null {
    const { point } = placed;
    const textBytes =
      point.end - point.start + ((point.secondaryId?.length ?? 0) + (point.extras?.length ?? 0)) * 3;
    const full = this.reserve(fixedRowBytes + textBytes);
    this.copy(this.headOfPair(placed.pair));
    this.writeTime(point.createdAtUs);
    this.int32(16);
    this.at += this.bytes.write(point.contentHash, this.at, 16, 'latin1');
    this.copy(this.headOfBundle(placed.bundle));
    this.int32(4);
    this.int32(idOf(placed.envelope));
    this.text(point.secondaryId);
    this.position(point.lon, point.lat);
    this.properties(placed);
    this.text(point.extras);
    return full;
  }

  /** The rows since the last piece. */
  take(): Buffer {
    const taken = this.bytes.subarray(0, this.at);
    this.bytes = this.bytes.subarray(this.at);
    this.at = 0;
    return taken;
  }

  private reserve(size: number): Buffer | null {
    if (this.at + size <= this.bytes.length) return null;
    const full = this.bytes.subarray(0, this.at);
    this.bytes = Buffer.allocUnsafe(Math.max(pieceBytes, size));
    this.at = 0;
    return full.length > 0 ? full : null;
  }

  private headOfPair(pair: PairEntry): Buffer {
    if (this.pair === pair) return this.pairBytes;
    const head = Buffer.alloc(50);
    head.writeInt16BE(columnCount, 0);
    writeUuid(head, pair.source.organizationId, 2);
    writeUuid(head, idOf(pair.source), 22);
    head.writeInt32BE(4, 42);
    head.writeInt32BE(idOf(pair.type), 46);
    this.pair = pair;
    this.pairBytes = head;
    return head;
  }

  private headOfBundle(bundle: BundleHead): Buffer {
    const known = this.bundleBytes.get(bundle);
    if (known) return known;
    const head = Buffer.alloc(32);
    head.writeInt32BE(8, 0);
    head.writeBigInt64BE(BigInt(bundle.receivedAt.getTime()) * 1000n - BigInt(epoch2000Us), 4);
    writeUuid(head, bundle.id, 12);
    this.bundleBytes.set(bundle, head);
    return head;
  }

  private writeTime(timeUs: number): void {
    const value = timeUs - epoch2000Us;
    const high = Math.floor(value / 0x1_0000_0000);
    this.int32(8);
    this.int32(high);
    this.at = this.bytes.writeUInt32BE(value - high * 0x1_0000_0000, this.at);
  }

  private position(lon: number, lat: number): void {
    if (Number.isNaN(lon)) {
      this.int32(-1);
      return;
    }
    this.copy(pointHead);
    this.at = this.bytes.writeDoubleLE(lon, this.at);
    this.at = this.bytes.writeDoubleLE(lat, this.at);
  }

  private properties({ point }: PlacedPoint): void {
    const { bytes, start, cutStart, cutEnd, end } = point;
    this.int32(cutStart - start + (end - cutEnd));
    this.at += bytes.copy(this.bytes, this.at, start, cutStart);
    this.at += bytes.copy(this.bytes, this.at, cutEnd, end);
  }

  private text(text: string | null): void {
    if (text === null) {
      this.int32(-1);
      return;
    }
    const length = this.bytes.write(text, this.at + 4);
    this.int32(length);
    this.at += length;
  }

  private copy(bytes: Buffer): void {
    this.at += bytes.copy(this.bytes, this.at);
  }

  private int32(value: number): void {
    this.at = this.bytes.writeInt32BE(value, this.at);
  }
}

function writeUuid(bytes: Buffer, uuid: string, at: number): void {
  bytes.writeInt32BE(16, at);
  bytes.write(uuid.replaceAll('-', ''), at + 4, 'hex');
}
