import { hash } from 'node:crypto';
import { canonicalNumber } from './canonical-number.ts';
import { jsonKinds, JsonTape } from './json-tape.ts';
import { type ObjectShape, ShapeCache } from './object-shape.ts';

/** Members of a point that a server wrote into it: the same point fetched from two servers is one point. */
const serverMembers = new Set(['_pdk_trace_context']);
/** The same, of its metadata (passive-data-kit.md, 1.5). */
const serverMetadata = new Set([
  'encrypted_transmission',
  'bundle-details',
  'pdk_server_created',
  'pdk_server_recorded',
]);

/** Name of the reserved member. */
export const metadataName = 'passive-data-metadata';

/** Where an object stands: what is left out depends on it. */
type Place = 'point' | 'metadata' | 'inside';

/** Short ranges are copied byte by byte; above this a native copy is faster. */
const nativeCopyBytes = 64;

const hashedBytes = 16;

/**
 * Content hash of points: the first 128 bits of SHA-256 over the canonical JSON of the point, members that servers add
 * left out (pdk-15). Key order, white space, escapes and the way a number is written make no difference.
 */
export class PointHasher {
  private readonly shapes = new ShapeCache();
  private tape = new JsonTape();
  private scratch = Buffer.allocUnsafe(64 * 1024);
  private length = 0;

  /** The hash of the point on the tape (node 0), as 16 characters of one byte each. */
  hashPoint(tape: JsonTape, shape: ObjectShape, values: readonly number[]): string {
    this.writePoint(tape, shape, values);
    return hash('sha256', this.scratch.subarray(0, this.length), 'binary').slice(0, hashedBytes);
  }

  /** What is hashed. */
  canonicalText(tape: JsonTape): string {
    const values: number[] = [];
    this.writePoint(tape, this.shapes.shapeOf(tape, 0, values), values);
    return this.scratch.toString('utf8', 0, this.length);
  }

  private writePoint(tape: JsonTape, shape: ObjectShape, values: readonly number[]): void {
    this.length = 0;
    this.tape = tape;
    this.writeMembers(shape, values, 'point');
  }

  private writeMembers(shape: ObjectShape, values: readonly number[], place: Place): void {
    let isFirst = true;
    this.writeByte(0x7b);
    for (const position of shape.sorted) {
      const name = shape.names[position] as string;
      if (place === 'point' && serverMembers.has(name)) continue;
      if (place === 'metadata' && serverMetadata.has(name)) continue;
      if (!isFirst) this.writeByte(0x2c);
      isFirst = false;
      const key = shape.canonicalKeys[position] as Buffer;
      this.writeBytes(key, 0, key.length);
      const value = values[position] as number;
      if (place === 'point' && name === metadataName && this.tape.kind(value) === jsonKinds.object)
        this.writeObject(value, 'metadata');
      else this.writeValue(value);
    }
    this.writeByte(0x7d);
  }

  private writeObject(node: number, place: Place): void {
    const values: number[] = [];
    this.writeMembers(this.shapes.shapeOf(this.tape, node, values), values, place);
  }

  private writeValue(node: number): void {
    const { tape } = this;
    const kind = tape.kind(node);
    if (kind === jsonKinds.object) this.writeObject(node, 'inside');
    else if (kind === jsonKinds.array) this.writeArray(node);
    else if (kind === jsonKinds.string && tape.isFlagged(node)) this.writeText(JSON.stringify(tape.stringValue(node)));
    else if (kind === jsonKinds.number && !tape.isFlagged(node)) this.writeText(canonicalNumber(tape.text(node)));
    else this.writeBytes(tape.bytes, tape.start(node), tape.end(node));
  }

  private writeArray(node: number): void {
    const { tape } = this;
    const behind = tape.next(node);
    this.writeByte(0x5b);
    for (let item = node + 1; item < behind; item = tape.next(item)) {
      if (item > node + 1) this.writeByte(0x2c);
      this.writeValue(item);
    }
    this.writeByte(0x5d);
  }

  private writeByte(byte: number): void {
    this.reserve(1);
    this.scratch[this.length] = byte;
    this.length += 1;
  }

  private writeBytes(bytes: Buffer, start: number, end: number): void {
    const size = end - start;
    this.reserve(size);
    if (size > nativeCopyBytes) bytes.copy(this.scratch, this.length, start, end);
    else {
      const { scratch, length } = this;
      for (let offset = 0; offset < size; offset += 1) scratch[length + offset] = bytes[start + offset] as number;
    }
    this.length += size;
  }

  private writeText(text: string): void {
    const bytes = Buffer.from(text);
    this.writeBytes(bytes, 0, bytes.length);
  }

  private reserve(size: number): void {
    if (this.length + size <= this.scratch.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.scratch.length * 2, this.length + size));
    this.scratch.copy(larger, 0, 0, this.length);
    this.scratch = larger;
  }
}
