import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonMembers } from './json-members.ts';

const names = ['level', 'x y', 'ü', '"quoted"', '__proto__'];

const member = fc.tuple(fc.oneof(fc.constantFrom(...names), fc.string()), fc.jsonValue());

describe('pdk-33 cells of a point', () => {
  it('pdk-33 are the members JSON.parse finds, in any layout', () => {
    fc.assert(
      fc.property(fc.array(member), fc.constantFrom('', ' ', '\n\t '), (members, space) => {
        const pairs = members.map(
          ([name, value]) => `${JSON.stringify(name)}${space}:${space}${JSON.stringify(value)}`,
        );
        const text = `{${space}${pairs.join(`${space},${space}`)}${space}}`;
        const bytes = Buffer.from(`junk${text}more`);
        const found = new JsonMembers(names);
        found.locate(bytes, 4);
        const expected = new Map(members);
        for (const [index, name] of names.entries()) {
          const start = found.starts[index]!;
          expect(start !== -1).toBe(expected.has(name));
          if (start === -1) continue;
          const value = JSON.parse(bytes.toString('utf8', start, found.ends[index])) as unknown;
          expect(JSON.stringify(value)).toBe(JSON.stringify(expected.get(name)));
        }
      }),
    );
  });

  it('pdk-33 are found under escaped names, and keep every digit', () => {
    const bytes = Buffer.from('{"le\\u0076el" : 12345678901234567890.120, "nested":{"level":1}}');
    const found = new JsonMembers(['level']);
    found.locate(bytes, 0);
    expect(bytes.toString('utf8', found.starts[0], found.ends[0])).toBe('12345678901234567890.120');
  });
});
