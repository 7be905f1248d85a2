'use client';

import {
  parseAsArrayOf,
  parseAsInteger,
  parseAsJson,
  parseAsString,
  parseAsStringLiteral,
  useQueryStates,
  type inferParserType,
} from 'nuqs';
import { useMemo } from 'react';
import { z } from 'zod';
import { colouredSearchSchema, maxSearches, type ColouredSearch } from '#lib/registry/domain/unit-list-query.ts';
import { placeColumnIds, type PlaceColumnId } from './place-column-ids.ts';
import {
  addSearch,
  changeSearch,
  clearSearch,
  removeSearch,
  type SearchChange,
  type ShownSearches,
} from './shown-searches.ts';

const searchesSchema = z.array(colouredSearchSchema).min(1).max(maxSearches);
export const placePanes = ['list', 'tree', 'map'] as const;
export type PlacePane = (typeof placePanes)[number];

const members = {
  searches: parseAsJson(searchesSchema),
  tab: parseAsInteger,
  columns: parseAsArrayOf(parseAsStringLiteral(placeColumnIds)),
  pane: parseAsStringLiteral(placePanes),
  version: parseAsString,
};

const everyPlace: readonly ColouredSearch[] = [{}];

/** What the page shows, kept in the address: searches, which of them is edited, columns, pane. */
export function usePlacesAddress() {
  const [values, setValues] = useQueryStates(members);
  const searches = useMemo(() => values.searches ?? everyPlace, [values.searches]);
  const active = activeOf(searches, values.tab);
  // Made from the newest address, not from what was drawn last: text is written a moment after it was typed, and
  // something else may have been chosen meanwhile.
  const change = (next: (shown: ShownSearches) => ShownSearches) => {
    void setValues((newest) => written(next(shownBy(newest))));
  };
  return {
    searches,
    active,
    search: searches[active] ?? {},
    columns: values.columns,
    pane: values.pane ?? 'list',
    setActive: (tab: number) => void setValues({ tab: tab === 0 ? null : tab }),
    /** Changes members of the search that is edited. */
    changeSearch: (members: SearchChange) => {
      change((shown) => changeSearch(shown, members));
    },
    clearSearch: () => {
      change(clearSearch);
    },
    addSearch: () => {
      change(addSearch);
    },
    removeSearch: (gone: number) => {
      change((shown) => removeSearch(shown, gone));
    },
    setColumns: (columns: readonly PlaceColumnId[]) => void setValues({ columns: [...columns] }),
    setPane: (pane: PlacePane) => void setValues({ pane: pane === 'list' ? null : pane }),
  };
}

export type PlacesAddress = ReturnType<typeof usePlacesAddress>;

function activeOf(searches: readonly ColouredSearch[], tab: number | null): number {
  return Math.max(0, Math.min(tab ?? 0, searches.length - 1));
}

function shownBy({ searches, tab }: inferParserType<Pick<typeof members, 'searches' | 'tab'>>): ShownSearches {
  return { searches: searches ?? everyPlace, active: activeOf(searches ?? everyPlace, tab) };
}

/** Members of the address; what says no more than no address does is left out. */
function written({ searches, active }: ShownSearches) {
  const isPlain = searches.length === 1 && Object.keys(searches[0] ?? {}).length === 0;
  return { searches: isPlain ? null : [...searches], tab: active === 0 ? null : active };
}
