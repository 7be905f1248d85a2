import { hash } from 'node:crypto';
import type { Upload } from './upload-types.ts';

/** How a body is kept. */
export interface PackedBody {
  readonly bytes: Buffer;
  /** True: the bytes are the payload after Base64; false: its text as received. */
  readonly isBinary: boolean;
}

/** The parts of an upload that make it the one it is. */
export type HashedUpload = Pick<Upload, 'compression' | 'isEncrypted' | 'nonce' | 'files' | 'door'>;

/**
 * Turns Base64 text back into the bytes it stands for, when the text can be made from them again but for line breaks
 * (Android wraps at 76 characters with CRLF). Everything else stays the text it was.
 */
export function packBody(upload: Pick<Upload, 'form' | 'compression' | 'isEncrypted'>, bytes: Buffer): PackedBody {
  if (upload.form === 'bytes') return { bytes, isBinary: true };
  const isPlain = upload.compression === 'none' && !upload.isEncrypted;
  const decoded = isPlain ? null : decodeBase64(bytes);
  return decoded ? { bytes: decoded, isBinary: true } : { bytes, isBinary: false };
}

function decodeBase64(bytes: Buffer): Buffer | null {
  const received = bytes.toString('latin1');
  const text = /[\r\n]/.test(received) ? received.replace(/[\r\n]+/g, '') : received;
  const decoded = Buffer.from(text, 'base64');
  return decoded.length > 0 && decoded.toString('base64') === text ? decoded : null;
}

/**
 * The identity of an upload: SHA-256 over its flags, payload and files. The door does not count, so what comes again by
 * another one is a repeat; a single point is never the repeat of a bundle, nor what is taken of what was refused.
 * @param body its SHA-256 in hex, and whether it is refused
 */
export function hashUpload(
  upload: HashedUpload,
  body: { readonly sha256: string; readonly isRefused: boolean },
): Buffer {
  const { compression, isEncrypted, nonce, files, door } = upload;
  const parts = files.map(({ identifier, contentType, part }) => [identifier, contentType, part.sha256]);
  const content = [door === 'point', compression, isEncrypted, nonce, body.sha256, parts];
  return hash('sha256', JSON.stringify(body.isRefused ? [...content, 'refused'] : content), 'buffer');
}
