import { PassThrough, type Readable } from 'node:stream';
import { promisify } from 'node:util';
import { constants, crc32, deflateRaw, deflateRawSync } from 'node:zlib';
import { centralHeader, dataDescriptor, endOfArchive, localHeader, type ZipEntryRecord } from './zip-records.ts';

const deflate = promisify(deflateRaw);

/** Members up to this size (tables with a header only) are packed at once, with a window that costs nothing to set up. */
const smallBytes = 2048;
/** Deflate of nothing: one empty final block. */
const packedNothing = Buffer.from([3, 0]);

function packSmall(input: Buffer): Buffer {
  return input.length === 0 ? packedNothing : deflateRawSync(input, { windowBits: 12, memLevel: 3 });
}

/** Input of one deflate call: large enough that the call costs nothing, small enough for flat memory. */
const pieceBytes = 512 * 1024;
const packedChunkBytes = 128 * 1024;
/** Calls at a time: one more than there are usually cores free, so that none waits for the next piece. */
const piecesInFlight = 3;
/** Deflate looks back this far (RFC 1951). */
const windowBytes = 32 * 1024;

export interface ZipWriterOptions {
  /** 1 (fast) to 9. */
  readonly level?: number;
  /** Modification time of all members. */
  readonly modifiedAt: Date;
}

interface OpenEntry {
  readonly record: ZipEntryRecord;
  /** The end of what was handed to deflate so far: what the next piece may refer to. */
  dictionary: Buffer | null;
  isHeaderWritten: boolean;
}

/**
 * Writes a zip archive as a stream: members one after the other, deflated (method 8), of any size and number (zip64
 * where it takes it). Pieces are deflated side by side in the thread pool and joined in order, each with the end of
 * the one before as its dictionary, so the stream is one deflate stream and nearly as small as one made in a row.
 * `output` must be read while members are written.
 */
export class ZipWriter {
  readonly output: Readable;
  readonly #out = new PassThrough({ highWaterMark: 1024 * 1024 });
  readonly #options: ZipWriterOptions;
  readonly #records: ZipEntryRecord[] = [];
  #entry: OpenEntry | null = null;
  /** What is being filled, and those whose bytes have been deflated: used again, so that memory stays flat. */
  #piece: Buffer = Buffer.allocUnsafeSlow(pieceBytes);
  #pieceLength = 0;
  readonly #spare: Buffer[] = [];
  #offset = 0;
  /** Deflated pieces in order; each writes its output once those before it have. */
  #tail: Promise<void> = Promise.resolve();
  #inFlight = 0;
  /** Wakes the writer that waits for a free place among the pieces in flight. */
  #onRoom: (() => void) | null = null;
  /** Wakes the piece that waits for the reader. */
  #onDrain: (() => void) | null = null;
  #failure: unknown = null;

