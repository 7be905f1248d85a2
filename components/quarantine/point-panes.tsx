'use client';

import { Text } from '@mantine/core';
import { useTranslations } from 'use-intl/react';
import { usePagedList } from '#components/tables/use-paged-list.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { TableSkeleton } from '#components/ui/skeletons.tsx';
import type { QuarantineGroupView } from '#lib/passive/domain/quarantine-views.ts';
import type { QuarantineReason } from '#lib/passive/domain/reasons.ts';
import { CasePanes } from './case-panes.tsx';
import type { Picking } from './pick-list.tsx';
import { PointDetail } from './point-detail.tsx';
import { PointList } from './point-list.tsx';
import { fetchQuarantined, refreshMs, type QuarantineListView } from './quarantine-queries.ts';
import { ReasonList } from './reason-list.tsx';
import { useCaseKeys } from './use-case-keys.ts';
import type { QuarantineActs } from './use-quarantine-acts.ts';

interface PointPanesProps {
  readonly view: QuarantineListView;
  readonly groups: readonly QuarantineGroupView[];
  readonly acts: QuarantineActs;
  readonly chosenId: string | null;
  readonly onReason: (reason: QuarantineReason | null) => void;
  readonly onChoose: (id: string | null) => void;
}

/** Reasons, points, and the chosen point. */
export function PointPanes({ view, groups, acts, chosenId, onReason, onChoose }: PointPanesProps) {
  const t = useTranslations('passive');
  const list = usePagedList({
    queryKey: ['quarantine', 'list', view],
    fetchPage: (cursor, signal) => fetchQuarantined(view, cursor, signal),
    refreshMs,
  });
  useCaseKeys({ rows: list.rows, chosenId, onChoose, acts, isOpen: view.state === 'open' });
  const drawList = (picking: Picking) => {
    if (list.error) return <ErrorState error={list.error} onRetry={list.retry} />;
    if (list.isLoading) return <TableSkeleton />;
    if (list.rows.length > 0) return <PointList list={list} withReason={view.reason === null} {...picking} />;
    return <EmptyState title={t('quarantine.emptyOf')} description={t('quarantine.emptyOfDescription')} />;
  };
  return (
    <CasePanes
      key={JSON.stringify(view)}
      state={view.state}
      aside={
        <>
          {view.state === 'open' && <ReasonList groups={groups} chosen={view.reason} onChoose={onReason} />}
          <Text size="xs" c="dimmed" mt="xs" px="xs" visibleFrom="sm">
            {t('quarantine.keys')}
          </Text>
        </>
      }
      list={drawList}
      chosenId={chosenId}
      onChoose={onChoose}
      detail={(id, onBack) => <PointDetail id={id} acts={acts} onBack={onBack} />}
      noDetail={{ title: t('quarantine.content'), description: t('quarantine.chooseOne') }}
      acts={acts}
      replayLabel={t('quarantine.replay')}
    />
  );
}
