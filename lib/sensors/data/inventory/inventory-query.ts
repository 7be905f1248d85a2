import type { PageWish, SortKey } from '#lib/platform/db/sorted-page.ts';

/**
 * In which organizations a reader sees what, everywhere in them. What is public is seen by everybody besides
 * (managair.md 4).
 */
export interface InventoryReader {
  /** Sites, rooms and installations. */
  readonly places: readonly string[];
  readonly nodes: readonly string[];
  /** What nodes measured. */
  readonly series: readonly string[];
  /** Whose own addresses are seen before a site has them; null: nobody's. */
  readonly userId: string | null;
}

/** Which things of a list, in which order. Integer ids are those of the protocol; every member narrows. */
export interface InventoryQuery {
  readonly ids?: readonly string[] | undefined;
  readonly organization?: string | undefined;
  readonly site?: string | undefined;
  readonly room?: string | undefined;
  /** UUID. */
  readonly node?: string | undefined;
  /** Part of the texts, in any case. */
  readonly search?: string | undefined;
  readonly sort: readonly SortKey[];
  readonly page: PageWish;
}

/** Everything at once, in the usual order. */
export const wholeList = { sort: [], page: { kind: 'all' } } as const satisfies InventoryQuery;
