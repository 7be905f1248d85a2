import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FormTarget } from './form-target.ts';
import { decodePercent, UrlencodedReader } from './form-urlencoded.ts';

/** Reads a form cut into pieces; the pairs in their order, values as bytes in Latin-1. */
function read(encoded: string, cuts: readonly number[]): [string, string][] {
  const pairs: [string, string][] = [];
  const target: FormTarget = {
    openFile: () => null,
    openField: (name) => {
      const chunks: Buffer[] = [];
      return {
        write: (chunk) => chunks.push(chunk),
        end: () => pairs.push([name, Buffer.concat(chunks).toString('utf8')]),
      };
    },
  };
  const reader = new UrlencodedReader(target);
  const bytes = Buffer.from(encoded, 'latin1');
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  [0, ...places].forEach((from, index) => reader.push(bytes.subarray(from, places[index] ?? bytes.length)));
  reader.end();
  return pairs;
}

const cutsArbitrary = fc.array(fc.nat(2000), { maxLength: 20 });

describe('pdk-02 reading urlencoded forms byte by byte', () => {
  it('agrees with URLSearchParams on every form it writes, cut anywhere', () => {
    const pairs = fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(pairs, cutsArbitrary, (fields, cuts) => {
        const encoded = new URLSearchParams(fields).toString();
        expect(read(encoded, cuts)).toEqual([...new URLSearchParams(encoded)]);
      }),
    );
  });

  it('agrees with URLSearchParams on anything at all in ASCII', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', '%', '%', '%', '+', '=', '&', ';', '4', 'F', 'z', '0', ' '),
    });
    fc.assert(
      fc.property(text, cutsArbitrary, (encoded, cuts) => {
        const expected = [...new URLSearchParams(`?${encoded}`)];
        expect(read(encoded, cuts)).toEqual(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it('gives back the bytes of Base64 whatever is escaped in it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), cutsArbitrary, (bytes, cuts) => {
        const base64 = Buffer.from(bytes).toString('base64');
        expect(read(`compression=gzip&payload=${encodeURIComponent(base64)}`, cuts)).toEqual([
          ['compression', 'gzip'],
          ['payload', base64],
        ]);
      }),
    );
  });

  it('leaves broken escapes as they are and copies nothing that has none', () => {
    expect(decodePercent(Buffer.from('a%4')).toString()).toBe('a%4');
    expect(decodePercent(Buffer.from('%zz%41%')).toString()).toBe('%zzA%');
    const plain = Buffer.from('nothing to decode');
    expect(decodePercent(plain)).toBe(plain);
  });
});
