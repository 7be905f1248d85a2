import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A TCP connection to a server under test, for requests that no HTTP client would send. */
export class RawConnection {
  readonly #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #isClosed = false;
  #wake: () => void = () => undefined;

  constructor(url: string) {
    const { hostname, port } = new URL(url);
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true });
    this.#socket.on('data', (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#wake();
    });
    // A reset is one of the ways to be dropped; `close` follows.
    this.#socket.on('error', () => this.#wake());
    this.#socket.on('close', () => {
      this.#isClosed = true;
      this.#wake();
    });
  }

  /** Resolves when the bytes were handed to the system. */
  write(bytes: string | Buffer): Promise<void> {
    return new Promise((resolve) => this.#socket.write(bytes, () => resolve()));
  }

  /** Writes one byte per packet. */
  async writeByteByByte(text: string): Promise<void> {
    for (const byte of Buffer.from(text, 'latin1')) {
      await this.write(Buffer.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** The next answer; null when the connection ended without one. */
  async nextAnswer(): Promise<RawAnswer | null> {
    for (;;) {
      const taken = takeAnswer(this.#received);
      if (taken) {
        this.#received = taken.rest;
        return taken.answer;
      }
      if (this.#isClosed) return null;
      await this.#somethingHappens();
    }
  }

  /** Resolves when the server ended the connection. */
  async whenClosed(): Promise<void> {
    while (!this.#isClosed) await this.#somethingHappens();
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  end(): void {
    this.#socket.destroy();
  }

  #somethingHappens(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}

function takeAnswer(bytes: Buffer): { answer: RawAnswer; rest: Buffer } | null {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return null;
  const [statusLine = '', ...lines] = bytes.toString('latin1', 0, headEnd).split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const status = Number(statusLine.split(' ')[1]);
  const afterHead = bytes.subarray(headEnd + 4);
  if (status === 100) return takeAnswer(afterHead);
  const isChunked = headers['transfer-encoding'] === 'chunked';
  const taken = isChunked ? takeChunks(afterHead) : takeBytes(afterHead, Number(headers['content-length'] ?? 0));
  return taken && { answer: { status, headers, body: taken.body.toString() }, rest: taken.rest };
}

interface TakenBody {
  readonly body: Buffer;
  readonly rest: Buffer;
}

function takeBytes(bytes: Buffer, length: number): TakenBody | null {
  return bytes.length < length ? null : { body: bytes.subarray(0, length), rest: bytes.subarray(length) };
}

/** A body in chunks (RFC 9112, section 7.1), without trailers: our servers send none. */
function takeChunks(bytes: Buffer): TakenBody | null {
  const pieces: Buffer[] = [];
  for (let at = 0; ;) {
    const sizeEnd = bytes.indexOf('\r\n', at);
    if (sizeEnd < 0) return null;
    const size = Number.parseInt(bytes.toString('latin1', at, sizeEnd), 16);
    const end = sizeEnd + 2 + size + 2;
    if (bytes.length < end) return null;
    if (size === 0) return { body: Buffer.concat(pieces), rest: bytes.subarray(end) };
    pieces.push(bytes.subarray(sizeEnd + 2, sizeEnd + 2 + size));
    at = end;
  }
}
