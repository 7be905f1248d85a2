import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBucket, type Bucket } from '#e2e/harness/bucket.ts';
import { startSftpHost, type SftpHost } from '#e2e/harness/sftp-host.ts';
import { isDepotPath } from './depot-path.ts';
import type { Depot, DepotFile, DepotRun } from './depot.ts';
import { createFolderDepot } from './folder-depot.ts';
import { createS3Depot } from './s3-depot.ts';
import { createSftpDepot } from './sftp-depot.ts';
import { tryDepot } from './try-depot.ts';

let folder: string;
let host: SftpHost;
let bucket: Bucket;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cairn-depots-'));
  host = await startSftpHost({ folder, user: 'field', password: 'a stone' });
  bucket = await startBucket();
});
afterAll(async () => {
  await host.close();
  await bucket.close();
  await rm(folder, { recursive: true, force: true });
});

function aFile(path: string, bytes: Buffer): DepotFile & { readonly opened: number[] } {
  const opened: number[] = [];
  return {
    path,
    sizeBytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    opened,
    open(start) {
      opened.push(start);
      const rest = bytes.subarray(start);
      const pieces = Array.from({ length: Math.ceil(rest.length / 65_536) }, (_, index) =>
        rest.subarray(index * 65_536, (index + 1) * 65_536),
      );
      return Promise.resolve(Readable.from(pieces));
    },
  };
}

function aRun(draftId: string, memory: unknown = null): DepotRun & { noted: unknown } {
  return {
    draftId,
    memory,
    noted: memory,
    remember(value) {
      this.noted = value;
      return Promise.resolve();
    },
    signal: new AbortController().signal,
    arrived: () => undefined,
  };
}

const sftp = (change: { readonly password?: string; readonly hostKey?: string; readonly port?: number } = {}) =>
  createSftpDepot({
    host: '127.0.0.1',
    port: host.port,
    user: 'field',
    hostKey: host.hostKey,
    password: 'a stone',
    privateKey: null,
    passphrase: null,
    ...change,
  });
const s3 = () =>
  createS3Depot({
    endpoint: bucket.endpoint,
    region: 'us-east-1',
    bucket: 'b',
    accessKeyId: 'a',
    secretAccessKey: 's',
  });

const bytes = randomBytes(700_000);

describe.each([
  ['folder', () => createFolderDepot(join(folder, 'here')), 'sha256'],
  ['sftp', () => sftp(), 'sha256'],
  ['s3', () => s3(), 'md5'],
] as const)('pdk-35 a %s', (name, open: () => Depot, check) => {
  it('pdk-35 takes a file whole, gives it back, replaces and removes it', async () => {
    const depot = open();
    const file = aFile(`of ${name}/deep/a b.zip`, bytes);
    expect(await depot.put(file, aRun('one'))).toEqual({ sizeBytes: bytes.length, check });
    expect((await buffer(await depot.open(file.path))).equals(bytes)).toBe(true);
    await depot.put(aFile(file.path, Buffer.from('new')), aRun('two'));
    expect((await buffer(await depot.open(file.path))).toString()).toBe('new');
    await depot.remove(file.path);
    await depot.remove(file.path);
    await expect(depot.open(file.path)).rejects.toMatchObject({ code: 'not_found' });
    await tryDepot(depot, `of ${name}`);
    await depot.close();
  });

  it.each(['../out', '/abs', 'a//b', 'a/../../b', 'a\\b', 'a\u0000', '', '.'])(
    'pdk-35 does not let a path lead out of it: %j',
    async (path) => {
      expect(isDepotPath(path)).toBe(false);
      const depot = open();
      await expect(depot.put(aFile(path, bytes), aRun('x'))).rejects.toMatchObject({ code: 'destination_refused' });
      await depot.close();
    },
  );
});

describe('pdk-35 what was cut goes on', () => {
  it('pdk-35 over SFTP, after the last byte that arrived; the draft is hidden until it is whole', async () => {
    const depot = sftp();
    const file = aFile('cut/archive.zip', bytes);
    host.cutAfter(300_000);
    await expect(depot.put(file, aRun('d1'))).rejects.toMatchObject({ code: 'destination_unavailable' });
    await depot.close();
    expect(await readdir(join(folder, 'cut'))).toEqual(['.archive.zip.d1.part']);
    const again = sftp();
    await again.put(file, aRun('d1'));
    await again.close();
    expect(file.opened[0]).toBe(0);
    expect(file.opened[1]).toBeGreaterThanOrEqual(300_000);
    expect((await readFile(join(folder, 'cut/archive.zip'))).equals(bytes)).toBe(true);
    expect(await readdir(join(folder, 'cut'))).toEqual(['archive.zip']);
  });

  it('pdk-35 a draft that is not what was sent is thrown away, never renamed', async () => {
    const other = aFile('bad/archive.zip', randomBytes(1000));
    const depot = createFolderDepot(join(folder, 'damaged'));
    const lying = { ...aFile('bad/archive.zip', bytes), open: (start: number) => other.open(start) };
    await expect(depot.put(lying, aRun('d2'))).rejects.toMatchObject({ code: 'destination_unavailable' });
    expect(await readdir(join(folder, 'damaged/bad'))).toEqual([]);
  });

  it('pdk-35 to a bucket, after the last part that arrived', async () => {
    const large = randomBytes(20 * 1024 * 1024);
    const file = aFile('large.zip', large);
    const first = aRun('d3');
    bucket.refusePart(2);
    const depot = s3();
    await expect(depot.put(file, first)).rejects.toMatchObject({ code: 'destination_unavailable' });
    bucket.refusePart(-1);
    await depot.put(file, aRun('d3', first.noted));
    await depot.close();
    expect(bucket.partsTaken).toEqual([1, 2, 3]);
    expect(bucket.objects.get('b/large.zip')?.equals(large)).toBe(true);
  });
});

describe('pdk-35 who is not let in', () => {
  it('pdk-35 a host with another key gets nothing, and the key it shows is named', async () => {
    const depot = sftp({ hostKey: `SHA256:${'A'.repeat(43)}` });
    const before = host.writtenBytes;
    await expect(depot.put(aFile('x.zip', bytes), aRun('k'))).rejects.toMatchObject({
      code: 'destination_refused',
      message: expect.stringContaining(host.hostKey) as string,
    });
    expect(host.writtenBytes).toBe(before);
    await depot.close();
  });

  it('pdk-35 a wrong password is refused; a host that is not there may be tried again', async () => {
    await expect(tryDepot(sftp({ password: 'wrong' }), '')).rejects.toMatchObject({ code: 'destination_refused' });
    await expect(tryDepot(sftp({ port: 9 }), '')).rejects.toMatchObject({ code: 'destination_unavailable' });
  });

  it('pdk-35 a link in the folder that leads out of it is not followed', async () => {
    const root = join(folder, 'linked');
    const depot = createFolderDepot(root);
    await depot.put(aFile('a.zip', bytes), aRun('l'));
    await symlink(tmpdir(), join(root, 'out'));
    await expect(depot.put(aFile('out/b.zip', bytes), aRun('m'))).rejects.toMatchObject({
      code: 'destination_refused',
    });
  });
});
