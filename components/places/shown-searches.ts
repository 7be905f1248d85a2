import type { ColouredSearch } from '#lib/registry/domain/unit-list-query.ts';

/** Colours of searches: those of charts and maps, in the light. */
const searchColors = ['#0a7a80', '#d9822b', '#4c6fb1', '#b0457b', '#8a9a2c', '#6fb7d6', '#7a5195', '#8a8780'] as const;

/** The colour of the search at a place. */
export function colorOf(search: ColouredSearch | undefined, index: number): string {
  return search?.color ?? searchColors[index % searchColors.length] ?? searchColors[0];
}

/** The searches that are shown together, at least one, and which of them is edited. */
export interface ShownSearches {
  readonly searches: readonly ColouredSearch[];
  readonly active: number;
}

/** Members to set (undefined takes one away), given or made from what the search is by now. */
export type SearchChange = Partial<ColouredSearch> | ((search: ColouredSearch) => Partial<ColouredSearch>);

/** Changes members of the search that is edited; the others stay as they are. */
export function changeSearch({ searches, active }: ShownSearches, change: SearchChange): ShownSearches {
  const changed = (search: ColouredSearch) =>
    withoutNothing({ ...search, ...(typeof change === 'function' ? change(search) : change) });
  return { active, searches: searches.map((one, index) => (index === active ? changed(one) : one)) };
}

/** Makes the search that is edited one for every place. */
export function clearSearch({ searches, active }: ShownSearches): ShownSearches {
  return { active, searches: searches.map((one, index) => (index === active ? {} : one)) };
}

/** Adds a search for every place, in a colour of its own, and edits it. */
export function addSearch({ searches }: ShownSearches): ShownSearches {
  const colored = searches.map((one, index) => ({ ...one, color: colorOf(one, index) }));
  const color = searchColors.find((free) => colored.every((one) => one.color !== free)) ?? searchColors[0];
  return { active: searches.length, searches: [...colored, { color }] };
}

/** Takes a search away; the last one stays. */
export function removeSearch({ searches, active }: ShownSearches, gone: number): ShownSearches {
  const left = searches.filter((_, index) => index !== gone);
  if (left.length === 0) return { searches, active };
  return { searches: left, active: Math.min(active > gone ? active - 1 : active, left.length - 1) };
}

/** A search without members that ask for nothing: addresses stay short. */
function withoutNothing(search: ColouredSearch): ColouredSearch {
  const given = Object.entries(search).filter(
    ([member, value]) =>
      value !== undefined && value !== '' && (member === 'status' || !(Array.isArray(value) && value.length === 0)),
  );
  return Object.fromEntries(given);
}
