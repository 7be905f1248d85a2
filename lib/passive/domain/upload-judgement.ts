import { toUtf8 } from './clean-text.ts';
import { jsonParsedAtDoorBytes } from './upload-limits.ts';
import type { Refusal, Upload } from './upload-types.ts';

/** What is wrong with an upload, if anything can be told at the door; null: it is taken. */
export function judgeUpload(upload: Upload): Refusal | null {
  if (!upload.mayRefuse) return null;
  if (upload.isEncrypted) return upload.nonce === null ? 'nonce-missing' : null;
  if (upload.body.kind === 'stored') return null;
  const { bytes } = upload.body;
  if (upload.form === 'bytes') return upload.compression === 'gzip' && !isGzip(bytes) ? 'not-gzip' : null;
  if (upload.compression !== 'none') return null;
  return judgeText(bytes, upload.door === 'point');
}

/** RFC 1952, section 2.3.1. */
function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function judgeText(bytes: Buffer, isPoint: boolean): Refusal | null {
  if (bytes.length > jsonParsedAtDoorBytes) return null;
  try {
    const value: unknown = JSON.parse(toUtf8(bytes).toString('utf8'));
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isPoint && !isObject ? 'not-a-point' : null;
  } catch (error) {
    // Anything but a syntax error (a nesting too deep to parse) is for processing to say.
    return error instanceof SyntaxError ? 'not-json' : null;
  }
}

/** A short text of a client, fit for the database: no NUL, no lone surrogates, not endless. */
export function cleanShortText(text: string, maxLength: number): string {
  return text.replaceAll('\0', '').toWellFormed().slice(0, maxLength).toWellFormed();
}
