'use client';

import { Button, Group, SegmentedControl, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconPlayerPlay, IconWand, IconX } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useStudyKey } from '#components/shell/use-study-href.ts';
import { BulkBar } from '#components/tables/bulk-bar.tsx';
import { nothingSelected, type Selection } from '#components/tables/selection.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { TableSkeleton } from '#components/ui/skeletons.tsx';
import type { QuarantinedItemView, QuarantineGroupView } from '#lib/passive/domain/quarantine-views.ts';
import { isQuarantineReason, type QuarantineReason } from '#lib/passive/domain/reasons.ts';
import { DetailPanel } from './detail-panel.tsx';
import classes from './quarantine.module.css';
import { fetchQuarantined, fetchReasons, type QuarantineListView } from './quarantine-queries.ts';
import { ReasonList } from './reason-list.tsx';
import { ReplayProgress, type RunningReplay } from './replay-progress.tsx';
import { RowList } from './row-list.tsx';
import { useQuarantineActs, type QuarantineActs } from './use-quarantine-acts.tsx';

const refreshMs = 30_000;
const states = ['open', 'replayed', 'dismissed'] as const;

/** Reasons whose points can often be mended without a person looking at each. */
const mendable: ReadonlySet<QuarantineReason> = new Set([
  'timestamp_out_of_range',
  'timestamp_not_a_number',
  'timestamp_missing',
  'generator_missing',
  'source_missing',
]);

