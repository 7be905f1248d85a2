import { createHash } from 'node:crypto';
import { mkdtemp, readdir, utimes, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BlobStore } from './blob-store.ts';
import { newDraftName } from './drafts.ts';
import { createFolderBlobStore } from './folder-blob-store.ts';
import { createS3BlobStore } from './s3-blob-store.ts';
import { sweepDrafts } from './sweep-drafts.ts';
import { createLogger } from '../log/log.ts';

/** A bucket in memory that speaks enough of S3: PUT, GET with ranges, HEAD, DELETE, path style. */
function startBucket(): Promise<{ server: Server; endpoint: string; paths: Set<string> }> {
  const objects = new Map<string, Buffer>();
  const paths = new Set<string>();
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '', 'http://x').pathname;
    paths.add(path);
    const object = objects.get(path);
    const range = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '');
    if (request.method === 'PUT') {
      void buffer(request).then((body) => {
        objects.set(path, body);
        response.writeHead(200, { etag: '"x"' }).end();
      });
    } else if (request.method === 'DELETE') {
      objects.delete(path);
      response.writeHead(204).end();
    } else if (!object) {
      response.writeHead(404, { 'content-type': 'application/xml' }).end('<Error><Code>NoSuchKey</Code></Error>');
    } else {
      const part = range ? object.subarray(Number(range[1]), Number(range[2]) + 1) : object;
      response.writeHead(range ? 206 : 200, { 'content-length': part.length });
      response.end(request.method === 'HEAD' ? undefined : part);
    }
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      resolve({ server, endpoint: `http://127.0.0.1:${String(port)}`, paths });
    });
  });
}

const large = Buffer.alloc(3_000_000, 'cairn');
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

function behavesAsStore(open: () => BlobStore): void {
  it('platform: keeps bytes and streams, and tells their size and hash', async () => {
    const store = open();
    expect(await store.put('o/a.bin', Buffer.from('hello'))).toEqual({
      sizeBytes: 5,
      sha256: sha256(Buffer.from('hello')),
    });
    expect(await store.put('o/b/c.bin', Readable.from([large.subarray(0, 1000), large.subarray(1000)]))).toEqual({
      sizeBytes: large.length,
      sha256: sha256(large),
    });
    expect((await store.read('o/b/c.bin')).equals(large)).toBe(true);
    expect(await store.size('o/b/c.bin')).toBe(large.length);
    expect((await buffer(await store.open('o/a.bin', { start: 1, end: 3 }))).toString()).toBe('ell');
  });

  it('platform: replaces, removes twice, and says when there is nothing', async () => {
    const store = open();
    await store.put('o/d', Buffer.from('one'));
    await store.put('o/d', Buffer.from('two'));
    expect((await store.read('o/d')).toString()).toBe('two');
    await store.remove('o/d');
    await store.remove('o/d');
    await expect(store.read('o/d')).rejects.toMatchObject({ code: 'not_found' });
    await expect(store.open('o/d')).rejects.toMatchObject({ code: 'not_found' });
    await expect(store.size('o/d')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('platform: takes no key that leaves its place', async () => {
    const store = open();
    for (const key of [
      '',
      '/etc/passwd',
      '../x',
      'a/../../x',
      'a//b',
      '.hidden',
      'a/.b',
      'a\\b',
      'a\0b',
      'a'.repeat(600),
    ]) {
      await expect(
        Promise.resolve().then(() => store.read(key)),
        key,
      ).rejects.toThrow('not a blob key');
    }
  });

  it('platform: a content that breaks off leaves nothing and throws its own error', async () => {
    const store = open();
    const broken = Readable.from(
      (function* () {
        yield large;
        throw new Error('cut off');
      })(),
    );
    await expect(store.put('o/broken', broken)).rejects.toThrow('cut off');
    await expect(store.size('o/broken')).rejects.toMatchObject({ code: 'not_found' });
  });
}

describe('folder blob store', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cairn-blobs-'));
  });
  behavesAsStore(() => createFolderBlobStore(join(folder, 'store')));

  it('platform: leaves no drafts behind', async () => {
    const names = await readdir(join(folder, 'store'));
    expect(names.filter((name) => name.startsWith('.draft'))).toEqual([]);
  });

  it('platform: what killed writers left goes by its age, or with the blob it was to become; nothing else does', async () => {
    const place = join(folder, 'swept');
    const store = createFolderBlobStore(place);
    const blobs = { blobs: store, log: createLogger({ process: 'test', level: 'silent' }) };
    expect(await sweepDrafts(blobs)).toBe(0);
    await store.put('kept', Buffer.from('x'));
    const [old, fresh, another] = ['a/1', 'a/2', 'a/3'].map((key) => newDraftName('.draft-', key)) as [
      string,
      string,
      string,
    ];
    for (const name of [old, fresh, another]) await writeFile(join(place, name), 'half');
    const longAgo = new Date(Date.now() - 7 * 60 * 60 * 1000);
    for (const name of [old, 'kept']) await utimes(join(place, name), longAgo, longAgo);
    expect(await sweepDrafts(blobs)).toBe(1);
    expect(await readdir(place)).toEqual(expect.not.arrayContaining([old]));
    expect(await store.removeDrafts({ key: 'a/2' })).toBe(1);
    expect((await readdir(place)).sort()).toEqual([another, 'kept'].sort());
  });

  it('platform: says storage_unavailable when the folder cannot be written', async () => {
    await createFolderBlobStore(folder).put('file', Buffer.from('x'));
    await expect(createFolderBlobStore(join(folder, 'file')).put('a/b', Buffer.from('x'))).rejects.toMatchObject({
      code: 'storage_unavailable',
    });
  });
});

describe('S3 blob store', () => {
  let bucket: Awaited<ReturnType<typeof startBucket>>;
  const open = (endpoint = bucket.endpoint) =>
    createS3BlobStore({ endpoint, region: 'us-east-1', bucket: 'field', accessKeyId: 'a', secretAccessKey: 'b' });
  beforeAll(async () => {
    bucket = await startBucket();
  });
  afterAll(() => {
    bucket.server.closeAllConnections();
    bucket.server.close();
  });
  behavesAsStore(open);

  it('platform: names the bucket in the path, as self-hosted stores need it', () => {
    expect([...bucket.paths].every((path) => path.startsWith('/field/'))).toBe(true);
  });

  it('platform: says storage_unavailable when nobody answers', async () => {
    await expect(open('http://127.0.0.1:9').put('a', Buffer.from('x'))).rejects.toMatchObject({
      code: 'storage_unavailable',
    });
  });
});
