import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indentJson } from './indent-json.ts';

describe('pdk-31 layout of raw days', () => {
  it('pdk-31 is that of an indent of two, whatever the text looked like', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 1, 3), (value, spaces) => {
        const given = JSON.stringify(value, null, spaces);
        expect(indentJson(given, 0)).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });

  it('pdk-31 keeps digits and escapes as they came', () => {
    expect(indentJson('{"a":1.50,"b":[ ],"c":"\\u00e9 {,:"}', 1)).toBe(
      '{\n    "a": 1.50,\n    "b": [],\n    "c": "\\u00e9 {,:"\n  }',
    );
  });
});
