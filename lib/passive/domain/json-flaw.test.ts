import { describe, expect, it } from 'vitest';
import { jsonFlaw } from './json-flaw.ts';

describe('what keeps a text from being JSON', () => {
  it.each(['{}', '[1, 2]', '"x"', 'null', ' {"a": {"b": [1e5]}} '])('pdk-16 %s is JSON', (text) => {
    expect(jsonFlaw(text)).toBeNull();
  });

  it('pdk-16 names the place of a forgotten comma', () => {
    expect(jsonFlaw('{\n  "a": 1\n  "b": 2\n}')).toMatchObject({ line: 3, column: 3 });
  });

  it('pdk-16 the end of a text that was cut off is its last place', () => {
    expect(jsonFlaw('{"a": [1,')).toMatchObject({ line: 1, column: 10 });
    expect(jsonFlaw('')).toMatchObject({ line: 1, column: 1 });
  });

  it('pdk-16 gives the reason without the position', () => {
    expect(jsonFlaw('{"a": 1 "b": 2}')?.reason).not.toMatch(/position|line/);
  });
});
