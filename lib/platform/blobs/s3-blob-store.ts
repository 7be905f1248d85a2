import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { S3Config } from '../config/config.ts';
import { sha256Hex } from '../crypto/hash.ts';
import { Problem } from '../problems/problem.ts';
import { requireBlobKey } from './blob-key.ts';
import type { BlobInfo, BlobStore } from './blob-store.ts';
import { newDraftName, removeDraftFiles } from './drafts.ts';
import { ContentMeasure } from './measure-content.ts';
import { createS3Client } from './s3-client.ts';

/** How the files begin that streams are spooled to. */
const spoolPrefix = 'cairn-upload-';

/**
 * Blobs in any S3-compatible bucket. Streams are spooled to a temporary file first: their length must be known before
 * the one PUT (largest object: S3's 5 GB).
 */
export function createS3BlobStore(config: S3Config): BlobStore {
  const client = createS3Client(config);
  const at = (key: string) => ({ Bucket: config.bucket, Key: requireBlobKey(key) });
  const get = async (key: string, range?: { readonly start: number; readonly end: number }): Promise<Readable> => {
    const bytes = range === undefined ? {} : { Range: `bytes=${String(range.start)}-${String(range.end)}` };
    const { Body } = await client.send(new GetObjectCommand({ ...at(key), ...bytes })).catch(rethrow);
    if (!(Body instanceof Readable)) throw new Problem('storage_unavailable');
    return Body;
  };
  return {
    async put(key, content) {
      const place = at(key);
      if (content instanceof Readable) return putSpooled(client, place, content);
      const info = { sizeBytes: content.byteLength, sha256: sha256Hex(content) };
      await client
        .send(new PutObjectCommand({ ...place, Body: content, ContentLength: info.sizeBytes }))
        .catch(rethrow);
      return info;
    },
    open: get,
    async read(key) {
      const chunks: Buffer[] = [];
      for await (const chunk of await get(key)) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks);
    },
    async size(key) {
      const { ContentLength } = await client.send(new HeadObjectCommand(at(key))).catch(rethrow);
      return ContentLength ?? 0;
    },
    async remove(key) {
      await client.send(new DeleteObjectCommand(at(key))).catch(rethrow);
    },
    removeDrafts: (choice) => removeDraftFiles(tmpdir(), spoolPrefix, choice),
  };
}

interface Place {
  readonly Bucket: string;
  readonly Key: string;
}

async function putSpooled(client: S3Client, place: Place, content: Readable): Promise<BlobInfo> {
  const spool = join(tmpdir(), newDraftName(spoolPrefix, place.Key));
  const measure = new ContentMeasure();
  try {
    await pipeline(content, measure, createWriteStream(spool, { flags: 'wx', mode: 0o600 }));
    const info = measure.result();
    const body = createReadStream(spool);
    await client.send(new PutObjectCommand({ ...place, Body: body, ContentLength: info.sizeBytes })).catch(rethrow);
    return info;
  } finally {
    await rm(spool, { force: true });
  }
}

function rethrow(error: unknown): never {
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
  throw new Problem(status === 404 ? 'not_found' : 'storage_unavailable', { cause: error });
}
