'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { UnitCounts } from '#lib/registry/domain/unit-list-address.ts';
import { fetchPlaceCounts, fetchUnitNames, type PlaceListView } from './place-queries.ts';
import type { PlacesViewProps } from './places-view-props.ts';
import { unitsNamedBy } from './search-summary.ts';

/** Searches of a version. */
type Found = Pick<PlaceListView, 'version' | 'searches'>;

/** How many places each search finds; null until it is known. What a page counted in haste is counted to the end after it. */
export function usePlaceCounts({ version, searches }: Found, initial: PlacesViewProps['initial']): UnitCounts | null {
  const isInitial =
    JSON.stringify([version, searches]) === JSON.stringify([initial.view.version, initial.view.searches]);
  const isCounted = isInitial && initial.counts.total !== null;
  const { data } = useQuery({
    queryKey: ['units', 'counts', version, searches],
    queryFn: ({ signal }) => fetchPlaceCounts({ version, searches }, signal),
    placeholderData: isInitial ? initial.counts : keepPreviousData,
    ...(isCounted ? { initialData: initial.counts } : {}),
  });
  return data ?? null;
}

const noNames: Readonly<Record<string, string>> = {};

/** Names of the units that searches name by id. */
export function useUnitNames({ version, searches }: Found): Readonly<Record<string, string>> {
  const ids = unitsNamedBy(searches).slice(0, 200);
  const { data } = useQuery({
    queryKey: ['units', 'names', version, ids],
    queryFn: ({ signal }) => fetchUnitNames(version, ids, signal),
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
  });
  return data ?? noNames;
}
