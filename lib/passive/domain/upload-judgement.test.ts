import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { cleanShortText, judgeUpload } from './upload-judgement.ts';
import { jsonParsedAtDoorBytes } from './upload-limits.ts';
import type { Upload } from './upload-types.ts';
import type { StudyId } from '#lib/platform/ids.ts';

const upload = (change: Partial<Upload> & { text?: string; bytes?: Buffer } = {}): Upload => ({
  studyId: '0192' as StudyId,
  door: 'form',
  body: { kind: 'memory', bytes: change.bytes ?? Buffer.from(change.text ?? '[]') },
  form: 'text',
  compression: 'none',
  isEncrypted: false,
  nonce: null,
  claimedSource: null,
  files: [],
  mayRefuse: true,
  sender: { remoteAddress: '192.0.2.7', userAgent: null },
  ...change,
});

describe('pdk-02 judging an upload at the door', () => {
  it('takes any JSON, with a byte order mark, NUL escapes and lone surrogates', () => {
    for (const text of ['[]', '{}', '42', 'null', ' "x" ', '\uFEFF[]', String.raw`["\u0000","\\u0000","\ud800"]`])
      expect(judgeUpload(upload({ text })), text).toBeNull();
    for (const bytes of [Buffer.from('\ufeff[1]', 'utf16le'), Buffer.from('[1]', 'utf16le').swap16()])
      expect(judgeUpload(upload({ bytes }))).toBeNull();
  });

  it('refuses what is not JSON', () => {
    for (const text of ['', '[', '[1,]', 'payload', '[NaN]', '[1] 2', '\0'])
      expect(judgeUpload(upload({ text })), text).toBe('not-json');
  });

  it('never refuses a sender that deletes on any answer', () => {
    expect(judgeUpload(upload({ text: '[', mayRefuse: false }))).toBeNull();
    expect(judgeUpload(upload({ isEncrypted: true, mayRefuse: false }))).toBeNull();
  });

  it('opens nothing that is compressed or encrypted', () => {
    expect(judgeUpload(upload({ text: 'no base64', compression: 'gzip' }))).toBeNull();
    expect(judgeUpload(upload({ text: 'no base64', isEncrypted: true, nonce: 'n' }))).toBeNull();
    expect(judgeUpload(upload({ text: 'no base64', isEncrypted: true }))).toBe('nonce-missing');
  });

  it('wants gzip to begin like gzip', () => {
    const bytes = { form: 'bytes', compression: 'gzip', door: 'put' } as const;
    expect(judgeUpload(upload({ ...bytes, bytes: gzipSync('[') }))).toBeNull();
    expect(judgeUpload(upload({ ...bytes, text: '[]' }))).toBe('not-gzip');
  });

  it('wants one object where one point goes', () => {
    expect(judgeUpload(upload({ door: 'point', text: '{}' }))).toBeNull();
    for (const text of ['[]', 'null', '1']) expect(judgeUpload(upload({ door: 'point', text }))).toBe('not-a-point');
  });

  it('leaves very large and deeply nested JSON to processing', () => {
    expect(judgeUpload(upload({ text: `[${' '.repeat(jsonParsedAtDoorBytes)}` }))).toBeNull();
    const stored = { kind: 'stored', part: { blobKey: 'k', sizeBytes: 1, sha256: '' } } as const;
    expect(judgeUpload(upload({ body: stored }))).toBeNull();
    expect(judgeUpload(upload({ text: '['.repeat(500_000) + ']'.repeat(500_000) }))).toBeNull();
  });
});

describe('pdk-02 short texts of a client', () => {
  it('fit the database: no NUL, no half characters, not endless', () => {
    expect(cleanShortText('a\0b', 10)).toBe('ab');
    expect(cleanShortText('a\ud800b', 10)).toBe('a\ufffdb');
    expect(cleanShortText('ab😀', 3)).toBe('ab\ufffd');
  });
});
