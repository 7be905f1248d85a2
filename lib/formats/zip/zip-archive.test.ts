import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { aZip } from '#e2e/harness/xlsx.ts';
import { ZipArchive, type ZipLimits } from './zip-archive.ts';

const limits: ZipLimits = { maxEntries: 10, maxTotalBytes: 20_000_000, maxRatio: 100 };

async function readAll(bytes: Buffer, name: string, allowed = limits): Promise<string> {
  const archive = await ZipArchive.open(bytes, allowed);
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of archive.read(name)) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  } finally {
    archive.close();
  }
}

function refusal(code: string, reason: RegExp): unknown {
  return expect.objectContaining({ code, message: expect.stringMatching(reason) as string });
}

describe('ZipArchive', () => {
  it('platform: reads members by name, whatever the case', async () => {
    expect(await readAll(await aZip({ 'a/B.xml': 'hello' }), 'A/b.xml')).toBe('hello');
  });

  it('platform: refuses a member that would grow a thousand times, before inflating it', async () => {
    const bomb = await aZip({ 'a.xml': Buffer.alloc(10_000_000) }, 9);
    expect(bomb.length).toBeLessThan(20_000);
    await expect(readAll(bomb, 'a.xml')).rejects.toThrow(
      refusal('file_over_limits', /a.xml would grow more than 100 times/),
    );
  });

  it('platform: refuses more bytes in all than allowed, however they are spread', async () => {
    const members = { a: noise(8_000_000), b: noise(8_000_000), c: noise(8_000_000) };
    const archive = await ZipArchive.open(await aZip(members, 1), limits);
    const read = async (name: string): Promise<void> => {
      for await (const _ of archive.read(name));
    };
    await read('a');
    await read('a');
    await read('b');
    await expect(read('c')).rejects.toThrow(refusal('file_over_limits', /more than 20 MB unpacked/));
    archive.close();
  });

  it('platform: refuses too many members', async () => {
    const members = Object.fromEntries(Array.from({ length: 11 }, (_member, index) => [`m${String(index)}`, '']));
    await expect(readAll(await aZip(members), 'm1')).rejects.toThrow(
      refusal('file_over_limits', /more than 10 members/),
    );
  });

  it('platform: stops a member that inflates to more than it says', async () => {
    const zip = await aZip({ 'a.xml': 'x'.repeat(1000) });
    const lying = Buffer.from(zip);
    const central = lying.indexOf(Buffer.from('PK\u0001\u0002', 'latin1'));
    lying.writeUInt32LE(10, central + 24);
    await expect(readAll(lying, 'a.xml')).rejects.toThrow(refusal('file_unreadable', /too many bytes/));
  });

  it('platform: refuses two members of one name, and names that lead out of the archive', async () => {
    await expect(readAll(await aZip({ a: '1', A: '2' }), 'a')).rejects.toThrow(
      refusal('file_unreadable', /holds A twice/),
    );
    await expect(readAll(await aZip({ '../a': '1' }), '../a')).rejects.toThrow(
      refusal('file_unreadable', /invalid relative path/),
    );
  });

  it('platform: says what is missing, locked or no archive', async () => {
    await expect(readAll(await aZip({ a: '1' }), 'b')).rejects.toThrow(refusal('file_unreadable', /b is missing/));
    await expect(readAll(Buffer.from('no zip'), 'b')).rejects.toThrow(refusal('file_unreadable', /cannot be read/));
    const locked = Buffer.from(await aZip({ a: '1' }));
    const central = locked.indexOf(Buffer.from('PK\u0001\u0002', 'latin1'));
    locked.writeUInt16LE(locked.readUInt16LE(central + 8) | 1, central + 8);
    await expect(readAll(locked, 'a')).rejects.toThrow(refusal('file_unreadable', /locked with a password/));
    await expect(ZipArchive.open('/nowhere/at/all.zip', limits)).rejects.toThrow(refusal('file_unreadable', /ENOENT/));
  });
});

/** Bytes that hardly compress. */
function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = 42;
  for (let at = 0; at < length; at += 1) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    bytes[at] = state >>> 16;
  }
  expect(deflateRawSync(bytes.subarray(0, 10_000)).length).toBeGreaterThan(1000);
  return bytes;
}
