import { expect, test } from 'vitest';
import { addSearch, changeSearch, clearSearch, colorOf, removeSearch, type ShownSearches } from './shown-searches.ts';

const one: ShownSearches = { searches: [{}], active: 0 };

test('reg-24 a change keeps the members it does not name, so that two in a row both hold', () => {
  const typed = changeSearch(one, { text: 'abba' });
  expect(changeSearch(typed, { status: ['NEW'] })).toEqual({
    searches: [{ text: 'abba', status: ['NEW'] }],
    active: 0,
  });
});

test('reg-24 members that ask for nothing leave the search; an empty list of statuses asks for all', () => {
  const full: ShownSearches = { searches: [{ text: 'a', typeIds: [], depth: 2 }], active: 0 };
  expect(changeSearch(full, { text: '', depth: undefined, status: [] }).searches).toEqual([{ status: [] }]);
});

test('reg-24 a change can be made from what the search is by now', () => {
  const under: ShownSearches = { searches: [{}, { underIds: ['a'] }], active: 1 };
  const toggled = changeSearch(under, ({ underIds }) => ({ underIds: underIds?.[0] === 'a' ? undefined : ['a'] }));
  expect(toggled).toEqual({ searches: [{}, {}], active: 1 });
});

test('reg-24 a search that is added is edited, and all have colours of their own', () => {
  const { searches, active } = addSearch(addSearch(one));
  expect(active).toBe(2);
  expect(new Set(searches.map(colorOf)).size).toBe(3);
  expect(searches[0]).toEqual({ color: colorOf({}, 0) });
});

test('reg-24 when a search is removed, the one that is edited stays edited', () => {
  const three: ShownSearches = { searches: [{ text: 'a' }, { text: 'b' }, { text: 'c' }], active: 1 };
  expect(removeSearch(three, 0)).toEqual({ searches: [{ text: 'b' }, { text: 'c' }], active: 0 });
  expect(removeSearch(three, 2)).toEqual({ searches: [{ text: 'a' }, { text: 'b' }], active: 1 });
  expect(removeSearch({ ...three, active: 2 }, 2).active).toBe(1);
  expect(removeSearch(one, 0)).toEqual(one);
});

test('reg-24 clearing empties the search that is edited and no other', () => {
  expect(clearSearch({ searches: [{ text: 'a' }, { text: 'b', color: '#0a7a80' }], active: 1 })).toEqual({
    searches: [{ text: 'a' }, {}],
    active: 1,
  });
});
