import { describe, expect, it } from 'vitest';
import { equalSecrets, sha256Hex } from './hash.ts';
import { openText, sealText } from './seal.ts';

const secret = 'f'.repeat(64);

describe('sealText', () => {
  it('platform: opens what it sealed, and never seals alike', () => {
    const sealed = sealText(secret, 'clé privée 🔑');
    expect(openText(secret, sealed)).toBe('clé privée 🔑');
    expect(sealText(secret, 'clé privée 🔑')).not.toBe(sealed);
    expect(openText(secret, sealText(secret, ''))).toBe('');
  });

  it('platform: refuses another secret, a changed text and what is none', () => {
    const sealed = sealText(secret, 'x');
    expect(() => openText('e'.repeat(64), sealed)).toThrow();
    expect(() => openText(secret, `${sealed.slice(0, -2)}AA`)).toThrow();
    expect(() => openText(secret, 'plain')).toThrow('not a sealed text');
    expect(() => openText(secret, 'v1.AAAA')).toThrow();
  });
});

describe('hash', () => {
  it('platform: gives SHA-256 as FIPS 180-4 does, and compares secrets', () => {
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(equalSecrets('a', 'a')).toBe(true);
    expect(equalSecrets('a', 'ab')).toBe(false);
  });
});
