'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

interface Page<Row> {
  readonly items: readonly Row[];
  /** Cursor of the page behind this one; null: this is the last. */
  readonly next: string | null;
}

interface PagedListInput<Row> {
  readonly queryKey: readonly unknown[];
  readonly fetchPage: (cursor: string | null, signal: AbortSignal) => Promise<Page<Row>>;
  /** Asks again so often, in milliseconds; may depend on the rows that are there. Absent: never. */
  readonly refreshMs?: number | ((rows: readonly Row[]) => number | false);
  /** The first page, when the server has drawn it already. */
  readonly initial?: Page<Row> | undefined;
}

/** Rows of a list as far as they were asked for, and how to ask for more. */
export interface PagedList<Row> {
  readonly rows: readonly Row[];
  readonly isLoading: boolean;
  /** Why there are no rows; null while there are some to look at. */
  readonly error: Error | null;
  readonly retry: () => void;
  /** Absent at the end of the list. */
  readonly more: (() => void) | undefined;
  readonly isLoadingMore: boolean;
}

/** A list of our API that pages by a cursor; what was seen stays until what is asked next has come. */
export function usePagedList<Row>(input: PagedListInput<Row>): PagedList<Row> {
  const { queryKey, fetchPage, refreshMs = false, initial } = input;
  const pages = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => fetchPage(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      typeof refreshMs === 'function' ? refreshMs(rowsOf(state.data?.pages)) : refreshMs,
    ...(initial ? { initialData: { pages: [initial], pageParams: [null] } } : {}),
  });
  const rows = useMemo(() => rowsOf(pages.data?.pages), [pages.data]);
  return {
    rows,
    isLoading: pages.isPending,
    error: rows.length === 0 ? pages.error : null,
    retry: () => void pages.refetch(),
    more: pages.hasNextPage ? () => void pages.fetchNextPage() : undefined,
    isLoadingMore: pages.isFetchingNextPage,
  };
}

/** What a table shows of a list, and how it asks for more: its props of the same names. */
export function tableProps<Row>({ retry, more, ...list }: PagedList<Row>) {
  return { ...list, onRetry: retry, onMore: more };
}

function rowsOf<Row>(pages: readonly Page<Row>[] | undefined): readonly Row[] {
  return pages?.flatMap(({ items }) => items) ?? [];
}
