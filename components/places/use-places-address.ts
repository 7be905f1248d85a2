'use client';

import { parseAsArrayOf, parseAsInteger, parseAsJson, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { z } from 'zod';
import { colouredSearchSchema, maxSearches, type ColouredSearch } from '#lib/registry/domain/unit-list-query.ts';
import { placeColumnIds, type PlaceColumnId } from './place-column-ids.ts';

const searchesSchema = z.array(colouredSearchSchema).min(1).max(maxSearches);
export const placePanes = ['list', 'tree', 'map'] as const;
export type PlacePane = (typeof placePanes)[number];

/** Colours of searches: those of charts and maps, in the light. */
const searchColors = ['#0a7a80', '#d9822b', '#4c6fb1', '#b0457b', '#8a9a2c', '#6fb7d6', '#7a5195', '#8a8780'] as const;

/** The colour of the search at a place. */
export function colorOf(search: ColouredSearch | undefined, index: number): string {
  return search?.color ?? searchColors[index % searchColors.length] ?? searchColors[0];
}

const everyPlace: readonly ColouredSearch[] = [{}];

/** What the page shows, kept in the address: searches, which of them is edited, columns, pane. */
export function usePlacesAddress() {
  const [values, setValues] = useQueryStates({
    searches: parseAsJson(searchesSchema),
    tab: parseAsInteger,
    columns: parseAsArrayOf(parseAsStringLiteral(placeColumnIds)),
    pane: parseAsStringLiteral(placePanes),
    version: parseAsString,
  });
  const searches = useMemo(() => values.searches ?? everyPlace, [values.searches]);
  const active = Math.max(0, Math.min(values.tab ?? 0, searches.length - 1));
  const write = (next: readonly ColouredSearch[], tab: number) => {
    const isPlain = next.length === 1 && Object.keys(next[0] ?? {}).length === 0;
    void setValues({ searches: isPlain ? null : [...next], tab: tab === 0 ? null : tab });
  };
  return {
    searches,
    active,
    search: searches[active] ?? {},
    columns: values.columns,
    pane: values.pane ?? 'list',
    setActive: (tab: number) => void setValues({ tab: tab === 0 ? null : tab }),
    /** Replaces the search that is edited. */
    setSearch: (search: ColouredSearch) => {
      write(
        searches.map((one, index) => (index === active ? withoutNothing(search) : one)),
        active,
      );
    },
    addSearch: () => {
      const colored = searches.map((one, index) => ({ ...one, color: colorOf(one, index) }));
      const color = searchColors.find((free) => colored.every((one) => one.color !== free)) ?? searchColors[0];
      write([...colored, { color }], searches.length);
    },
    removeSearch: (gone: number) => {
      const left = searches.filter((_, index) => index !== gone);
      write(left, Math.min(active > gone ? active - 1 : active, left.length - 1));
    },
    setColumns: (columns: readonly PlaceColumnId[]) => void setValues({ columns: [...columns] }),
    setPane: (pane: PlacePane) => void setValues({ pane: pane === 'list' ? null : pane }),
  };
}

export type PlacesAddress = ReturnType<typeof usePlacesAddress>;

/** A search without members that ask for nothing: addresses stay short. */
function withoutNothing(search: ColouredSearch): ColouredSearch {
  const given = Object.entries(search).filter(
    ([member, value]) =>
      value !== undefined && value !== '' && (member === 'status' || !(Array.isArray(value) && value.length === 0)),
  );
  return Object.fromEntries(given);
}
