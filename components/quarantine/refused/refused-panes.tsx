'use client';

import { Button } from '@mantine/core';
import { IconArrowBackUp, IconPlayerPlay, IconX } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { BulkBar } from '#components/tables/bulk-bar.tsx';
import { nothingSelected, type Selection } from '#components/tables/selection.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { TableSkeleton } from '#components/ui/skeletons.tsx';
import classes from '../quarantine.module.css';
import { RefusedDetail } from './refused-detail.tsx';
import { RefusedList } from './refused-list.tsx';
import { fetchRefused, type RefusedListView } from './refused-queries.ts';
import { useRefusedActs } from './use-refused-acts.tsx';

const refreshMs = 30_000;

interface RefusedPanesProps {
  readonly view: RefusedListView;
  readonly chosenId: string | null;
  readonly onChoose: (id: string | null) => void;
}

/** Uploads that were told no at the door and kept: the list, and the chosen one. */
export function RefusedPanes({ view, chosenId, onChoose }: RefusedPanesProps) {
  const t = useTranslations('passive');
  const acts = useRefusedActs();
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  const list = useRefusedList(view);
  if (list.error) return <ErrorState error={list.error} onRetry={list.retry} />;
  if (list.isLoading) return <TableSkeleton />;
  if (list.rows.length === 0 && chosenId === null) {
    return <EmptyState title={t('refused.empty')} description={t('refused.emptyDescription')} />;
  }
  const clear = () => {
    setSelection(nothingSelected);
  };
  const ids = [...selection.ids];
  return (
    <div className={classes['layout']} data-two data-open={chosenId !== null || undefined}>
      <div className={classes['list']}>
        <RefusedList
          rows={list.rows}
          chosenId={chosenId}
          onChoose={onChoose}
          selection={selection}
          onSelection={setSelection}
          onMore={list.more}
          isLoadingMore={list.isLoadingMore}
        />
      </div>
      <div className={classes['detail']}>
        {chosenId === null ? (
          <EmptyState title={t('refused.content')} description={t('refused.chooseOne')} />
        ) : (
          <RefusedDetail
            id={chosenId}
            acts={acts}
            onBack={() => {
              onChoose(null);
            }}
          />
        )}
      </div>
      <BulkBar count={selection.ids.size} onClear={clear}>
        {view.state === 'open' && (
          <>
            <Button
              size="xs"
              variant="light"
              leftSection={<IconPlayerPlay size={14} />}
              onClick={() => void acts.replay(ids).then(clear)}
            >
              {t('refused.replay')}
            </Button>
            <Button
              size="xs"
              variant="light"
              leftSection={<IconX size={14} />}
              onClick={() => void acts.dismiss(ids).then(clear)}
            >
              {t('quarantine.dismiss')}
            </Button>
          </>
        )}
        {view.state === 'dismissed' && (
          <Button
            size="xs"
            variant="light"
            leftSection={<IconArrowBackUp size={14} />}
            onClick={() => void acts.reopen(ids).then(clear)}
          >
            {t('quarantine.reopen')}
          </Button>
        )}
      </BulkBar>
    </div>
  );
}

function useRefusedList(view: RefusedListView) {
  const pages = useInfiniteQuery({
    queryKey: ['quarantine', 'refused', 'list', view],
    queryFn: ({ pageParam, signal }) => fetchRefused(view, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
  });
  const rows = useMemo(() => pages.data?.pages.flatMap(({ items }) => items) ?? [], [pages.data]);
  return {
    rows,
    isLoading: pages.isPending,
    error: rows.length === 0 ? pages.error : null,
    retry: () => void pages.refetch(),
    more: pages.hasNextPage ? () => void pages.fetchNextPage() : undefined,
    isLoadingMore: pages.isFetchingNextPage,
  };
}
