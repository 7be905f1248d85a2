import {
  BodySpool,
  filesPerUpload,
  jsonParsedAtDoorBytes,
  shortTextLength,
  type UploadFile,
} from '#lib/passive/index.ts';
import { cleanShortText } from '#lib/passive/index.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Exchange } from './exchange.ts';
import { FormError, type FilePart, type FormTarget, type PartSink } from './form-target.ts';
import { MultipartReader, readParameter } from './form-multipart.ts';
import { UrlencodedReader } from './form-urlencoded.ts';
import { pumpBody, type BodyTarget } from './pump-body.ts';

/** Longest field besides the payload, in bytes. */
const maxFieldBytes = 64 * 1024;

/** What kind of body a Content-Type names. */
export type BodyKind = 'urlencoded' | 'multipart' | 'raw';

/** Anything that is no form is taken as it is. */
export function bodyKindOf(exchange: Exchange): BodyKind {
  const type = (exchange.header('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (type === 'application/x-www-form-urlencoded') return 'urlencoded';
  return type === 'multipart/form-data' ? 'multipart' : 'raw';
}

interface OpenFile {
  readonly part: FilePart;
  readonly spool: BodySpool;
}

/** The parts of one upload while they come in. */
export class UploadForm implements FormTarget {
  readonly fields = new Map<string, string>();
  payload: BodySpool | null = null;
  readonly #ctx: Context;
  readonly #files: OpenFile[] = [];
  readonly #dropped: BodySpool[] = [];

  constructor(ctx: Context) {
    this.#ctx = ctx;
  }

  openField(name: string): PartSink | null {
    if (name === 'payload') return this.#openPayload();
    const chunks: Buffer[] = [];
    let bytes = 0;
    return {
      write: (chunk) => {
        bytes += chunk.length;
        if (bytes > maxFieldBytes) throw new FormError(`The field "${cleanShortText(name, 40)}" is too long.`);
        chunks.push(chunk);
      },
      end: () => this.fields.set(name, Buffer.concat(chunks).toString('utf8')),
    };
  }

  openFile(part: FilePart): PartSink {
    if (this.#files.length >= filesPerUpload) throw new FormError(`An upload may bring ${filesPerUpload} files.`);
    const spool = new BodySpool(this.#ctx, { memoryBytes: 0 });
    this.#files.push({ part, spool });
    return { write: (chunk) => spool.write(chunk), end: () => undefined };
  }

  whenReady(): Promise<void> | undefined {
    const waits = [this.payload, ...this.#files.map(({ spool }) => spool)].flatMap((spool) => spool?.whenReady() ?? []);
    return waits.length > 0 ? Promise.all(waits).then(() => undefined) : undefined;
  }

  /** The files, durable. */
  async endFiles(): Promise<readonly UploadFile[]> {
    const files: UploadFile[] = [];
    for (const { part, spool } of this.#files) {
      const body = await spool.end();
      if (body.kind !== 'stored') throw new TypeError('a file was kept in memory');
      files.push({
        identifier: cleanShortText(part.name, shortTextLength),
        fileName: cleanShortText(part.fileName, shortTextLength),
        contentType: cleanShortText(part.contentType, shortTextLength),
        part: body.part,
      });
    }
    return files;
  }

  /** Lets go of everything; what was stored stays only when a bundle owns it now. */
  async release({ isKept }: { readonly isKept: boolean }): Promise<void> {
    for (const spool of this.#dropped) await spool.release({ isKept: false });
    await this.payload?.release({ isKept });
    for (const { spool } of this.#files) await spool.release({ isKept });
  }

  /** Of several payloads the last one counts, as it did on the old server. */
  #openPayload(): PartSink {
    if (this.payload) this.#dropped.push(this.payload);
    const spool = new BodySpool(this.#ctx, { memoryBytes: jsonParsedAtDoorBytes });
    this.payload = spool;
    return { write: (chunk) => spool.write(chunk), end: () => undefined };
  }
}

/** Reads a form into `form`. Throws what {@link pumpBody} throws, and FormError. */
export async function readUploadForm(exchange: Exchange, form: UploadForm, maxBytes: number): Promise<void> {
  const reader = openReader(exchange, form);
  const target: BodyTarget = { push: (chunk) => reader.push(chunk), whenReady: () => form.whenReady() };
  await pumpBody(exchange, target, { maxBytes, gunzip: contentEncodingOf(exchange) === 'gzip' });
  reader.end();
}

function openReader(exchange: Exchange, form: UploadForm): MultipartReader | UrlencodedReader {
  if (bodyKindOf(exchange) === 'urlencoded') return new UrlencodedReader(form);
  return new MultipartReader(form, readParameter(exchange.header('content-type') ?? '', 'boundary') ?? '');
}

/** The one content encoding of a request, in lower case; null: none. */
export function contentEncodingOf(exchange: Exchange): string | null {
  const encoding = exchange.header('content-encoding')?.trim().toLowerCase() ?? '';
  if (encoding === '' || encoding === 'identity') return null;
  return encoding === 'x-gzip' ? 'gzip' : encoding;
}

/** Reads a body that is no form into a spool. */
export async function readRawBody(exchange: Exchange, spool: BodySpool, maxBytes: number): Promise<void> {
  const target: BodyTarget = { push: (chunk) => spool.write(chunk), whenReady: () => spool.whenReady() };
  await pumpBody(exchange, target, { maxBytes, gunzip: false });
}
