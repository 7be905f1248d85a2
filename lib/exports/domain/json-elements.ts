import { jsonByte, skipSpace, valueEnd } from './json-scan.ts';

const { openBracket, comma } = jsonByte;

/** Says where the elements of a JSON array stand, in memory that is used again. The text must be valid JSON. */
export class JsonElements {
  count = 0;
  starts = new Int32Array(256);
  ends = new Int32Array(256);

  /** Looks at the array that begins at `start`; another value, or -1, counts as an empty one. */
  locate(bytes: Buffer, start: number): void {
    this.count = 0;
    if (start < 0 || bytes[start] !== openBracket) return;
    let at = skipSpace(bytes, start + 1);
    for (;;) {
      const end = valueEnd(bytes, at);
      // Nothing stands before the bracket of an empty array.
      if (end === at) return;
      if (this.count === this.starts.length) this.#grow();
      this.starts[this.count] = at;
      this.ends[this.count] = end;
      this.count += 1;
      at = skipSpace(bytes, end);
      if (bytes[at] !== comma) return;
      at = skipSpace(bytes, at + 1);
    }
  }

  #grow(): void {
    const grown = (offsets: Int32Array) => {
      const longer = new Int32Array(offsets.length * 2);
      longer.set(offsets);
      return longer;
    };
    this.starts = grown(this.starts);
    this.ends = grown(this.ends);
  }
}
