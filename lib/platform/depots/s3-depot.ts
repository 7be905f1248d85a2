import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  S3ServiceException,
  UploadPartCommand,
  type CompletedPart,
  type S3Client,
} from '@aws-sdk/client-s3';
import { z } from 'zod';
import { createS3Client } from '../blobs/s3-client.ts';
import type { S3Config } from '../config/config.ts';
import { Problem } from '../problems/problem.ts';
import { requireDepotPath } from './depot-path.ts';
import type { Depot, DepotEntry, DepotFile, DepotReceipt, DepotRun } from './depot.ts';
import { arrivedDamaged } from './hash-content.ts';

/** Smallest part of an upload in parts; S3 takes none under 5 MB but the last. */
const leastPartBytes = 8 * 1024 * 1024;
/** S3 takes 10,000 parts. */
const mostParts = 9_000;

/** What a cut upload needs to go on. */
const memorySchema = z.object({ uploadId: z.string(), partBytes: z.number(), path: z.string() });

interface Bucket {
  readonly client: S3Client;
  readonly name: string;
}

/**
 * Objects of a bucket of any S3-compatible store. Large files go in parts, each with its MD5 for the store to compare;
 * a cut upload goes on after the last part that arrived.
 */
export function createS3Depot(config: S3Config): Depot {
  const client = createS3Client(config);
  const bucket: Bucket = { client, name: config.bucket };
  const at = (path: string) => ({ Bucket: config.bucket, Key: requireDepotPath(path) });
  return {
    put: (file, run) => putObject(bucket, file, run).catch(rethrow),
    async open(path) {
      const { Body } = await client.send(new GetObjectCommand(at(path))).catch(rethrow);
      if (!(Body instanceof Readable)) throw new Problem('destination_unavailable');
      return Body;
    },
    list: (folder) => listObjects(bucket, folder).catch(rethrow),
    async remove(path) {
      await client.send(new DeleteObjectCommand(at(path))).catch(rethrow);
    },
    close() {
      client.destroy();
      return Promise.resolve();
    },
  };
}

async function putObject(bucket: Bucket, file: DepotFile, run: DepotRun): Promise<DepotReceipt> {
  const { client } = bucket;
  const place = { Bucket: bucket.name, Key: requireDepotPath(file.path) };
  if (file.sizeBytes <= leastPartBytes) {
    const Body = Buffer.concat((await (await file.open(0)).toArray()) as Buffer[]);
    const put = new PutObjectCommand({ ...place, Body, ContentLength: Body.length, ContentMD5: md5Of(Body) });
    await client.send(put, { abortSignal: run.signal });
    run.arrived(Body.length);
  } else {
    await putInParts(bucket, file, run);
  }
  const { ContentLength } = await client.send(new HeadObjectCommand(place), { abortSignal: run.signal });
  if (ContentLength !== file.sizeBytes) throw arrivedDamaged();
  return { sizeBytes: file.sizeBytes, check: 'md5' };
}

async function putInParts(bucket: Bucket, file: DepotFile, run: DepotRun): Promise<void> {
  const upload = await goOnWith(bucket, file, run);
  const place = { Bucket: bucket.name, Key: file.path, UploadId: upload.uploadId };
  const parts: CompletedPart[] = [...upload.parts];
  let start = parts.length * upload.partBytes;
  run.arrived(start);
  const content = await file.open(start);
  for await (const body of inPieces(content, upload.partBytes)) {
    const PartNumber = parts.length + 1;
    const part = { ...place, PartNumber, Body: body, ContentLength: body.length, ContentMD5: md5Of(body) };
    const { ETag } = await bucket.client.send(new UploadPartCommand(part), { abortSignal: run.signal });
    parts.push({ PartNumber, ETag });
    start += body.length;
    run.arrived(start);
  }
  const complete = new CompleteMultipartUploadCommand({ ...place, MultipartUpload: { Parts: parts } });
  await bucket.client.send(complete, { abortSignal: run.signal });
}

