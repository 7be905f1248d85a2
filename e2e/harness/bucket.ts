import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** An S3-like store in memory: objects, uploads in parts, and the comparison of MD5 sums. */
export interface Bucket {
  readonly endpoint: string;
  readonly objects: ReadonlyMap<string, Buffer>;
  /** Numbers of the parts that came, in their order. */
  readonly partsTaken: number[];
  /** Answers the next upload of this part with 503. */
  refusePart(number: number): void;
  close(): Promise<void>;
}

interface Store {
  readonly objects: Map<string, Buffer>;
  readonly uploads: Map<string, Map<number, Buffer>>;
  readonly partsTaken: number[];
  refused: number | null;
}

/** Starts one on a free port of this machine. */
export async function startBucket(): Promise<Bucket> {
  const store: Store = { objects: new Map(), uploads: new Map(), partsTaken: [], refused: null };
  const server: Server = createServer((request, response) => {
    void answer(store, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    objects: store.objects,
    partsTaken: store.partsTaken,
    refusePart(number) {
      store.refused = number;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

const md5 = (bytes: Buffer, encoding: 'hex' | 'base64') => createHash('md5').update(bytes).digest(encoding);

async function answer(store: Store, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://x');
  const key = decodeURIComponent(pathname).slice(1);
  const body = await buffer(request);
  const xml = (status: number, text: string) =>
    response.writeHead(status, { 'content-type': 'application/xml' }).end(text);
  const sum = request.headers['content-md5'];
  if (sum !== undefined && sum !== md5(body, 'base64')) {
    xml(400, '<Error><Code>BadDigest</Code></Error>');
    return;
  }
  const uploadId = searchParams.get('uploadId');
  const parts = uploadId === null ? undefined : store.uploads.get(uploadId);
  if (uploadId !== null && !parts) xml(404, '<Error><Code>NoSuchUpload</Code></Error>');
  else if (request.method === 'POST' && searchParams.has('uploads')) {
    const id = `upload-${String(store.uploads.size + 1)}`;
    store.uploads.set(id, new Map());
    xml(200, `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`);
  } else if (request.method === 'PUT' && parts) {
    const number = Number(searchParams.get('partNumber'));
    if (store.refused === number) {
      xml(503, '<Error><Code>SlowDown</Code></Error>');
      return;
    }
    parts.set(number, body);
    store.partsTaken.push(number);
    response.writeHead(200, { etag: `"${md5(body, 'hex')}"` }).end();
  } else if (request.method === 'GET' && parts) {
    const listed = [...parts].map(
      ([number, bytes]) =>
        `<Part><PartNumber>${String(number)}</PartNumber><ETag>"${md5(bytes, 'hex')}"</ETag><Size>${String(bytes.length)}</Size></Part>`,
    );
    xml(200, `<ListPartsResult><IsTruncated>false</IsTruncated>${listed.join('')}</ListPartsResult>`);
  } else if (request.method === 'POST' && parts) {
    store.objects.set(key, Buffer.concat([...parts].sort(([a], [b]) => a - b).map(([, bytes]) => bytes)));
    xml(200, '<CompleteMultipartUploadResult><ETag>"x"</ETag></CompleteMultipartUploadResult>');
  } else answerObject(store, { request, response, key, body });
}

interface ObjectCall {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly key: string;
  readonly body: Buffer;
}

function answerObject(store: Store, { request, response, key, body }: ObjectCall): void {
  const object = store.objects.get(key);
  if (request.method === 'PUT') {
    store.objects.set(key, body);
    response.writeHead(200, { etag: `"${md5(body, 'hex')}"` }).end();
  } else if (request.method === 'DELETE') {
    store.objects.delete(key);
    response.writeHead(204).end();
  } else if (object) {
    response.writeHead(200, { 'content-length': object.length });
    response.end(request.method === 'HEAD' ? undefined : object);
  } else {
    response.writeHead(404, { 'content-type': 'application/xml' }).end('<Error><Code>NoSuchKey</Code></Error>');
  }
}
