/** A media file that goes with a bundle; `identifier` names the form part. */
export interface Attachment {
  readonly identifier: string;
  readonly fileName: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** A multipart form as OkHttp builds it for PDK Android: Content-Length per part, no Content-Type on text parts. */
export function encodeMultipart(
  boundary: string,
  fields: readonly (readonly [name: string, value: string])[],
  attachments: readonly Attachment[] = [],
): Buffer {
  const parts: Buffer[] = [];
  for (const file of attachments) {
    parts.push(
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="${file.identifier}"; filename="${file.fileName}"\r\n` +
          `Content-Type: ${file.contentType}\r\nContent-Length: ${String(file.bytes.length)}\r\n\r\n`,
      ),
      file.bytes,
      Buffer.from('\r\n'),
    );
  }
  for (const [name, value] of fields) {
    const bytes = Buffer.from(value);
    parts.push(
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\nContent-Length: ${String(bytes.length)}\r\n\r\n`,
      ),
      bytes,
      Buffer.from('\r\n'),
    );
  }
  parts.push(Buffer.from(`--${boundary}--\r\n`));
  return Buffer.concat(parts);
}
