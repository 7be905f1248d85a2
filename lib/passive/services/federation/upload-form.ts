import type { Readable } from 'node:stream';
import type { OutgoingPost } from '#lib/platform/outgoing/post-text.ts';
import { newId } from '#lib/platform/ids.ts';
import type { FileToForward } from '../../data/federation/forwarding.sql.ts';

/** What a batch with large files may take on a bad line, ms. */
const timeoutMs = 10 * 60_000;

export interface FormContent {
  /** Gzip of a JSON list of points. */
  readonly body: Buffer;
  readonly files: readonly FileToForward[];
  readonly openFile: (blobKey: string) => Promise<Readable>;
}

/**
 * The form in which a peer takes points (Passive Data Kit, sections 1.3 and 1.4): `payload` is Base64 of gzip, and files are
 * parts that points name. Without files it is urlencoded, as peers of old send it.
 */
export function uploadForm(url: string, { body, files, openFile }: FormContent): OutgoingPost {
  const payload = body.toString('base64');
  const common = { 'user-agent': 'Passive Data Kit Server (Cairn)', accept: 'application/json' };
  if (files.length === 0) {
    const headers = { ...common, 'content-type': 'application/x-www-form-urlencoded' };
    return { url, headers, timeoutMs, body: new URLSearchParams({ compression: 'gzip', payload }).toString() };
  }
  const boundary = `cairn-${newId()}`;
  const part = (disposition: string, type?: string) =>
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n${type ? `Content-Type: ${type}\r\n` : ''}\r\n`,
    );
  const line = Buffer.from('\r\n');
  const fields = [
    part('name="compression"'),
    Buffer.from('gzip'),
    line,
    part('name="payload"'),
    Buffer.from(payload),
    line,
  ];
  const heads = files.map(({ identifier, fileName, contentType }) =>
    part(`name="${quoted(identifier)}"; filename="${quoted(fileName)}"`, plain(contentType)),
  );
  const end = Buffer.from(`--${boundary}--\r\n`);
  const texts = [...fields, ...heads, end].reduce((sum, { length }) => sum + length, 0);
  const sizeBytes = texts + files.reduce((sum, file) => sum + file.sizeBytes + line.length, 0);
  async function* open() {
    yield* fields;
    for (const [index, { blobKey }] of files.entries()) {
      yield heads[index] as Buffer;
      for await (const chunk of await openFile(blobKey)) yield chunk as Buffer;
      yield line;
    }
    yield end;
  }
  const headers = { ...common, 'content-type': `multipart/form-data; boundary=${boundary}` };
  return { url, headers, timeoutMs, body: { sizeBytes, open } };
}

/** As browsers write names in forms. */
function quoted(text: string): string {
  return text.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function plain(type: string): string {
  return /^[\x20-\x7e]+$/.test(type) ? type : 'application/octet-stream';
}
