import { describe, expect, it } from 'vitest';
import { extraRowError, fromExtraRows, toExtraRows } from './extra-field-rows.ts';

describe('reg-22 extra fields in the editor', () => {
  it('reg-22 come back as they were, each with its kind', () => {
    const fields = { owner: 'état', beds: 12, 'has water': false, nested: { a: [1, null] }, nothing: null, empty: '' };
    expect(fromExtraRows(toExtraRows(fields))).toEqual(fields);
    expect(toExtraRows(fields).map(({ kind }) => kind)).toEqual(['text', 'number', 'boolean', 'json', 'json', 'text']);
  });

  it('reg-22 with a line that is wrong are not taken', () => {
    const wrong = [
      { key: ' ', kind: 'text', text: '' },
      { key: 'a', kind: 'number', text: 'twelve' },
      { key: 'b', kind: 'json', text: '{' },
      { key: 'b ', kind: 'text', text: 'again' },
      { key: 'c', kind: 'number', text: '' },
    ] as const;
    expect(wrong.map((_, index) => extraRowError(wrong, index))).toEqual([
      'unnamed',
      'notValue',
      'notValue',
      'repeated',
      'notValue',
    ]);
    expect(fromExtraRows(wrong)).toBeNull();
  });
});
