import { Problem } from '#lib/platform/problems/problem.ts';

/** The first bytes of every compound file. */
export const compoundMagic = Buffer.from('d0cf11e0a1b11ae1', 'hex');

const headerBytes = 512;
const directoryEntryBytes = 128;
const miniSectorBytes = 64;
/** Streams below this size lie in small sectors (2.2: it must be 4096). */
const smallBytes = 4096;
/** Sector numbers from here on are marks: end of chain, free, table. */
const firstMark = 0xfffffffa;
/** Tables of the header; more of them stand in a chain of their own. */
const tablesInHeader = 109;

/** A stream inside a compound file. */
interface DirectoryEntry {
  readonly name: string;
  readonly isStream: boolean;
  readonly isRoot: boolean;
  readonly start: number;
  readonly size: number;
}

/**
 * Reads a compound file ([MS-CFB]), the container of old Office files: finds a stream by name. Every number in it is
 * checked against the length of the file. Throws `file_unreadable`.
 */
export class CompoundFile {
  readonly #bytes: Buffer;
  readonly #sectorBytes: number;
  readonly #next: Uint32Array;
  readonly #entries: readonly DirectoryEntry[];

  constructor(bytes: Buffer) {
    if (bytes.length < headerBytes || !bytes.subarray(0, 8).equals(compoundMagic))
      throw damaged('it is no compound file');
    const shift = bytes.readUInt16LE(30);
    if (shift !== 9 && shift !== 12) throw damaged('its sectors have an impossible size');
    this.#bytes = bytes;
    this.#sectorBytes = 2 ** shift;
    this.#next = this.#readTable();
    this.#entries = this.#readDirectory();
  }

  has(name: string): boolean {
    return this.#entries.some((entry) => entry.isStream && entry.name.toLowerCase() === name.toLowerCase());
  }

  /** The bytes of a stream. */
  read(name: string): Buffer {
    const entry = this.#entries.find((found) => found.isStream && found.name.toLowerCase() === name.toLowerCase());
    if (!entry) throw damaged(`the stream ${name} is missing`);
    const bytes = entry.size < smallBytes ? this.#readMini(entry) : this.#readChain(entry.start);
    if (bytes.length < entry.size) throw damaged(`the stream ${name} is cut off`);
    return bytes.subarray(0, entry.size);
  }

  #sector(number: number): Buffer {
    const start = (number + 1) * this.#sectorBytes;
    if (start >= this.#bytes.length) throw damaged('a sector lies behind its end');
    // The last sector may be cut short.
    return this.#bytes.subarray(start, start + this.#sectorBytes);
  }

  /** The table that names, for each sector, the one after it. */
  #readTable(): Uint32Array {
    const tables: Buffer[] = [];
    const add = (sector: number): void => {
      if (sector < firstMark) tables.push(this.#sector(sector));
    };
    const most = Math.ceil(this.#bytes.length / this.#sectorBytes);
    for (let index = 0; index < tablesInHeader; index += 1) add(this.#bytes.readUInt32LE(76 + index * 4));
    let listSector = this.#bytes.readUInt32LE(68);
    for (let seen = 0; listSector < firstMark; seen += 1) {
      if (seen > most) throw damaged('its list of tables has no end');
      const list = this.#sector(listSector);
      if (list.length < this.#sectorBytes) throw damaged('its list of tables is cut off');
      for (let at = 0; at < list.length - 4; at += 4) add(list.readUInt32LE(at));
      if (tables.length > most) throw damaged('it has more tables than sectors');
      listSector = list.readUInt32LE(list.length - 4);
    }
    return toNumbers(Buffer.concat(tables));
  }

  #readChain(start: number): Buffer {
    const sectors: Buffer[] = [];
    for (let sector = start; sector < firstMark; sector = this.#next[sector] ?? firstMark) {
      if (sectors.length > this.#next.length) throw damaged('a chain of sectors has no end');
      sectors.push(this.#sector(sector));
    }
    return Buffer.concat(sectors);
  }

  /** Small streams lie together in one stream, cut into small sectors with a table of their own. */
  #readMini({ start, size }: DirectoryEntry): Buffer {
    const root = this.#entries.find((entry) => entry.isRoot);
    const all = root ? this.#readChain(root.start) : Buffer.alloc(0);
    const next = toNumbers(this.#readChain(this.#bytes.readUInt32LE(60)));
    const sectors: Buffer[] = [];
    for (
      let sector = start;
      sector < firstMark && sectors.length * miniSectorBytes < size;
      sector = next[sector] ?? firstMark
    ) {
      sectors.push(all.subarray(sector * miniSectorBytes, (sector + 1) * miniSectorBytes));
    }
    return Buffer.concat(sectors);
  }

  #readDirectory(): readonly DirectoryEntry[] {
    const directory = this.#readChain(this.#bytes.readUInt32LE(48));
    const entries: DirectoryEntry[] = [];
    for (let at = 0; at + directoryEntryBytes <= directory.length; at += directoryEntryBytes) {
      const nameBytes = Math.min(Math.max(directory.readUInt16LE(at + 64) - 2, 0), 62);
      const kind = directory.readUInt8(at + 66);
      entries.push({
        name: directory.toString('utf16le', at, at + nameBytes),
        isStream: kind === 2,
        isRoot: kind === 5,
        start: directory.readUInt32LE(at + 116),
        size: directory.readUInt32LE(at + 120),
      });
    }
    return entries;
  }
}

function toNumbers(bytes: Buffer): Uint32Array {
  return Uint32Array.from({ length: Math.floor(bytes.length / 4) }, (_number, index) => bytes.readUInt32LE(index * 4));
}

function damaged(reason: string): Problem {
  return new Problem('file_unreadable', { detail: `The file cannot be read: ${reason}.` });
}
