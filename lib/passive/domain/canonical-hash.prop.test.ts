import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BundleReader } from './read-bundle.ts';
import type { DecodedPoint } from './read-point.ts';
import { renderPoint } from './render-point.ts';

const reader = new BundleReader();

function readOne(text: string): DecodedPoint {
  const content = reader.read(Buffer.from(`[${text}]`), { isEncrypted: false, details: null, isTruncated: false });
  expect(content.findings).toEqual([]);
  return content.points[0]!;
}

function render(point: DecodedPoint): string {
  const { bytes, start, end, cutStart, cutEnd, envelope, lon, lat } = point;
  return renderPoint({
    source: point.source,
    createdAtUs: point.createdAtUs,
    position: Number.isNaN(lon) ? null : [lon, lat],
    properties: bytes.toString('utf8', start, cutStart) + bytes.toString('utf8', cutEnd, end),
    extras: point.extras,
    envelope: { id: 1, ...envelope },
  });
}

/** The same value with the members of every object in another order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, reversed(member)]),
  );
}

const wellFormed = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', '').toWellFormed());
const key = wellFormed.filter((name) => !['__proto__', '_pdk_trace_context', 'passive-data-metadata'].includes(name));
const json = fc.jsonValue({ maxDepth: 4, noUnicodeString: true, stringUnit: 'grapheme' }).filter((value) => {
  const text = JSON.stringify(value);
  return !text.includes(String.raw`\u0000`) && !text.includes('__proto__') && text.isWellFormed();
});
const metadata = fc.record(
  {
    source: wellFormed.filter((text) => text.trim() !== ''),
    'generator-id': wellFormed,
    generator: wellFormed,
    timestamp: fc.double({ min: 0, max: 4102444799, noNaN: true }),
    timezone: fc.constantFrom('Africa/Kampala', null, ''),
    latitude: fc.oneof(fc.double({ min: -90, max: 90, noNaN: true }), fc.constantFrom(null, 91, 'x')),
    longitude: fc.double({ min: -200, max: 200, noNaN: true }),
    'enqueued-at': fc.double({ noNaN: true, noDefaultInfinity: true }),
    pdk_server_created: fc.integer(),
    'bundle-details': json,
    custom: json,
  },
  { requiredKeys: ['source', 'generator', 'timestamp'] },
);
const point = fc
  .tuple(fc.dictionary(key, json, { maxKeys: 8 }), metadata)
  .map(([members, own]): object => ({ ...members, 'passive-data-metadata': own }));

describe('pdk-15 content hash', () => {
  it('pdk-15 is the same in any order of members and with any white space', () => {
    fc.assert(
      fc.property(point, (value) => {
        const hash = readOne(JSON.stringify(value)).contentHash;
        expect(readOne(JSON.stringify(reversed(value), null, 3)).contentHash).toBe(hash);
      }),
    );
  });

  it('pdk-15 differs when one value differs', () => {
    fc.assert(
      fc.property(point, json, (value, other) => {
        const one = readOne(JSON.stringify({ ...value, x: [other] })).contentHash;
        const two = readOne(JSON.stringify({ ...value, x: [other, 1] })).contentHash;
        expect(one).not.toBe(two);
      }),
    );
  });
});

describe('pdk-14 rendering', () => {
  it('pdk-14 gives back the point that was sent, with what the server adds', () => {
    fc.assert(
      fc.property(point, (value) => {
        const sent = JSON.parse(JSON.stringify(value)) as { 'passive-data-metadata': object };
        const back = JSON.parse(render(readOne(JSON.stringify(value)))) as object;
        expect(back).toEqual({
          ...sent,
          'passive-data-metadata': { ...sent['passive-data-metadata'], encrypted_transmission: false },
        });
      }),
      { numRuns: 500 },
    );
  });

  it('pdk-14 keeps the text of numbers, and adds bundle-details in place of any that were sent', () => {
    const text =
      '{"observed":1760000000123456789,"passive-data-metadata":{"source":"p","generator":"g: a","timestamp":1760000000.0,' +
      '"latitude":1.50,"longitude":2,"seq":12345678901234567890,"bundle-details":"mine","encrypted_transmission":"no"}}';
    const content = reader.read(Buffer.from(text), {
      isEncrypted: true,
      details: '{"ip":"192.0.2.7"}',
      isTruncated: false,
    });
    expect(render(content.points[0]!)).toBe(
      '{"observed":1760000000123456789,"passive-data-metadata":{"source":"p","generator":"g: a","timestamp":1760000000.0,' +
        '"latitude":1.50,"longitude":2,"seq":12345678901234567890,"bundle-details":{"ip":"192.0.2.7"},"encrypted_transmission":true}}',
    );
  });
});
