import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashUpload, packBody } from './upload-packing.ts';
import type { Upload } from './upload-types.ts';
import type { StudyId } from '#lib/platform/ids.ts';

const gzipText = { form: 'text', compression: 'gzip', isEncrypted: false } as const;

describe('pdk-03 packing a body', () => {
  it('turns Base64 into bytes exactly when the text can be made again but for its line ends', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 500 }), fc.boolean(), (bytes, isWrapped) => {
        const base64 = Buffer.from(bytes).toString('base64');
        const text = isWrapped ? base64.replace(/.{1,76}/g, '$&\r\n') : base64;
        expect(packBody(gzipText, Buffer.from(text))).toEqual({ bytes: Buffer.from(bytes), isBinary: true });
      }),
    );
  });

  it('keeps every other text byte by byte', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const text = Buffer.from(bytes);
        const packed = packBody(gzipText, text);
        const again = packed.isBinary ? Buffer.from(packed.bytes.toString('base64')) : packed.bytes;
        expect(again.toString('latin1')).toBe(text.toString('latin1').replace(packed.isBinary ? /[\r\n]/g : /$^/, ''));
      }),
      { numRuns: 2000 },
    );
  });

  it.each(['QQ', 'QQ=', 'Q Q=', 'QR==', 'Q-_=', '=', '', 'QUJD!'])('leaves %j alone: bytes would say less', (text) => {
    expect(packBody(gzipText, Buffer.from(text)).isBinary).toBe(false);
  });

  it('leaves plain JSON and bytes alone', () => {
    const body = Buffer.from('QUJD');
    expect(packBody({ ...gzipText, compression: 'none' }, body)).toEqual({ bytes: body, isBinary: false });
    expect(packBody({ ...gzipText, form: 'bytes' }, body)).toEqual({ bytes: body, isBinary: true });
  });
});

describe('pdk-15 the identity of an upload', () => {
  const upload: Upload = {
    studyId: '0192' as StudyId,
    door: 'form',
    body: { kind: 'memory', bytes: Buffer.from('x') },
    form: 'text',
    compression: 'none',
    isEncrypted: false,
    nonce: null,
    claimedSource: 'P-1',
    files: [],
    mayRefuse: true,
    sender: { remoteAddress: '192.0.2.7', userAgent: null },
  };
  const file = {
    identifier: 'a',
    fileName: 'a.jpg',
    contentType: 'image/jpeg',
    part: { blobKey: 'k', sizeBytes: 1, sha256: 'ff' },
  };
  const hash = (change: Partial<Upload>, sha256 = 'aa', isRefused = false) =>
    hashUpload({ ...upload, ...change }, { sha256, isRefused }).toString('hex');

  it('does not depend on door, sender, names of files or where they are kept', () => {
    expect(hash({ door: 'create', claimedSource: null, mayRefuse: false })).toBe(hash({}));
    const elsewhere = { ...file, fileName: 'b.jpg', part: { ...file.part, blobKey: 'other' } };
    expect(hash({ files: [elsewhere] })).toBe(hash({ files: [file] }));
  });

  it('depends on everything else', () => {
    const others = [
      hash({}, 'bb'),
      hash({}, 'aa', true),
      hash({ door: 'point' }),
      hash({ compression: 'gzip' }),
      hash({ isEncrypted: true }),
      hash({ nonce: 'n' }),
      hash({ files: [file] }),
      hash({ files: [{ ...file, identifier: 'b' }] }),
      hash({ files: [{ ...file, part: { ...file.part, sha256: '00' } }] }),
    ];
    expect(new Set([hash({}), ...others]).size).toBe(others.length + 1);
  });
});
