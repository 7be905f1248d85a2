'use client';

import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useStudyKey } from '#components/shell/use-study-href.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { isQuarantineReason } from '#lib/passive/domain/reasons.ts';
import { GroupActs } from './group-acts.tsx';
import { KindTabs, kinds } from './kind-tabs.tsx';
import { PointPanes } from './point-panes.tsx';
import { fetchWaiting, refreshMs, type QuarantineListView, type QuarantineWaiting } from './quarantine-queries.ts';
import { RefusedPanes } from './refused/refused-panes.tsx';
import { ReplayProgress, type RunningReplay } from './replay-progress.tsx';
import { useQuarantineActs } from './use-quarantine-acts.ts';

const states = ['open', 'replayed', 'dismissed'] as const;

/** What was received but not understood, by reason and point by point, and what was refused; with the ways to mend it. */
export function QuarantineView({ initial }: { readonly initial: QuarantineWaiting }) {
  const t = useTranslations('passive');
  const study = useStudyKey();
  const [address, setAddress] = useQueryStates({
    show: parseAsStringLiteral(kinds).withDefault('points'),
    reason: parseAsString,
    state: parseAsStringLiteral(states).withDefault('open'),
    id: parseAsString,
  });
  const reason = address.reason !== null && isQuarantineReason(address.reason) ? address.reason : null;
  const view: QuarantineListView = { study, state: address.state, reason };
  const [replay, setReplay] = useState<RunningReplay | null>(null);
  const acts = useQuarantineActs((taskId, of) => {
    setReplay({ taskId, reason: of });
  });
  const { data: waiting } = useQuery({
    queryKey: ['quarantine', 'reasons', study],
    queryFn: ({ signal }) => fetchWaiting(study, signal),
    initialData: initial,
    refetchInterval: refreshMs,
  });
  const { groups } = waiting;
  const isOfPoints = address.show === 'points';
  const group = isOfPoints ? groups.find((one) => one.reason === reason) : undefined;
  const counts = { points: groups.reduce((sum, { count }) => sum + count, 0), refused: waiting.refused };
  return (
    <>
      <PageHeader
        title={t('quarantine.title')}
        description={isOfPoints ? t('quarantine.description') : t('refused.description')}
        actions={group && view.state === 'open' && <GroupActs group={group} study={study} acts={acts} />}
      />
      {replay && <ReplayProgress replay={replay} />}
      <KindTabs
        value={address.show}
        counts={counts}
        onChange={(show) => void setAddress({ show, state: 'open', reason: null, id: null })}
      />
      <SegmentedControl
        mb="md"
        aria-label={t('quarantine.stateLabel')}
        value={address.state}
        onChange={(value) =>
          void setAddress({ state: states.find((state) => state === value) ?? 'open', reason: null, id: null })
        }
        data={states.map((value) => ({ value, label: t(`quarantine.states.${value}`) }))}
      />
      {!isOfPoints ? (
        <RefusedPanes
          key={`${study ?? ''} ${address.state}`}
          view={{ study, state: address.state }}
          chosenId={address.id}
          onChoose={(id) => void setAddress({ id })}
        />
      ) : view.state === 'open' && groups.length === 0 ? (
        <EmptyState title={t('quarantine.empty')} description={t('quarantine.emptyDescription')} />
      ) : (
        <PointPanes
          view={view}
          groups={groups}
          acts={acts}
          chosenId={address.id}
          onReason={(next) => void setAddress({ reason: next, id: null })}
          onChoose={(id) => void setAddress({ id })}
        />
      )}
    </>
  );
}