/** What was received but not understood: by reason, point by point, with the ways to mend it. */
export function QuarantineView({ initialGroups }: { readonly initialGroups: readonly QuarantineGroupView[] }) {
  const t = useTranslations('passive');
  const study = useStudyKey();
  const [address, setAddress] = useQueryStates({
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
  const { data: groups } = useQuery({
    queryKey: ['quarantine', 'reasons', study],
    queryFn: ({ signal }) => fetchReasons(study, signal),
    initialData: [...initialGroups],
    refetchInterval: refreshMs,
  });
  const list = useQuarantineList(view);
  const group = groups.find((one) => one.reason === reason);
  return (
    <>
      <PageHeader
        title={t('quarantine.title')}
        description={t('quarantine.description')}
        actions={group && view.state === 'open' && <GroupActs group={group} study={study} acts={acts} />}
      />
      {replay && <ReplayProgress replay={replay} onEnd={() => void acts.refresh()} />}
      <SegmentedControl
        mb="md"
        aria-label={t('quarantine.label')}
        value={address.state}
        onChange={(value) =>
          void setAddress({ state: states.find((state) => state === value) ?? 'open', reason: null, id: null })
        }
        data={states.map((value) => ({ value, label: t(`quarantine.states.${value}`) }))}
      />
      {view.state === 'open' && groups.length === 0 ? (
        <EmptyState title={t('quarantine.empty')} description={t('quarantine.emptyDescription')} />
      ) : (
        <Panes
          key={JSON.stringify(view)}
          view={view}
          list={list}
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

function useQuarantineList(view: QuarantineListView) {
  const pages = useInfiniteQuery({
    queryKey: ['quarantine', 'list', view],
    queryFn: ({ pageParam, signal }) => fetchQuarantined(view, pageParam, signal),
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

interface PanesProps {
  readonly view: QuarantineListView;
  readonly list: ReturnType<typeof useQuarantineList>;
  readonly groups: readonly QuarantineGroupView[];
  readonly acts: QuarantineActs;
  readonly chosenId: string | null;
  readonly onReason: (reason: QuarantineReason | null) => void;
  readonly onChoose: (id: string | null) => void;
}

/** Reasons, points, and the chosen point side by side; one after the other on a phone. */
function Panes({ view, list, groups, acts, chosenId, onReason, onChoose }: PanesProps) {
  const t = useTranslations('passive');
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  const { rows } = list;
  useRowKeys({ rows, chosenId, onChoose, acts, isOpen: view.state === 'open' });
  const clear = () => {
    setSelection(nothingSelected);
  };
  return (
    <div className={classes['layout']} data-open={chosenId !== null || undefined}>
      <div className={classes['reasons']}>
        {view.state === 'open' && <ReasonList groups={groups} chosen={view.reason} onChoose={onReason} />}
        <Text size="xs" c="dimmed" mt="xs" px="xs" visibleFrom="sm">
          {t('quarantine.keys')}
        </Text>
      </div>
      <div className={classes['list']}>
        {list.error ? (
          <ErrorState error={list.error} onRetry={list.retry} />
        ) : list.isLoading ? (
          <TableSkeleton />
        ) : rows.length === 0 ? (
          <EmptyState title={t('quarantine.emptyOf')} description={t('quarantine.emptyOfDescription')} />
        ) : (
          <RowList
            rows={rows}
            chosenId={chosenId}
            onChoose={onChoose}
            selection={selection}
            onSelection={setSelection}
            withReason={view.reason === null}
            onMore={list.more}
            isLoadingMore={list.isLoadingMore}
          />
        )}
      </div>
      <div className={classes['detail']}>
        {chosenId === null ? (
          <EmptyState title={t('quarantine.content')} description={t('quarantine.chooseOne')} />
        ) : (
          <DetailPanel
            id={chosenId}
            acts={acts}
            onBack={() => {
              onChoose(null);
            }}
          />
        )}
      </div>
      <BulkBar count={selection.ids.size} onClear={clear}>
        {view.state === 'open' ? (
          <>
            <Button
              size="xs"
              variant="light"
              leftSection={<IconPlayerPlay size={14} />}
              onClick={() => void acts.replay([...selection.ids]).then(clear)}
            >
              {t('quarantine.replay')}
            </Button>
            <Button
              size="xs"
              variant="light"
              leftSection={<IconX size={14} />}
              onClick={() => void acts.dismiss([...selection.ids]).then(clear)}
            >
              {t('quarantine.dismiss')}
            </Button>
          </>
        ) : (
          view.state === 'dismissed' && (
            <Button size="xs" variant="light" onClick={() => void acts.reopen([...selection.ids]).then(clear)}>
              {t('quarantine.reopen')}
            </Button>
          )
        )}
      </BulkBar>
    </div>
  );
}

interface RowKeysInput {
  readonly rows: readonly QuarantinedItemView[];
  readonly chosenId: string | null;
  readonly onChoose: (id: string | null) => void;
  readonly acts: QuarantineActs;
  readonly isOpen: boolean;
}

/** J and K move, R replays, D dismisses, E edits the chosen point; after an act the next one is chosen. */
function useRowKeys({ rows, chosenId, onChoose, acts, isOpen }: RowKeysInput): void {
  const index = rows.findIndex(({ id }) => id === chosenId);
  const goTo = (next: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, next))];
    if (!row) return;
    onChoose(row.id);
    document.querySelector(`[data-row="${row.id}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  const act = (run: (ids: readonly string[]) => Promise<unknown>) => () => {
    if (chosenId === null || !isOpen) return;
    const next = rows[index + 1] ?? rows[index - 1];
    void run([chosenId]).then(() => {
      onChoose(next?.id ?? null);
    });
  };
  useHotkeys([
    [
      'j',
      () => {
        goTo(index + 1);
      },
    ],
    [
      'k',
      () => {
        goTo(index - 1);
      },
    ],
    ['r', act(acts.replay)],
    ['d', act(acts.dismiss)],
    ['e', () => document.querySelector<HTMLTextAreaElement>('#quarantine-editor textarea')?.focus()],
  ]);
}

interface GroupActsProps {
  readonly group: QuarantineGroupView;
  readonly study: string | null;
  readonly acts: QuarantineActs;
}

/** What can be done with everything of a reason at once. */
function GroupActs({ group, study, acts }: GroupActsProps) {
  const t = useTranslations('passive');
  const { reason, count } = group;
  return (
    <Group gap="xs">
      {mendable.has(reason) && (
        <Button
          leftSection={<IconWand size={16} />}
          onClick={() => {
            acts.replayReason({ reason, study, count }, true);
          }}
        >
          {t('quarantine.mendGroup', { count })}
        </Button>
      )}
      <Button
        variant="default"
        leftSection={<IconPlayerPlay size={16} />}
        onClick={() => {
          acts.replayReason({ reason, study, count }, false);
        }}
      >
        {t('quarantine.replayGroup', { count })}
      </Button>
      <Button
        variant="default"
        leftSection={<IconX size={16} />}
        onClick={() => {
          acts.dismissReason({ reason, study, count });
        }}
      >
        {t('quarantine.dismissGroup', { count })}
      </Button>
    </Group>
  );
}
