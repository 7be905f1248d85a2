import { randomBytes } from 'node:crypto';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createBoxOpener } from '#lib/platform/crypto/box-opener.ts';
import { openPayload, type OpenedPayload, type Payload } from './open-payload.ts';

const keys = {
  serverPrivateKey: Buffer.from('AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=', 'base64'),
  clientPublicKey: Buffer.from('WGmv9FBUlzLLqu1eXfmzCm2jHLDldCutWtShp2jxpns=', 'base64'),
};
const nonce = 'QUJDREVGR0hJSktMTU5PUFFSU1RVVldY';
const plain =
  '[{"event_name":"opened","passive-data-metadata":{"generator-id":"pdk-app-event","generator":"pdk-app-event: FieldApp/2.3","source":"p-001","timestamp":1760000000}}]';
const sealed =
  'Xyu/8ofTcOSR7XYhHYSn4jiM0lZjFPQ5FnM/i4de9MGMB2ssSAemof/rdLvsLz7SDATOCjpmqJNQOFizxJ6Qcd0dMQW5YJT3It9pci9aJX8U6slNHEv8Ru21woCkhvn3VP8tHn5qOjTMY75qU/0OFBwN5b0i30hjvqk6WUgFJvBgRh7pfQeTSrtUWwA9hLy1SCLs8dq2ESsoLAnH/wZsF7gyQPGUdfa6Y6ujSKf8PspAn2Wz';
const zipped =
  'H4sIAAAAAAAAA11NSwrCMBC9isza0bSCQnZuvEQRGZpBgiYZkrGb0rs7VXDhWz3ed5iBJ856y5QYPBThzAG2INRanBgDKWFipZWAn+FugUpaKsZgBQkPJBH8rFjvZ/97fnOJ/AxnkX2/O1iylVcd109B5zoTNCZuSknAd6ej+2JZrm8WDbgypAAAAA==';
const zippedAndSealed =
  'NlFMxmx5fxk9nQTC1N0UZivDg3pUMNsMCFwfp6NN/62wAHwBYCHHtLTob6mvJBv0cA71Cy0OlKRjA0yQ15brEc1NEQLnd5WhAOhfNxFENCBSr8RkexK5ALnl5byasI+zDNkPQlJWCSHNU/sUOtosFkE2woxhkXhzt4hwGEUfGftGVgXJGHf1Qes+EwUI3vfhS26ZmYXaWXVyVhfKxF5oC6cQQvjVZ/XJYef8LNmPVI8jiXavRSZ9DnhyUfG+aMGz9jOh/27+w3quypUo';

const openBox = await createBoxOpener(keys);

function open(
  payload: Partial<Payload> & { text?: string; bytes?: Buffer },
  maxOpenedBytes = 1_000_000,
): OpenedPayload {
  return openPayload(
    {
      body: payload.bytes ?? Buffer.from(payload.text ?? ''),
      isBinary: payload.bytes !== undefined,
      compression: payload.compression ?? 'none',
      isEncrypted: payload.isEncrypted ?? false,
      nonce: payload.nonce ?? null,
    },
    { openBox, maxOpenedBytes },
  );
}

const textOf = (opened: OpenedPayload) => (opened.ok ? opened.bytes.toString() : opened.reason);
const wrapped = (base64: string) => `${base64.replace(/.{76}/g, '$&\r\n')}\r\n`;

