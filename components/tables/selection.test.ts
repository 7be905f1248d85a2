import { describe, expect, test } from 'vitest';
import { countSelected, headerState, isSelected, nothingSelected, setRows, toggleAll, toggleRow } from './selection.ts';

describe('platform: selection in a list', () => {
  test('platform: ticking a row twice leaves nothing selected', () => {
    const once = toggleRow(nothingSelected, 'a');
    expect(isSelected(once, 'a')).toBe(true);
    expect(toggleRow(once, 'a')).toEqual(nothingSelected);
  });

  test('platform: select all, minus one', () => {
    const all = toggleAll(nothingSelected, 500);
    expect(isSelected(all, 'never loaded')).toBe(true);
    const minus = toggleRow(all, 'a');
    expect(isSelected(minus, 'a')).toBe(false);
    expect(countSelected(minus, 500)).toBe(499);
    expect(countSelected(minus, null)).toBeNull();
    expect(headerState(minus, 500)).toBe('some');
    expect(toggleAll(minus, 500)).toEqual(nothingSelected);
  });

  test('platform: a run of rows becomes like its first, in both modes', () => {
    expect([...setRows(nothingSelected, ['a', 'b', 'c'], true).ids]).toEqual(['a', 'b', 'c']);
    const minus = setRows(toggleAll(nothingSelected, 9), ['a', 'b'], false);
    expect(countSelected(minus, 9)).toBe(7);
    expect(countSelected(setRows(minus, ['b'], true), 9)).toBe(8);
  });

  test('platform: every row ticked one by one counts as all', () => {
    expect(headerState(setRows(nothingSelected, ['a', 'b'], true), 2)).toBe('all');
    expect(headerState(nothingSelected, 0)).toBe('none');
  });
});
