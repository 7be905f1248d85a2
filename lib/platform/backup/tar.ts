import { Readable } from 'node:stream';

/** POSIX ustar archives as streams (IEEE Std 1003.1-2017, pax, "ustar Interchange Format"). */
const blockBytes = 512;
const maxSizeBytes = 8 * 1024 ** 3 - 1;

/** A member of an archive that is read: take its content before the next one. */
export interface TarMember {
  readonly name: string;
  readonly sizeBytes: number;
  content(): AsyncGenerator<Buffer>;
}

/** Header, content and padding of one member. `content` must give exactly `sizeBytes`. */
export async function* packMember(
  name: string,
  sizeBytes: number,
  content: AsyncIterable<Buffer> | Iterable<Buffer>,
): AsyncGenerator<Buffer> {
  if (sizeBytes > maxSizeBytes) throw new RangeError(`${name} is too large for the archive`);
  yield tarHeader(name, sizeBytes);
  let written = 0;
  for await (const chunk of content) {
    written += chunk.length;
    yield chunk;
  }
  if (written !== sizeBytes) throw new Error(`${name} changed while it was read`);
  const rest = sizeBytes % blockBytes;
  if (rest > 0) yield Buffer.alloc(blockBytes - rest);
}

/** What ends an archive. */
export function packEnd(): Buffer {
  return Buffer.alloc(2 * blockBytes);
}

function tarHeader(name: string, sizeBytes: number): Buffer {
  const header = Buffer.alloc(blockBytes);
  if (Buffer.byteLength(name) > 99) throw new RangeError(`${name} is too long a name for the archive`);
  header.write(name, 0);
  header.write('0000600\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${sizeBytes.toString(8).padStart(11, '0')}\0`, 124);
  header.write(
    `${Math.floor(Date.now() / 1000)
      .toString(8)
      .padStart(11, '0')}\0`,
    136,
  );
  header.write('        ', 148);
  header.write('0', 156);
  header.write('ustar\0' + '00', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

/** Members of an archive in their order; throws on what is not a whole archive. */
export async function* readMembers(archive: AsyncIterable<Buffer>): AsyncGenerator<TarMember> {
  const bytes = new ByteReader(archive);
  for (;;) {
    const header = await bytes.take(blockBytes);
    if (header[0] === 0) return;
    const name = header.toString('utf8', 0, header.indexOf(0));
    const sizeBytes = Number.parseInt(header.toString('latin1', 124, 135), 8);
    if (header.toString('latin1', 257, 262) !== 'ustar' || Number.isNaN(sizeBytes))
      throw new Error('not an archive of this kind');
    let leftBytes = sizeBytes;
    const content = async function* () {
      while (leftBytes > 0) {
        const chunk = await bytes.takeUpTo(leftBytes);
        leftBytes -= chunk.length;
        yield chunk;
      }
    };
    yield { name, sizeBytes, content };
    while (leftBytes > 0) leftBytes -= (await bytes.takeUpTo(leftBytes)).length;
    const rest = sizeBytes % blockBytes;
    if (rest > 0) await bytes.take(blockBytes - rest);
  }
}

/** The whole content of a member. */
export async function readWhole(member: TarMember): Promise<Buffer> {
  return Buffer.concat((await Readable.from(member.content()).toArray()) as Buffer[]);
}

class ByteReader {
  private readonly source: AsyncIterator<Buffer>;
  private held: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.source = source[Symbol.asyncIterator]();
  }

  async takeUpTo(length: number): Promise<Buffer> {
    if (this.held.length === 0) {
      const next = await this.source.next();
      if (next.done) throw new Error('the archive is cut off');
      this.held = next.value;
    }
    const taken = this.held.subarray(0, length);
    this.held = this.held.subarray(taken.length);
    return taken;
  }

  async take(length: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let left = length; left > 0;) {
      const part = await this.takeUpTo(left);
      parts.push(part);
      left -= part.length;
    }
    return Buffer.concat(parts);
  }
}