describe('pdk-03 opens the four encodings', () => {
  it('pdk-03 opens plain JSON, gzip, box, and gzip inside the box (known answers)', () => {
    expect(textOf(open({ text: plain }))).toBe(plain);
    expect(textOf(open({ text: zipped, compression: 'gzip' }))).toBe(plain);
    expect(textOf(open({ text: sealed, isEncrypted: true, nonce }))).toBe(plain);
    expect(textOf(open({ text: zippedAndSealed, isEncrypted: true, compression: 'gzip', nonce }))).toBe(plain);
  });

  it('pdk-03 opens the same as bytes, and as Base64 wrapped with CRLF, nonce included', () => {
    expect(textOf(open({ bytes: Buffer.from(zipped, 'base64'), compression: 'gzip' }))).toBe(plain);
    expect(textOf(open({ bytes: Buffer.from(sealed, 'base64'), isEncrypted: true, nonce }))).toBe(plain);
    expect(textOf(open({ text: wrapped(zipped), compression: 'gzip' }))).toBe(plain);
    expect(textOf(open({ text: wrapped(sealed), isEncrypted: true, nonce: `${nonce}\r\n` }))).toBe(plain);
  });

  it('pdk-03 takes clear text labelled encrypted, as JSON and as gzip', () => {
    expect(textOf(open({ text: plain, isEncrypted: true, nonce }))).toBe(plain);
    expect(textOf(open({ text: plain, isEncrypted: true, compression: 'gzip' }))).toBe(plain);
    expect(textOf(open({ bytes: Buffer.from(plain), isEncrypted: true, nonce }))).toBe(plain);
    expect(textOf(open({ text: zipped, isEncrypted: true, compression: 'gzip', nonce }))).toBe(plain);
  });

  it('pdk-03 opens what clients mix up with gzip: zlib, bare deflate, and other names for all of them', () => {
    for (const compression of ['gzip', 'GZIP', 'x-gzip', 'deflate', ' zlib']) {
      for (const bytes of [gzipSync(plain), deflateSync(plain), deflateRawSync(plain)]) {
        expect(textOf(open({ text: bytes.toString('base64'), compression }))).toBe(plain);
        expect(textOf(open({ bytes, compression }))).toBe(plain);
      }
    }
    expect(textOf(open({ text: plain, compression: 'Identity' }))).toBe(plain);
    expect(textOf(open({ text: zippedAndSealed, isEncrypted: true, compression: 'GZip', nonce }))).toBe(plain);
  });

  it('pdk-03 tells what is wrong with what it cannot open', () => {
    const otherNonce = Buffer.alloc(24).toString('base64');
    expect(textOf(open({ text: sealed, isEncrypted: true, nonce: otherNonce }))).toBe('wrong_key');
    expect(textOf(open({ text: sealed, isEncrypted: true }))).toBe('nonce_missing');
    expect(textOf(open({ text: sealed, isEncrypted: true, nonce: 'short' }))).toBe('nonce_missing');
    expect(textOf(open({ text: 'what?', isEncrypted: true, nonce }))).toBe('base64_broken');
    expect(textOf(open({ text: 'what?', compression: 'gzip' }))).toBe('base64_broken');
    expect(textOf(open({ text: 'AAAA', compression: 'gzip' }))).toBe('gzip_broken');
    expect(textOf(open({ bytes: deflateSync('what?'), compression: 'gzip' }))).toBe('gzip_broken');
    expect(textOf(open({ bytes: deflateRawSync('what?'), compression: 'deflate' }))).toBe('gzip_broken');
    expect(textOf(open({ bytes: deflateSync(plain).subarray(0, 60), compression: 'gzip' }))).toBe('gzip_broken');
    expect(textOf(open({ text: plain, compression: 'zstd' }))).toBe('compression_unknown');
    const noKeys = openPayload(
      { body: Buffer.from(sealed), isBinary: false, compression: 'none', isEncrypted: true, nonce },
      { openBox: null, maxOpenedBytes: 1000 },
    );
    expect(textOf(noKeys)).toBe('key_missing');
  });

  it('pdk-03 does not take random bytes that begin like JSON for clear text', () => {
    const bytes = Buffer.concat([Buffer.from('[{'), randomBytes(100)]);
    expect(textOf(open({ bytes, isEncrypted: true, nonce }))).toBe('wrong_key');
  });

  it('pdk-03 stops a gzip bomb before it is in memory', () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000, 0x20), { level: 9 });
    expect(textOf(open({ bytes: bomb, compression: 'gzip' }, 1_000_000))).toBe('gzip_too_large');
    const zlibBomb = deflateSync(Buffer.alloc(50_000_000, 0x20), { level: 9 });
    expect(textOf(open({ bytes: zlibBomb, compression: 'deflate' }, 1_000_000))).toBe('gzip_too_large');
    expect(textOf(open({ bytes: bomb.subarray(0, -9), compression: 'gzip' }, 1_000_000))).toBe('gzip_too_large');
  });

  it('pdk-16 gives the exact beginning of a gzip that was cut off', () => {
    const whole = gzipSync(plain.repeat(50));
    const opened = open({ bytes: whole.subarray(0, whole.length - 12), compression: 'gzip' });
    expect(opened.ok && opened.isTruncated).toBe(true);
    expect(plain.repeat(50).startsWith(textOf(opened))).toBe(true);
    expect(textOf(opened).length).toBeGreaterThan(100);
  });

  it('pdk-16 does not trust a gzip that was damaged', () => {
    const damaged = gzipSync(plain.repeat(50));
    damaged[damaged.length - 6]! ^= 0xff;
    expect(textOf(open({ bytes: damaged, compression: 'gzip' }))).toBe('gzip_broken');
  });
});
