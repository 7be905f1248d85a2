import { describe, expect, it } from 'vitest';
import { jsonPatchSchema, patchJson } from './patch-json.ts';

const apply = (value: unknown, patch: unknown) => patchJson(value, jsonPatchSchema.parse(patch));

describe('man-33 JSON Patch (RFC 6902)', () => {
  it.each([
    [{ foo: 'bar' }, [{ op: 'add', path: '/baz', value: 'qux' }], { foo: 'bar', baz: 'qux' }],
    [{ foo: ['bar', 'baz'] }, [{ op: 'add', path: '/foo/1', value: 'qux' }], { foo: ['bar', 'qux', 'baz'] }],
    [{ foo: ['bar'] }, [{ op: 'add', path: '/foo/-', value: ['abc'] }], { foo: ['bar', ['abc']] }],
    [{ foo: ['bar', 'qux'] }, [{ op: 'remove', path: '/foo/1' }], { foo: ['bar'] }],
    [{ baz: 'qux' }, [{ op: 'replace', path: '/baz', value: 'boo' }], { baz: 'boo' }],
    [{ a: { b: 1 }, c: {} }, [{ op: 'move', from: '/a/b', path: '/c/d' }], { a: {}, c: { d: 1 } }],
    [{ a: [1, 2, 3] }, [{ op: 'move', from: '/a/0', path: '/a/2' }], { a: [2, 3, 1] }],
    [{ a: { b: [1] } }, [{ op: 'copy', from: '/a', path: '/c' }], { a: { b: [1] }, c: { b: [1] } }],
    [
      { '~1': 10, '/': 9 },
      [
        { op: 'test', path: '/~01', value: 10 },
        { op: 'test', path: '/~1', value: 9 },
      ],
      { '~1': 10, '/': 9 },
    ],
  ])('man-33 example %#', (before, patch, after) => {
    const kept = structuredClone(before);
    expect(apply(before, patch)).toEqual(after);
    expect(before).toEqual(kept);
  });

  it.each([
    [{ a: 1 }, [{ op: 'remove', path: '/b' }]],
    [{ a: 1 }, [{ op: 'replace', path: '/b', value: 1 }]],
    [{ a: 1 }, [{ op: 'add', path: '/b/c', value: 1 }]],
    [{ a: [1] }, [{ op: 'add', path: '/a/3', value: 1 }]],
    [{ a: { b: 1 } }, [{ op: 'move', from: '/a', path: '/a/b' }]],
    [{}, [{ op: 'replace', path: '/__proto__/polluted', value: 1 }]],
  ])('man-33 refuses a place that is not there (%#)', (before, patch) => {
    expect(() => apply(before, patch)).toThrow(expect.objectContaining({ code: 'input_invalid' }));
    expect({}).not.toHaveProperty('polluted');
  });

  it('man-33 a test that does not hold stops it', () => {
    expect(() => apply({ a: { b: [1] } }, [{ op: 'test', path: '/a', value: { b: [2] } }])).toThrow(
      expect.objectContaining({ code: 'changed_meanwhile' }),
    );
  });
});
