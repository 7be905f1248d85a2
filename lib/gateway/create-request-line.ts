/** The method of PDK iOS and of the legacy browser extension, which no HTTP parser of Node knows. */
const createMethod = Buffer.from('CREATE ', 'latin1');

/** What the first bytes of a request say about its method. */
export type MethodSight = 'create' | 'other' | 'undecided';

/** Decides as early as the bytes allow; `undecided` while they are a beginning of `CREATE `. */
export function sightMethod(bytes: Uint8Array): MethodSight {
  const known = Math.min(bytes.length, createMethod.length);
  if (createMethod.compare(bytes, 0, known, 0, known) !== 0) return 'other';
  return known === createMethod.length ? 'create' : 'undecided';
}

/**
 * The bytes from the method on, of a packet the parser stopped in: at `stoppedAt` stands the R of CREATE, which no
 * method it knows has after a C. The C may have come with an earlier packet. Null: some other garbage.
 */
export function recoverRequest(packet: Uint8Array, stoppedAt: number): Buffer | null {
  if (packet[stoppedAt] !== 0x52) return null;
  return Buffer.concat([createMethod.subarray(0, 1), packet.subarray(stoppedAt)]);
}

/**
 * Rewrites `CREATE <path> HTTP/1.1` to POST, with a header of ours before those of the client. Undefined while the
 * request line is not complete. The rest of the bytes is not copied.
 */
export function rewriteRequestLine(bytes: Buffer, header: string): [line: Buffer, rest: Buffer] | undefined {
  const lineEnd = bytes.indexOf('\n');
  if (lineEnd < 0) return undefined;
  const line = `POST ${bytes.toString('latin1', createMethod.length, lineEnd + 1)}${header}\r\n`;
  return [Buffer.from(line, 'latin1'), bytes.subarray(lineEnd + 1)];
}

/**
 * Rewrites the CREATE requests of one connection, packet by packet, as long as it can tell where each one ends: by a
 * plain Content-Length within its first packet. Everything else passes unchanged; the parser then stops at the next
 * CREATE, which is slower and always right.
 */
export class CreateRewriter {
  readonly #header: string;
  /** Bytes until the next request begins; undefined: not known any more. */
  #untilNext: number | undefined = 0;

  /** @param header the line to put into each rewritten request */
  constructor(header: string) {
    this.#header = header;
  }

  /** The packet as the HTTP server shall see it. */
  rewrite(packet: Buffer): readonly Buffer[] {
    if (this.#untilNext === 0) return this.#begin(packet);
    if (this.#untilNext !== undefined)
      this.#untilNext = packet.length <= this.#untilNext ? this.#untilNext - packet.length : undefined;
    return [packet];
  }

  #begin(packet: Buffer): readonly Buffer[] {
    const rewritten = sightMethod(packet) === 'create' ? rewriteRequestLine(packet, this.#header) : undefined;
    const length = rewritten ? requestLength(packet) : undefined;
    this.#untilNext = length !== undefined && packet.length <= length ? length - packet.length : undefined;
    return rewritten ?? [packet];
  }
}

/** Bytes of a whole request whose headers are in `packet`; undefined unless one plain Content-Length says it. */
function requestLength(packet: Buffer): number | undefined {
  const headEnd = packet.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const head = packet.toString('latin1', 0, headEnd + 2);
  const lengths = head.match(/\ncontent-length:[^\n]*(?=\r\n)/gi) ?? [];
  if (lengths.length !== 1 || /\ntransfer-encoding/i.test(head)) return undefined;
  const digits = /^\ncontent-length:[ \t]*(\d{1,15})[ \t]*$/i.exec(lengths[0])?.[1];
  return digits === undefined ? undefined : headEnd + 4 + Number(digits);
}
