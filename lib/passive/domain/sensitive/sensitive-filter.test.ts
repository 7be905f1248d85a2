import { expect, it } from 'vitest';
import { JsonTape } from '../json-tape.ts';
import { redactJson } from './redact-json.ts';
import { hidesPosition, SensitiveFilter } from './sensitive-filter.ts';

const fits = (pattern: string, path: string) => new RegExp(`^(?:${pattern})$`).test(path);

function redacted(text: string, pattern: string): string | null {
  const tape = new JsonTape();
  tape.bytes = Buffer.from(text);
  tape.scan(0);
  return redactJson(tape, (path) => fits(pattern, path));
}

it.each([
  ['{"a":1,"b":2}', 'a', '{"b":2}'],
  ['{"a":1,"b":2}', 'b', '{"a":1}'],
  ['{"a":1}', 'a', '{}'],
  ['{"a":{"b":1,"c":2}}', String.raw`a\.b`, '{"a":{"c":2}}'],
  ['{"a":{"b":1},"z":3}', 'a', '{"z":3}'],
  ['{"l":[{"p":1,"q":2},{"q":3},4]}', String.raw`l\[\]\.p`, '{"l":[{"q":2},{"q":3},4]}'],
  ['{"l":["x","y"],"m":1}', String.raw`l\[\]`, '{"l":[],"m":1}'],
  ['{"odd name":1,"x":2}', String.raw`\["odd name"\]`, '{"x":2}'],
  ['{"n":12345678901234567890.10,"x":1e400}', 'x', '{"n":12345678901234567890.10}'],
  ['{"\\u0061":1,"b":2}', 'a', '{"b":2}'],
  ['{ "a" : 1 , "b" : [ 1.0 ] }', 'a', '{"b":[1.0]}'],
])('pdk-42 %s without %s', (text, pattern, left) => {
  expect(redacted(text, pattern)).toBe(left);
});

it('pdk-42 what has nothing sensitive is left as it was sent', () => {
  expect(redacted('{ "a" : [1, {"b": 2}] }', 'c')).toBeNull();
  expect(redacted('"text"', '.*')).toBeNull();
});

const metadata = '"passive-data-metadata":{"source":"P","generator":"x","generator-id":"t","timestamp":1,"latitude":2}';

it('pdk-42 rules are about their type or every type, and never take off what makes a point', () => {
  const filter = new SensitiveFilter(
    [
      { type: 't', pattern: 'number' },
      { type: '*', pattern: 'name' },
      { type: 'other', pattern: 'kept' },
      { type: 't', pattern: 'passive-data-metadata.*' },
    ],
    fits,
  );
  const text = Buffer.from(`{"number":"+243","name":"A","kept":1,${metadata}}`);
  const left = filter.redactPoint(text).toString();
  expect(JSON.parse(left)).toEqual({
    kept: 1,
    'passive-data-metadata': { source: 'P', generator: 'x', 'generator-id': 't', timestamp: 1 },
  });
  const nameless = Buffer.from('{"number":1,"name":2}');
  expect(filter.redactPoint(nameless).toString()).toBe('{"number":1}');
  const only = new SensitiveFilter([{ type: 'other', pattern: 'number' }], fits);
  expect(only.redactPoint(text)).toBe(text);
  expect(only.ofType('t')).toBeNull();
});

it('pdk-42 a hidden latitude hides the position', () => {
  expect(hidesPosition((path) => path === 'latitude')).toBe(true);
  expect(hidesPosition((path) => path === 'passive-data-metadata.longitude')).toBe(true);
  expect(hidesPosition((path) => path === 'altitude')).toBe(false);
});
