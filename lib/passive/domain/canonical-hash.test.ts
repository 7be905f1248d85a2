import { describe, expect, it } from 'vitest';
import { PointHasher } from './canonical-hash.ts';
import { canonicalNumber } from './canonical-number.ts';
import { JsonTape } from './json-tape.ts';

function canonical(text: string): string {
  const tape = new JsonTape();
  tape.bytes = Buffer.from(text);
  expect(tape.scan(0)).toBe(tape.bytes.length);
  return new PointHasher().canonicalText(tape);
}

describe('pdk-15 canonical content', () => {
  it('pdk-15 writes equal numbers in one way, without rounding', () => {
    const same: [string, string[]][] = [
      ['0', ['0', '-0', '0.0', '-0.00e5', '0e999999999']],
      ['15', ['15', '15.0', '1.5e1', '150E-1']],
      ['0.001', ['0.001', '1e-3', '0.0010']],
      ['-12.5', ['-12.5', '-1250e-2']],
      ['9007199254740993', ['9007199254740993', '9007199254740993.0']],
      ['1e40', ['1e40', '1e+40', `1${'0'.repeat(40)}`]],
      ['1e-40', ['1e-40', `0.${'0'.repeat(39)}1`]],
    ];
    for (const [expected, texts] of same) for (const text of texts) expect(canonicalNumber(text)).toBe(expected);
    expect(canonicalNumber('9007199254740992')).not.toBe(canonicalNumber('9007199254740993'));
  });

  it('pdk-15 does not mind key order, white space, escapes and the way of writing a number', () => {
    const point = '{"b":[1,{"y":"é/","x":null}],"a":10}';
    expect(canonical(String.raw`{ "a" : 1e1, "\u0062":[1.0,{"x":null,"y":"\u00e9\/"}] }`)).toBe(canonical(point));
    expect(canonical(point)).toBe('{"a":10,"b":[1,{"x":null,"y":"é/"}]}');
  });

  it('pdk-15 leaves out what servers add, and only there', () => {
    const sent = '{"bundle-details":1,"passive-data-metadata":{"source":"p"}}';
    const returned =
      '{"_pdk_trace_context":{"bundle_id":1},"bundle-details":1,"passive-data-metadata":' +
      '{"source":"p","encrypted_transmission":true,"bundle-details":{"ip":"x"},"pdk_server_created":1,"pdk_server_recorded":2}}';
    expect(canonical(returned)).toBe(canonical(sent));
  });
});
