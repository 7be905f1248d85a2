const text = new TextDecoder();

/** A field of a protobuf message: a number (varint or fixed), or bytes to be read further. */
export interface MessageField {
  readonly field: number;
  readonly number: number;
  readonly bytes: Uint8Array;
}

const nothing = new Uint8Array();

/** Fields of a protobuf message in order. Throws `RangeError` when the bytes end too early or are no message. */
export function* readMessage(bytes: Uint8Array): Generator<MessageField> {
  const cursor = { bytes, at: 0 };
  while (cursor.at < bytes.length) {
    const key = readVarint(cursor);
    const field = Math.floor(key / 8);
    const wireType = key % 8;
    if (wireType === 0) yield { field, number: readVarint(cursor), bytes: nothing };
    else if (wireType === 1) yield { field, number: take(cursor, 8).getFloat64(0, true), bytes: nothing };
    else if (wireType === 5) yield { field, number: take(cursor, 4).getFloat32(0, true), bytes: nothing };
    else if (wireType === 2) yield { field, number: 0, bytes: bytesOf(take(cursor, readVarint(cursor))) };
    else throw new RangeError(`a message cannot have wire type ${String(wireType)}`);
  }
}

/** Whole numbers of a packed list. */
export function readPacked(bytes: Uint8Array): number[] {
  const cursor = { bytes, at: 0 };
  const values: number[] = [];
  while (cursor.at < bytes.length) values.push(readVarint(cursor));
  return values;
}

/** The text of bytes. */
export function readText(bytes: Uint8Array): string {
  return text.decode(bytes);
}

/** A signed number from its zigzag form. */
export function fromZigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

/** Exact up to 2^53. */
function readVarint(cursor: Cursor): number {
  let value = 0;
  let scale = 1;
  for (;;) {
    const byte = cursor.bytes[cursor.at];
    if (byte === undefined) throw new RangeError('a message ends in a number');
    cursor.at += 1;
    value += (byte % 0x80) * scale;
    if (byte < 0x80) return value;
    scale *= 0x80;
  }
}

function take(cursor: Cursor, sizeBytes: number): DataView {
  const { bytes, at } = cursor;
  if (at + sizeBytes > bytes.length) throw new RangeError('a message ends in a field');
  cursor.at += sizeBytes;
  return new DataView(bytes.buffer, bytes.byteOffset + at, sizeBytes);
}

function bytesOf({ buffer, byteOffset, byteLength }: DataView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
