const text = new TextEncoder();

/** Writes a protobuf message (wire format of proto2) into a buffer that grows. */
export class MessageWriter {
  #bytes = new Uint8Array(256);
  #length = 0;

  /** A whole number of 0 or more, at most 2^53. */
  varint(field: number, value: number): void {
    this.#rawVarint(field * 8);
    this.#rawVarint(value);
  }

  /** A whole number of either sign, zigzag. */
  signed(field: number, value: number): void {
    this.varint(field, value < 0 ? -2 * value - 1 : 2 * value);
  }

  double(field: number, value: number): void {
    this.#rawVarint(field * 8 + 1);
    this.#reserve(8);
    new DataView(this.#bytes.buffer).setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  bytes(field: number, value: Uint8Array): void {
    this.#rawVarint(field * 8 + 2);
    this.#rawVarint(value.length);
    this.#reserve(value.length);
    this.#bytes.set(value, this.#length);
    this.#length += value.length;
  }

  string(field: number, value: string): void {
    this.bytes(field, text.encode(value));
  }

  /** A packed list of whole numbers of 0 or more. */
  packed(field: number, values: readonly number[]): void {
    const list = new MessageWriter();
    for (const value of values) list.#rawVarint(value);
    this.bytes(field, list.finish());
  }

  /** What was written. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #rawVarint(value: number): void {
    this.#reserve(10);
    let rest = value;
    while (rest >= 0x80) {
      this.#bytes[this.#length] = (rest % 0x80) + 0x80;
      this.#length += 1;
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes[this.#length] = rest;
    this.#length += 1;
  }

  #reserve(sizeBytes: number): void {
    if (this.#length + sizeBytes <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + sizeBytes));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}
