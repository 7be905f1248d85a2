import { Readable } from 'node:stream';

/** Carries the length of a body past Next, which takes Content-Length away; the front door gives it its name back. */
export const lengthHeader = 'x-cairn-length';

/** A file that can be opened at any byte. */
export interface ServedFile {
  readonly name: string;
  readonly sizeBytes: number;
  /** Hex; names the content, so that a download is only continued on the same bytes. */
  readonly sha256: string;
  readonly modifiedAt: Date;
  readonly contentType: string;
  /** `end` inclusive. */
  open(range?: { readonly start: number; readonly end: number }): Promise<Readable>;
}

export type ByteRange =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly start: number; readonly end: number }
  | { readonly kind: 'unsatisfiable' };

/**
 * Which bytes a request asks for (RFC 9110, section 14): one range of bytes, and only of the content it knows when it
 * says so (`If-Range`). Anything else, several ranges included, is the whole file.
 */
export function readRange(headers: Headers, file: Pick<ServedFile, 'sizeBytes' | 'sha256' | 'modifiedAt'>): ByteRange {
  const match = /^bytes=(\d*)-(\d*)$/.exec(headers.get('range')?.replaceAll(' ', '') ?? '');
  const [, first = '', last = ''] = match ?? [];
  if (!match || (first === '' && last === '') || !isSameContent(headers.get('if-range'), file))
    return { kind: 'whole' };
  const size = file.sizeBytes;
  const start = first === '' ? Math.max(size - Number(last), 0) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== '' && last !== '' && Number(last) < start) return { kind: 'whole' };
  if (start >= size || (first === '' && Number(last) === 0)) return { kind: 'unsatisfiable' };
  return { kind: 'part', start, end };
}

function isSameContent(ifRange: string | null, file: Pick<ServedFile, 'sha256' | 'modifiedAt'>): boolean {
  if (ifRange === null) return true;
  return ifRange === etagOf(file) || ifRange === file.modifiedAt.toUTCString();
}

function etagOf({ sha256 }: Pick<ServedFile, 'sha256'>): string {
  return `"${sha256}"`;
}

/** Answers with a file to be saved, or the part of it that is asked for, so that a cut download can go on. */
export async function respondFile(request: Request, file: ServedFile, requestId: string): Promise<Response> {
  const headers = new Headers({
    'content-type': file.contentType,
    'content-disposition': contentDisposition(file.name),
    'accept-ranges': 'bytes',
    etag: etagOf(file),
    // Of the whole file, also with a part of it (RFC 9530).
    'repr-digest': `sha-256=:${Buffer.from(file.sha256, 'hex').toString('base64')}:`,
    'last-modified': file.modifiedAt.toUTCString(),
    // The bytes are the message: nothing on the way may pack them again.
    'cache-control': 'private, no-cache, no-transform',
    'content-security-policy': 'sandbox',
    'x-content-type-options': 'nosniff',
    'x-request-id': requestId,
  });
  if (request.headers.get('if-none-match') === etagOf(file)) return new Response(null, { status: 304, headers });
  const range = readRange(request.headers, file);
  if (range.kind === 'unsatisfiable') {
    headers.set('content-range', `bytes */${String(file.sizeBytes)}`);
    return new Response(null, { status: 416, headers });
  }
  const { start, end } = range.kind === 'part' ? range : { start: 0, end: file.sizeBytes - 1 };
  for (const name of ['content-length', lengthHeader]) headers.set(name, String(end - start + 1));
  if (range.kind === 'part')
    headers.set('content-range', `bytes ${String(start)}-${String(end)}/${String(file.sizeBytes)}`);
  const status = range.kind === 'part' ? 206 : 200;
  if (request.method === 'HEAD' || end < start) return new Response(null, { status, headers });
  const content = await file.open(range.kind === 'part' ? { start, end } : undefined);
  return new Response(Readable.toWeb(content) as ReadableStream, { status, headers });
}

/** A file that is made while it is sent. */
export interface SentFile {
  readonly name: string;
  readonly contentType: string;
  readonly content: Readable;
  /** Where it is known beforehand. */
  readonly sizeBytes?: number;
}

/** Answers with a file to be saved that cannot be continued once it was cut, and never opens as a page of ours. */
export function respondDownload({ name, contentType, content, sizeBytes }: SentFile, requestId: string): Response {
  return new Response(Readable.toWeb(content) as ReadableStream, {
    headers: {
      'content-type': contentType,
      'content-disposition': contentDisposition(name),
      ...(sizeBytes !== undefined && { 'content-length': String(sizeBytes) }),
      'content-security-policy': 'sandbox',
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
      'x-request-id': requestId,
    },
  });
}

/** True when a request goes on with a download that was begun before. */
export function isContinuation(request: Request): boolean {
  return /^bytes=0*[1-9]\d*-/.test(request.headers.get('range') ?? '');
}

function contentDisposition(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\]/g, '_');
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(name)}`;
}
