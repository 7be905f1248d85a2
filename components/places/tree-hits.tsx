'use client';

import { Button, Text, UnstyledButton } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { ErrorState } from '#components/ui/error-state.tsx';
import { TableSkeleton } from '#components/ui/skeletons.tsx';
import type { TreeRowsProps } from './tree-rows.tsx';
import { fetchTreeHits } from './tree-queries.ts';
import classes from './unit-tree.module.css';

/** What a text finds in the tree: each unit with those above it. */
export function TreeHits({ view, label, text, selected, onSelect, height }: TreeRowsProps & { readonly text: string }) {
  const t = useTranslations('places');
  const hits = useInfiniteQuery({
    queryKey: ['units', 'tree-search', view, text],
    queryFn: ({ pageParam, signal }) => fetchTreeHits(view, { text, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  if (hits.isPending) return <TableSkeleton rows={4} />;
  if (hits.error) return <ErrorState error={hits.error} onRetry={() => void hits.refetch()} />;
  const found = hits.data.pages.flatMap(({ items }) => items);
  if (found.length === 0) {
    return (
      <Text size="sm" c="dimmed" p="sm" aria-live="polite">
        {t('tree.nothingFound', { text })}
      </Text>
    );
  }
  return (
    <ul className={classes['hits']} style={{ maxHeight: height }} aria-label={label} tabIndex={0}>
      {found.map(({ id, name, breadcrumb, typeShortName, status }) => (
        <li key={id}>
          <UnstyledButton
            className={classes['hit'] ?? ''}
            aria-pressed={selected.includes(id)}
            onClick={() => {
              onSelect({ id, name });
            }}
          >
            <Text size="sm" fw={560} truncate>
              {name}
            </Text>
            <Text size="xs" c="dimmed" truncate>
              {[
                breadcrumb.map((crumb) => crumb.name).join(' › '),
                typeShortName,
                status === 'VALID' ? null : t(`statuses.${status}`),
              ]
                .filter(Boolean)
                .join(' · ')}
            </Text>
          </UnstyledButton>
        </li>
      ))}
      {hits.hasNextPage && (
        <li>
          <Button
            size="compact-xs"
            variant="subtle"
            loading={hits.isFetchingNextPage}
            onClick={() => void hits.fetchNextPage()}
          >
            {t('tree.more')}
          </Button>
        </li>
      )}
    </ul>
  );
}
