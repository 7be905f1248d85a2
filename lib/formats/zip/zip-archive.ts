import { promisify } from 'node:util';
import yauzl from 'yauzl';
import { Problem } from '#lib/platform/problems/problem.ts';

/** What an archive may hold at most. */
export interface ZipLimits {
  readonly maxEntries: number;
  /** Bytes after inflating of all members that are read. */
  readonly maxTotalBytes: number;
  /** How many times larger a member may grow by inflating; members below a megabyte may grow as they like. */
  readonly maxRatio: number;
  /** Members whose names differ in upper and lower case alone are two. Otherwise they are one, and an archive with both is refused. */
  readonly isCaseSensitive?: boolean;
}

/** Members of this size do no harm, however small they were before. */
const harmlessBytes = 1_000_000;

/** An archive whose members are read one by one; none is inflated before it is asked for. */
export class ZipArchive {
  readonly #zip: yauzl.ZipFile;
  readonly #entries: ReadonlyMap<string, yauzl.Entry>;
  readonly #limits: ZipLimits;
  readonly #opened = new Map<yauzl.Entry, number>();

  private constructor(zip: yauzl.ZipFile, entries: ReadonlyMap<string, yauzl.Entry>, limits: ZipLimits) {
    this.#zip = zip;
    this.#entries = entries;
    this.#limits = limits;
  }

  /**
   * Opens an archive in memory or at a path and reads its table of contents. Throws `file_unreadable` when it is damaged,
   * `file_over_limits` when it holds too many members.
   */
  static async open(source: Buffer | string, limits: ZipLimits): Promise<ZipArchive> {
    const zip = await unreadableUnless(openZip(source));
    try {
      if (zip.entryCount > limits.maxEntries) throw overLimits(`it holds more than ${limits.maxEntries} members`);
      const entries = new Map<string, yauzl.Entry>();
      for (const entry of await unreadableUnless(listEntries(zip))) {
        const key = keyOf(entry.fileName, limits);
        if (entries.has(key)) throw unreadable(`it holds ${entry.fileName} twice`);
        entries.set(key, entry);
      }
      return new ZipArchive(zip, entries, limits);
    } catch (error) {
      zip.close();
      throw error;
    }
  }

  /** Names of all members that are no folders, as the archive writes them, in its order. */
  names(): readonly string[] {
    return [...this.#entries.values()].map(({ fileName }) => fileName).filter((name) => !name.endsWith('/'));
  }

  /** Whether a member is there. */
  has(name: string): boolean {
    return this.#entries.has(keyOf(name, this.#limits));
  }

  /**
   * The bytes of a member. Throws `file_unreadable` when it is absent, damaged, encrypted, or longer than it says;
   * `file_over_limits` before inflating one that is too large or was packed suspiciously tight.
   */
  async *read(name: string): AsyncGenerator<Buffer> {
    const entry = this.#entries.get(keyOf(name, this.#limits));
    if (!entry) throw unreadable(`${name} is missing`);
    if (entry.isEncrypted()) throw unreadable('it is locked with a password');
    this.#checkSize(entry);
    try {
      for await (const chunk of await this.#zip.openReadStreamPromise(entry)) yield chunk as Buffer;
    } catch (error) {
      throw error instanceof Problem ? error : unreadable(`${name}: ${(error as Error).message}`, error);
    }
  }

  close(): void {
    this.#zip.close();
  }

  /** Sizes are what the archive claims; yauzl ends a member that turns out longer. */
  #checkSize(entry: yauzl.Entry): void {
    const { fileName, uncompressedSize, compressedSize } = entry;
    const { maxTotalBytes, maxRatio } = this.#limits;
    this.#opened.set(entry, uncompressedSize);
    const total = [...this.#opened.values()].reduce((sum, size) => sum + size, 0);
    if (total > maxTotalBytes) {
      throw overLimits(`with ${fileName} it would take more than ${Math.floor(maxTotalBytes / 1e6)} MB unpacked`);
    }
    if (uncompressedSize > harmlessBytes && uncompressedSize > compressedSize * maxRatio) {
      throw overLimits(`${fileName} would grow more than ${maxRatio} times by unpacking`);
    }
  }
}

function keyOf(name: string, { isCaseSensitive = false }: ZipLimits): string {
  return isCaseSensitive ? name : name.toLowerCase();
}

/** Checks of sizes and names are the library's own defaults; they are named because safety hangs on them. */
const options = { lazyEntries: true, validateEntrySizes: true, decodeStrings: true, autoClose: false } as const;

function openZip(source: Buffer | string): Promise<yauzl.ZipFile> {
  return typeof source === 'string'
    ? promisify<string, yauzl.Options, yauzl.ZipFile>(yauzl.open)(source, options)
    : promisify<Buffer, yauzl.Options, yauzl.ZipFile>(yauzl.fromBuffer)(source, options);
}

async function listEntries(zip: yauzl.ZipFile): Promise<yauzl.Entry[]> {
  const entries: yauzl.Entry[] = [];
  for await (const entry of zip.eachEntry()) entries.push(entry);
  return entries;
}

async function unreadableUnless<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    const { message } = error as Error;
    const isCut = message.startsWith('End of central directory');
    throw unreadable(isCut ? 'its end is missing; it was cut off, or is no archive' : message, error);
  }
}

function unreadable(reason: string, cause?: unknown): Problem {
  return new Problem('file_unreadable', { detail: `The file cannot be read: ${reason}.`, cause });
}

function overLimits(reason: string): Problem {
  return new Problem('file_over_limits', { detail: `The file is too large to be read: ${reason}.` });
}
