import { execFileSync, spawnSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import yauzl from 'yauzl';
import { ZipWriter } from './zip-writer.ts';

const modifiedAt = new Date('2026-08-03T12:34:56Z');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cairn-zip-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Writes members, each in pieces, to a file. */
async function writeZip(name: string, members: Readonly<Record<string, readonly Buffer[]>>): Promise<string> {
  const path = join(folder, name);
  const zip = new ZipWriter({ modifiedAt, level: 4 });
  const saved = pipeline(zip.output, createWriteStream(path));
  for (const [member, pieces] of Object.entries(members)) {
    await zip.open(member);
    for (const piece of pieces) await zip.write(piece);
  }
  await zip.finish();
  await saved;
  return path;
}

const openZip = promisify<string, yauzl.Options, yauzl.ZipFile>(yauzl.open);

interface ReadMember {
  readonly method: number;
  readonly modifiedAt: Date;
  readonly bytes: Buffer;
}

/** Reads an archive with another library, checking lengths and checksums. */
async function readZip(path: string): Promise<Map<string, ReadMember>> {
  const zip = await openZip(path, { lazyEntries: true, validateEntrySizes: true });
  const found = new Map<string, ReadMember>();
  for await (const entry of zip.eachEntry()) {
    const stream = await zip.openReadStreamPromise(entry);
    const bytes = Buffer.concat((await stream.toArray()) as Buffer[]);
    found.set(entry.fileName, { method: entry.compressionMethod, modifiedAt: entry.getLastModDate(), bytes });
  }
  return found;
}

/** Bytes that hardly compress, so that many pieces come out. */
function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = 42;
  for (let at = 0; at < length; at += 1) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    bytes[at] = state >>> 16;
  }
  return bytes;
}

describe('pdk-33 archives', () => {
  it('pdk-33 are read by another reader, byte for byte, deflated', async () => {
    const large = [noise(700_000), Buffer.from('tab\tcr\r\n'.repeat(100_000)), noise(600_000), Buffer.alloc(0)];
    const members = {
      'empty.txt': [],
      'pdk-location/α β.txt': [Buffer.from('Source\tLevel\r\n')],
      'large.bin': large,
      'exactly-one-piece.bin': [noise(512 * 1024)],
      'last.txt': [Buffer.from('end')],
    };
    const path = await writeZip('members.zip', members);
    const found = await readZip(path);
    expect([...found.keys()]).toEqual(Object.keys(members));
    for (const [name, pieces] of Object.entries(members)) {
      expect(found.get(name)?.bytes.equals(Buffer.concat(pieces)), name).toBe(true);
      expect(found.get(name)?.method).toBe(8);
    }
    expect(found.get('last.txt')?.modifiedAt.getSeconds()).toBe(56);
  });

  it('pdk-33 are found whole by the checkers of other makers', async () => {
    const path = await writeZip('checked.zip', { 'a/b.txt': [Buffer.from('x')], 'big.bin': [noise(2_000_000)] });
    const python = `import zipfile,sys; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print(len(z.namelist()))`;
    if (isThere('python3')) expect(execFileSync('python3', ['-c', python, path]).toString().trim()).toBe('2');
    if (isThere('unzip')) expect(execFileSync('unzip', ['-t', path]).toString()).toContain('No errors');
  });

  it('pdk-33 hold more members than the old format could count', async () => {
    const members = Object.fromEntries(Array.from({ length: 66_000 }, (_, index) => [`${String(index)}.txt`, []]));
    const found = await openZip(await writeZip('many.zip', members), { lazyEntries: true });
    expect(found.entryCount).toBe(66_000);
    found.close();
  });

  it('pdk-33 that are given up give their reader an error, never an end', async () => {
    const zip = new ZipWriter({ modifiedAt });
    await zip.open('a.bin');
    await zip.write(noise(600_000));
    zip.destroy(new Error('stopped by a person'));
    await expect(zip.output.toArray()).rejects.toThrow('stopped by a person');
    await expect(zip.finish()).rejects.toThrow('stopped by a person');
  });

  it('pdk-33 whose reader goes away do not wait for ever', async () => {
    const zip = new ZipWriter({ modifiedAt });
    await zip.open('a.bin');
    zip.output.destroy();
    const write = async () => {
      for (let piece = 0; piece < 50; piece += 1) await zip.write(noise(600_000));
      await zip.finish();
    };
    await expect(write()).rejects.toThrow();
  });
});

function isThere(command: string): boolean {
  return spawnSync('which', [command]).status === 0;
}
