'use client';

import { Badge, Button, Group, SegmentedControl, Tabs, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconPlayerPlay, IconWand, IconX } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useMemo, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
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
import {
  fetchQuarantined,
  fetchWaiting,
  type QuarantineListView,
  type QuarantineWaiting,
} from './quarantine-queries.ts';
import { ReasonList } from './reason-list.tsx';
import { ReplayProgress, type RunningReplay } from './replay-progress.tsx';
import { RefusedPanes } from './refused/refused-panes.tsx';
import { RowList } from './row-list.tsx';
import { useQuarantineActs, type QuarantineActs } from './use-quarantine-acts.tsx';

const refreshMs = 30_000;
const states = ['open', 'replayed', 'dismissed'] as const;
const kinds = ['points', 'refused'] as const;

/** Reasons whose points can often be mended without a person looking at each. */
const mendable: ReadonlySet<QuarantineReason> = new Set([
  'timestamp_out_of_range',
  'timestamp_not_a_number',
  'timestamp_missing',
  'generator_missing',
  'source_missing',
]);

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
  const list = useQuarantineList(view, isOfPoints);
  const group = isOfPoints ? groups.find((one) => one.reason === reason) : undefined;
  const counts = { points: groups.reduce((sum, { count }) => sum + count, 0), refused: waiting.refused };
  return (
    <>
      <PageHeader
        title={t('quarantine.title')}
        description={isOfPoints ? t('quarantine.description') : t('refused.description')}
        actions={group && view.state === 'open' && <GroupActs group={group} study={study} acts={acts} />}
      />
      {replay && <ReplayProgress replay={replay} onEnd={() => void acts.refresh()} />}
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

interface KindTabsProps {
  readonly value: (typeof kinds)[number];
  readonly counts: Readonly<Record<(typeof kinds)[number], number>>;
  readonly onChange: (kind: (typeof kinds)[number]) => void;
}

/** Points that were not understood, or uploads that were refused; each with the number that waits. */
function KindTabs({ value, counts, onChange }: KindTabsProps) {
  const t = useTranslations('passive');
  const format = useFormatter();
  return (
    <Tabs value={value} onChange={(next) => onChange(kinds.find((kind) => kind === next) ?? 'points')} mb="md">
      <Tabs.List aria-label={t('quarantine.kindLabel')}>
        {kinds.map((kind) => (
          <Tabs.Tab
            key={kind}
            value={kind}
            aria-controls={undefined}
            rightSection={
              <Badge size="sm" variant="default">
                {format.number(counts[kind])}
              </Badge>
            }
          >
            {t(`quarantine.kinds.${kind}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
    </Tabs>
  );
}

function useQuarantineList(view: QuarantineListView, isShown: boolean) {
  const pages = useInfiniteQuery({
    queryKey: ['quarantine', 'list', view],
    queryFn: ({ pageParam, signal }) => fetchQuarantined(view, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
    enabled: isShown,
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
