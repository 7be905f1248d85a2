'use client';

import { parseAsStringLiteral, useQueryStates } from 'nuqs';
import type { TableSort } from './table-column.ts';

/**
 * The order of a list in the address (`?sort=name&order=asc`), so that a sorted view can be sent as a link.
 * `keys` are the names that the server sorts by.
 */
export function useSortInUrl<Key extends string>(
  keys: readonly Key[],
  initial: { readonly key: Key; readonly order: 'asc' | 'desc' },
): {
  readonly sort: { readonly key: Key; readonly order: 'asc' | 'desc' };
  readonly setSort: (sort: TableSort) => void;
} {
  const [state, setState] = useQueryStates({
    sort: parseAsStringLiteral(keys),
    order: parseAsStringLiteral(['asc', 'desc'] as const).withDefault(initial.order),
  });
  return {
    sort: { key: state.sort ?? initial.key, order: state.order },
    setSort: ({ key, order }) => {
      const known = keys.find((candidate) => candidate === key);
      if (known !== undefined) void setState({ sort: known, order });
    },
  };
}
