'use client';

import { useTranslations } from 'use-intl/react';
import { usePagedList } from '#components/tables/use-paged-list.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { TableSkeleton } from '#components/ui/skeletons.tsx';
import { CasePanes } from '../case-panes.tsx';
import { refreshMs } from '../quarantine-queries.ts';
import { RefusedDetail } from './refused-detail.tsx';
import { RefusedList } from './refused-list.tsx';
import { fetchRefused, type RefusedListView } from './refused-queries.ts';
import { useRefusedActs } from './use-refused-acts.ts';

interface RefusedPanesProps {
  readonly view: RefusedListView;
  readonly chosenId: string | null;
  readonly onChoose: (id: string | null) => void;
}

/** Uploads that were told no at the door and kept: the list, and the chosen one. */
export function RefusedPanes({ view, chosenId, onChoose }: RefusedPanesProps) {
  const t = useTranslations('passive');
  const acts = useRefusedActs();
  const list = usePagedList({
    queryKey: ['quarantine', 'refused', 'list', view],
    fetchPage: (cursor, signal) => fetchRefused(view, cursor, signal),
    refreshMs,
  });
  if (list.error) return <ErrorState error={list.error} onRetry={list.retry} />;
  if (list.isLoading) return <TableSkeleton />;
  if (list.rows.length === 0 && chosenId === null) {
    return <EmptyState title={t('refused.empty')} description={t('refused.emptyDescription')} />;
  }
  return (
    <CasePanes
      state={view.state}
      list={(picking) => <RefusedList list={list} {...picking} />}
      chosenId={chosenId}
      onChoose={onChoose}
      detail={(id, onBack) => <RefusedDetail id={id} acts={acts} onBack={onBack} />}
      noDetail={{ title: t('refused.content'), description: t('refused.chooseOne') }}
      acts={acts}
      replayLabel={t('refused.replay')}
    />
  );
}