interface Upload {
  readonly uploadId: string;
  readonly partBytes: number;
  /** Parts that have arrived, from the first without a gap. */
  readonly parts: readonly CompletedPart[];
}

/** The upload of an earlier try, or a new one when there is none or the store has forgotten it. */
async function goOnWith(bucket: Bucket, file: DepotFile, run: DepotRun): Promise<Upload> {
  const known = memorySchema.safeParse(run.memory).data;
  if (known?.path === file.path) {
    const parts = await arrivedParts(bucket, known);
    if (parts !== null) return { ...known, parts };
  }
  const place = { Bucket: bucket.name, Key: file.path };
  const { UploadId: uploadId } = await bucket.client.send(new CreateMultipartUploadCommand(place));
  if (uploadId === undefined) throw new Problem('destination_unavailable');
  const partBytes = Math.max(leastPartBytes, Math.ceil(file.sizeBytes / mostParts));
  await run.remember({ uploadId, partBytes, path: file.path });
  return { uploadId, partBytes, parts: [] };
}

async function arrivedParts(
  { client, name }: Bucket,
  { uploadId, path, partBytes }: z.infer<typeof memorySchema>,
): Promise<readonly CompletedPart[] | null> {
  const parts: CompletedPart[] = [];
  let marker: string | undefined;
  do {
    const ask = { Bucket: name, Key: path, UploadId: uploadId, PartNumberMarker: marker };
    const page = await client.send(new ListPartsCommand(ask)).catch((error: unknown) => {
      if (statusOf(error) === 404) return null;
      throw error;
    });
    if (page === null) return null;
    for (const { PartNumber, ETag, Size } of page.Parts ?? []) {
      if (PartNumber !== parts.length + 1 || Size !== partBytes) return parts;
      parts.push({ PartNumber, ETag });
    }
    marker = page.IsTruncated === true ? page.NextPartNumberMarker : undefined;
  } while (marker !== undefined);
  return parts;
}

/** A stream in pieces of one size, the last as long as it comes. */
async function* inPieces(content: Readable, sizeBytes: number): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  for await (const chunk of content as AsyncIterable<Buffer>) {
    let rest = chunk;
    while (heldBytes + rest.length >= sizeBytes) {
      const taken = sizeBytes - heldBytes;
      yield Buffer.concat([...held, rest.subarray(0, taken)]);
      rest = rest.subarray(taken);
      held = [];
      heldBytes = 0;
    }
    held.push(rest);
    heldBytes += rest.length;
  }
  if (heldBytes > 0) yield Buffer.concat(held);
}

async function listObjects({ client, name }: Bucket, folder: string): Promise<readonly DepotEntry[]> {
  const prefix = folder === '' ? '' : `${requireDepotPath(folder)}/`;
  const entries: DepotEntry[] = [];
  let token: string | undefined;
  do {
    const ask = { Bucket: name, Prefix: prefix, Delimiter: '/', ContinuationToken: token };
    const page = await client.send(new ListObjectsV2Command(ask));
    for (const { Key = '', Size = 0 } of page.Contents ?? []) entries.push({ name: basename(Key), sizeBytes: Size });
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function md5Of(bytes: Buffer): string {
  return createHash('md5').update(bytes).digest('base64');
}

function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
}

/** The store's own word stays with the problem; what a person signed with does not. */
function rethrow(error: unknown): never {
  if (error instanceof Problem) throw error;
  const status = statusOf(error);
  const word =
    error instanceof S3ServiceException ? error.name : ((error as NodeJS.ErrnoException).code ?? 'no answer');
  if (status === 404 && word !== 'NoSuchBucket') throw new Problem('not_found', { cause: error });
  const isRefusal = status !== undefined && status >= 400 && status < 500 && status !== 408 && status !== 429;
  throw new Problem(isRefusal ? 'destination_refused' : 'destination_unavailable', {
    detail: isRefusal ? `The store refuses it: ${word}.` : `The store does not take it at the moment: ${word}.`,
    cause: error,
  });
}
