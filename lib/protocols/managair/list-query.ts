import type { PageWish, SortKey } from '#lib/platform/db/sorted-page.ts';

/** What a list is asked for, as its kind understands it. */
export interface ListQuery {
  readonly ids?: readonly string[] | undefined;
  readonly filters: Readonly<Record<string, string>>;
  readonly sort: readonly SortKey[];
  readonly page: PageWish;
}
