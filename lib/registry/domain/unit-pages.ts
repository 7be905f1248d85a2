import type { UnitSearch } from './unit-search.ts';

/** What pages by number can be sorted by. */
export const numberedSorts = [
  'id',
  'name',
  'path',
  'createdAt',
  'updatedAt',
  'code',
  'sourceRef',
  'status',
  'type',
  'typeDepth',
  'parent',
  'pyramid',
  'creator',
] as const;
export type NumberedSort = (typeof numberedSorts)[number];

/** A search of one version. */
export interface PlacedSearch {
  readonly versionId: string;
  readonly search: UnitSearch;
  /** Units left out of it. */
  readonly withoutIds?: readonly string[];
}

/** A run of a list that pages by number. */
export interface NumberedPage {
  readonly searches: readonly PlacedSearch[];
  readonly order: readonly { readonly by: NumberedSort; readonly isDescending: boolean }[];
  readonly offset: number;
  readonly limit: number;
}

/** A unit of such a run. */
export interface FoundUnit {
  readonly id: string;
  /** Position of the first search that finds it. */
  readonly searchIndex: number;
}
