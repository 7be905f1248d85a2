import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newId, type StudyId } from '#lib/platform/ids.ts';
import { BundleReader } from '../read-bundle.ts';
import type { DecodedPoint } from '../read-point.ts';
import { isWhole, readNumber } from './read-number.ts';
import { StudyNotes } from './type-notes.ts';
import { kindsOf } from './variable-kinds.ts';
import type { VariableNote } from './variable-note.ts';

const metadata = { source: 'P-1', 'generator-id': 'x', generator: 'x: App/1', timestamp: 1_760_000_000 };

function read(members: readonly object[], notes = new StudyNotes(newId<StudyId>())): readonly DecodedPoint[] {
  const points = members.map((own) => ({ ...own, 'passive-data-metadata': metadata }));
  const facts = { isEncrypted: false, details: null, isTruncated: false, notes };
  return new BundleReader().read(Buffer.from(JSON.stringify(points)), facts).points;
}

/** What is noted after reading points, by path. */
function noted(members: readonly object[]): Map<string, VariableNote> {
  const points = read(members);
  const types = new Set(points.flatMap(({ form }) => form?.type ?? []));
  const found = points.flatMap(({ form }) => [...(form?.variables ?? [])]);
  return new Map([...found, ...[...types].flatMap(({ touched }) => touched)].map((note) => [note.path, note]));
}

const kindsAt = (notes: Map<string, VariableNote>, path: string) => kindsOf(notes.get(path)?.kinds ?? 0);

/** Every path of a value with the kinds found there, the slow and plain way. */
function pathsOf(value: unknown, path: string, into: Map<string, Set<string>>): void {
  const kinds = into.get(path) ?? new Set();
  into.set(path, kinds);
  if (Array.isArray(value)) {
    kinds.add('list');
    for (const item of value) pathsOf(item, `${path}[]`, into);
  } else if (value !== null && typeof value === 'object') {
    kinds.add('object');
    for (const [name, member] of Object.entries(value)) pathsOf(member, path === '' ? name : `${path}.${name}`, into);
  } else if (typeof value === 'number') kinds.add(/[.e]/.test(JSON.stringify(value)) ? 'number' : 'integer');
  else kinds.add(value === null ? 'null' : typeof value);
}

describe('variables of points', () => {
  it('pdk-45 finds every path with all its kinds, as the plain way does', () => {
    const { value } = fc.letrec((again) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom(null, true, 1, -7, 0.5, 'on', 'a longer text that somebody wrote', 12e30),
        fc.array(again('value'), { maxLength: 3 }),
        again('object'),
      ),
      object: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'level'), again('value'), { maxKeys: 3 }),
    }));
    const points = fc.array(fc.dictionary(fc.constantFrom('a', 'b', 'state'), value, { maxKeys: 3 }), { minLength: 1 });
    fc.assert(
      fc.property(points, (members) => {
        const expected = new Map<string, Set<string>>();
        for (const own of members) pathsOf({ ...own, 'passive-data-metadata': metadata }, '', expected);
        expected.delete('');
        const found = [...noted(members)].map(([path, { kinds }]) => [path, new Set(kindsOf(kinds))] as const);
        expect(new Map(found)).toEqual(expected);
      }),
    );
  });

  it('pdk-45 tells objects of the same names in different places apart', () => {
    const notes = noted([
      { a: [], b: { a: {} } },
      { a: { a: [] }, b: {} },
    ]);
    expect(kindsAt(notes, 'b.a')).toEqual(['object']);
    expect(kindsAt(notes, 'a.a')).toEqual(['list']);
  });

  it('pdk-45 tells whole numbers from others, and null, lists and what is in them', () => {
    const notes = noted([
      { level: 5, plugged: null, tags: ['a', 1], events: [{ package: 'x' }, { package: 'y', extra: { deep: true } }] },
      { level: 5.5, plugged: 'usb', tags: [] },
    ]);
    expect(kindsAt(notes, 'level')).toEqual(['integer', 'number']);
    expect(kindsAt(notes, 'plugged')).toEqual(['string', 'null']);
    expect(kindsAt(notes, 'tags')).toEqual(['list']);
    expect(kindsAt(notes, 'tags[]')).toEqual(['string', 'integer']);
    expect(kindsAt(notes, 'events[].package')).toEqual(['string']);
    expect(kindsAt(notes, 'events[].extra.deep')).toEqual(['boolean']);
    expect(notes.get('tags')?.mostItems).toBe(2);
    expect(kindsAt(notes, 'passive-data-metadata.timestamp')).toEqual(['integer']);
  });

  it('pdk-45 knows the range of numbers to the last digit', () => {
    const values = [-3, 0.1 + 0.2, 1e21, 123_456_789_012_345.6, 5e-324];
    const notes = noted(values.map((value) => ({ value })));
    expect([notes.get('value')?.minimum, notes.get('value')?.maximum]).toEqual([-3, 1e21]);
    const small = noted([{ value: 0.1 + 0.2 }, { value: 17.123456789012345 }]);
    expect([small.get('value')?.minimum, small.get('value')?.maximum]).toEqual([0.1 + 0.2, 17.123456789012345]);
  });

  it('pdk-45 points of one form share it; another member makes another', () => {
    const [first, same, other] = read([{ level: 1 }, { level: 2 }, { level: 2, scale: 100 }]);
    expect(first?.form).toBe(same?.form);
    expect(other?.form?.variables.map(({ path }) => path)).toContain('scale');
    expect(first?.form?.variables.map(({ path }) => path)).not.toContain('scale');
  });

  it('pdk-45 keeps codes as examples', () => {
    const notes = noted([{ state: 'on' }, { state: 'off' }, { state: 'on' }]);
    expect(notes.get('state')?.examples).toEqual(['on', 'off']);
  });

  it.each([
    ['a sensitive name', [{ address: 'on' }]],
    ['a sentence', [{ mood: 'I slept well last night' }]],
    ['a number to call', [{ other: '+256772123456' }]],
    ['a mail address', [{ other: 'anna@example.org' }]],
    ['too many different ones', Array.from({ length: 60 }, (_point, index) => ({ other: `v${index}` }))],
  ])('pdk-45 keeps no example of %s', (_what, points) => {
    const notes = noted(points);
    const [name = ''] = Object.keys(points[0] ?? {});
    expect(notes.get(name)).toMatchObject({ examples: [], hasExamples: false });
  });

  it('pdk-45 objects with data for names make one variable, not thousands', () => {
    const notes = noted(Array.from({ length: 500 }, (_point, index) => ({ used: { [`app ${index} x`]: index } })));
    const ofUsed = [...notes.keys()].filter((path) => path.startsWith('used') && path !== 'used');
    expect(ofUsed.length).toBeLessThanOrEqual(121);
    expect(ofUsed).toContain('used.*');
  });

  it('pdk-45 numbers read from bytes are those of JSON', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const bytes = Buffer.from(JSON.stringify(value));
        const read = readNumber(bytes, 0, bytes.length);
        expect(Math.abs(read - value)).toBeLessThanOrEqual(Math.abs(value) * 1e-14);
      }),
    );
    fc.assert(
      fc.property(
        fc.integer({ min: -99_999_999, max: 99_999_999 }),
        fc.integer({ min: 0, max: 5 }),
        (whole, digits) => {
          const bytes = Buffer.from((whole / 10 ** digits).toFixed(digits));
          expect(readNumber(bytes, 0, bytes.length)).toBe(Number(bytes.toString()));
          expect(isWhole(bytes, 0, bytes.length)).toBe(digits === 0);
        },
      ),
    );
  });
});