  constructor(options: ZipWriterOptions) {
    this.#options = options;
    this.output = this.#out;
    this.#out.on('drain', () => this.#onDrain?.());
    // Whoever reads may give up: then writing must end too, not wait for ever.
    this.#out.on('error', (error) => {
      this.destroy(error);
    });
    this.#out.on('close', () => {
      if (!this.#out.readableEnded) this.destroy(new Error('nobody reads the archive any more'));
    });
  }

  /** Nothing more can be written: the reader has gone or a piece could not be deflated. */
  get hasFailed(): boolean {
    return this.#failure !== null;
  }

  /** Begins a member; the one before is ended. Names use `/` and must not repeat. */
  async open(name: string): Promise<void> {
    await this.close();
    this.#entry = {
      record: {
        name,
        modifiedAt: this.#options.modifiedAt,
        crc: 0,
        sizeBytes: 0,
        packedBytes: 0,
        offset: 0,
        isStreamed: false,
      },
      dictionary: null,
      isHeaderWritten: false,
    };
  }

  /** Adds to the open member. Resolves when the bytes are taken over: the caller may use its buffer again. */
  async write(bytes: Buffer): Promise<void> {
    const entry = this.#entry;
    if (!entry) throw new Error('no member is open');
    entry.record.crc = crc32(bytes, entry.record.crc);
    entry.record.sizeBytes += bytes.length;
    for (let at = 0; at < bytes.length;) {
      const taken = bytes.copy(this.#piece, this.#pieceLength, at);
      at += taken;
      this.#pieceLength += taken;
      if (this.#pieceLength === pieceBytes) await this.#handOver(entry, false);
    }
  }

  /** Ends the open member, if there is one. */
  async close(): Promise<void> {
    const entry = this.#entry;
    if (!entry) return;
    await this.#handOver(entry, true);
    this.#entry = null;
    this.#records.push(entry.record);
  }

  /** Ends the archive: the directory, and the end of `output`. */
  async finish(): Promise<void> {
    await this.close();
    await this.#tail;
    this.#throwFailure();
    const start = this.#offset;
    for (const record of this.#records) await this.#emit(centralHeader(record));
    await this.#emit(endOfArchive({ entryCount: this.#records.length, start, sizeBytes: this.#offset - start }));
    this.#out.end();
  }

  /** Gives up: whoever reads `output` gets the error, so that no half archive is taken for a whole one. */
  destroy(error: Error): void {
    this.#failure ??= error;
    this.#out.destroy(error);
    this.#onRoom?.();
    this.#onDrain?.();
  }

  async #handOver(entry: OpenEntry, isLast: boolean): Promise<void> {
    while (this.#inFlight >= piecesInFlight && this.#failure === null) {
      await new Promise<void>((resolve) => (this.#onRoom = resolve));
    }
    this.#throwFailure();
    const piece = this.#piece;
    const input = piece.subarray(0, this.#pieceLength);
    this.#piece = this.#spare.pop() ?? Buffer.allocUnsafeSlow(pieceBytes);
    this.#pieceLength = 0;
    const { dictionary } = entry;
    const isOnly = isLast && dictionary === null;
    if (!isOnly) entry.record.isStreamed = true;
    // A copy: the piece is used again as soon as it is deflated. All but the last are longer than the window.
    if (!isLast) entry.dictionary = Buffer.from(input.subarray(-windowBytes));
    const packed =
      isOnly && input.length <= smallBytes
        ? Promise.resolve(packSmall(input))
        : deflate(input, {
            level: this.#options.level ?? 6,
            // One answer a piece instead of one every 16 kB: each is a turn of the event loop.
            chunkSize: packedChunkBytes,
            finishFlush: isLast ? constants.Z_FINISH : constants.Z_SYNC_FLUSH,
            ...(dictionary !== null && { dictionary }),
          });
    this.#inFlight += 1;
    this.#tail = this.#tail
      .then(async () => {
        await this.#append(entry, await packed, isLast);
      })
      .catch((error: unknown) => {
        this.destroy(error as Error);
      })
      .finally(() => {
        this.#spare.push(piece);
        this.#inFlight -= 1;
        this.#onRoom?.();
      });
    // eslint-disable-next-line cairn/no-silent-catch -- the chain above waits for it in order and reports its failure
    packed.catch(() => undefined);
  }

  async #append(entry: OpenEntry, packed: Buffer, isLast: boolean): Promise<void> {
    this.#throwFailure();
    const { record } = entry;
    if (!entry.isHeaderWritten) {
      entry.isHeaderWritten = true;
      record.offset = this.#offset;
      // A member of one piece is known in full before its header; others get sizes behind them.
      if (!record.isStreamed) record.packedBytes = packed.length;
      await this.#emit(localHeader(record));
    }
    if (record.isStreamed) record.packedBytes += packed.length;
    await this.#emit(packed);
    if (isLast && record.isStreamed) await this.#emit(dataDescriptor(record));
  }

  async #emit(bytes: Buffer): Promise<void> {
    this.#offset += bytes.length;
    if (this.#out.write(bytes)) return;
    await new Promise<void>((resolve) => (this.#onDrain = resolve));
    this.#throwFailure();
  }

  #throwFailure(): void {
    if (this.#failure !== null) throw this.#failure as Error;
  }
}
