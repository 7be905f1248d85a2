'use client';

import { Button, SegmentedControl } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBellOff, IconCheck, IconPlayerPlay, IconSettings2 } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useStudyHref, useStudyKey } from '#components/shell/use-study-href.ts';
import { showFailure } from '#components/sources/use-bulk-act.tsx';
import { DataTable } from '#components/tables/data-table.tsx';
import { nothingSelected, type Selection } from '#components/tables/selection.ts';
import { tableProps, usePagedList } from '#components/tables/use-paged-list.ts';
import { useSortInUrl } from '#components/tables/use-sort-in-url.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { alertSorts, alertStates, type AlertCounts } from '#lib/sources/domain/alerts/alert-query.ts';
import { useAlertColumns } from './alert-columns.tsx';
import { AlertFilters } from './alert-filters.tsx';
import {
  fetchAlertCounts,
  fetchAlertPage,
  runChecks,
  toAlertSelection,
  type AlertListView,
  type AlertPage,
} from './alert-queries.ts';
import { useAlertActs } from './use-alert-acts.ts';
import { useAlertFilter } from './use-alert-filter.ts';

const refreshMs = 60_000;

export interface AlertsViewProps {
  /** What the server found for the address the page was opened with. */
  readonly initial: { readonly view: AlertListView; readonly page: AlertPage; readonly counts: AlertCounts };
  readonly studies: readonly { readonly key: string; readonly name: string }[];
  readonly canAct: boolean;
  readonly canManage: boolean;
}

/** What is wrong with whom, since when, and what was. */
export function AlertsView({ initial, studies, canAct, canManage }: AlertsViewProps) {
  const t = useTranslations('alerts');
  const router = useRouter();
  const href = useStudyHref();
  const study = useStudyKey();
  const filterState = useAlertFilter();
  const { filter, values, setValues } = filterState;
  const { sort, setSort } = useSortInUrl(alertSorts, { key: 'level', order: 'desc' });
  const view: AlertListView = { filter, sort: sort.key, order: sort.order };
  const list = useAlertList(view, initial);
  const columns = useAlertColumns({
    isOneStudy: study !== null || studies.length < 2,
    isHistory: filter.state !== 'open',
  });
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  const clear = () => {
    setSelection(nothingSelected);
  };
  const isFiltered = Object.keys(filter).some((key) => key !== 'study' && key !== 'state');
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={<HeaderActions studies={studies} canAct={canAct} canManage={canManage} />}
      />
      <SegmentedControl
        mb="md"
        size="sm"
        aria-label={t('list.state')}
        data={alertStates.map((state) => ({
          value: state,
          label: state === 'open' ? t('states.open', { count: list.counts?.all ?? 0 }) : t(`states.${state}`),
        }))}
        value={values.state}
        onChange={(next) => void setValues({ state: alertStates.find((state) => state === next) ?? null })}
      />
      <DataTable
        name="alerts"
        label={t('list.label')}
        columns={columns}
        {...tableProps(list)}
        rowId={({ id }) => id}
        onOpen={({ sourceId }) => {
          router.push(href(`/sources/${sourceId}`));
        }}
        total={filter.state === 'open' ? (list.counts?.all ?? null) : null}
        maxHeight="calc(100dvh - 21rem)"
        sort={sort}
        onSort={setSort}
        {...(canAct && filter.state === 'open' ? { selection, onSelection: setSelection } : {})}
        bulkActions={<BulkActions selection={selection} filter={filter} onDone={clear} />}
        toolbar={<AlertFilters {...filterState} />}
        empty={
          isFiltered ? (
            <EmptyState
              title={t('empty.filteredTitle')}
              description={t('empty.filteredText')}
              action={{
                label: t('list.clear'),
                onClick: () => void setValues({ text: null, level: null, check: null, acknowledged: null }),
              }}
            />
          ) : (
            <EmptyState
              icon={<IconCheck size={24} stroke={1.5} />}
              title={t('empty.title')}
              description={t('empty.text')}
              {...(canManage ? { action: { label: t('rules.title'), href: href('/alerts/rules') } } : {})}
            />
          )
        }
      />
    </>
  );
}

function useAlertList(view: AlertListView, initial: AlertsViewProps['initial']) {
  const isInitial = JSON.stringify(view) === JSON.stringify(initial.view);
  const list = usePagedList({
    queryKey: ['alerts', 'list', view],
    fetchPage: (cursor, signal) => fetchAlertPage(view, cursor, signal),
    refreshMs,
    initial: isInitial ? initial.page : undefined,
  });
  const { data: counts } = useQuery({
    queryKey: ['alerts', 'counts', view.filter],
    queryFn: ({ signal }) => fetchAlertCounts(view.filter, signal),
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
    ...(isInitial ? { initialData: initial.counts } : {}),
  });
  return { ...list, counts: counts ?? null };
}

interface BulkActionsProps {
  readonly selection: Selection;
  readonly filter: AlertListView['filter'];
  readonly onDone: () => void;
}

function BulkActions({ selection, filter, onDone }: BulkActionsProps) {
  const t = useTranslations('alerts');
  const acts = useAlertActs();
  const chosen = toAlertSelection(selection, filter);
  return (
    <>
      <Button
        size="xs"
        variant="light"
        leftSection={<IconCheck size={16} />}
        onClick={() => void acts.acknowledge(chosen, true).then(onDone)}
      >
        {t('acts.acknowledge')}
      </Button>
      <Button size="xs" variant="subtle" onClick={() => void acts.acknowledge(chosen, false).then(onDone)}>
        {t('acts.unacknowledge')}
      </Button>
      <Button
        size="xs"
        variant="light"
        color="red"
        leftSection={<IconBellOff size={16} />}
        onClick={() => {
          acts.suppress(chosen, onDone);
        }}
      >
        {t('acts.suppress')}
      </Button>
    </>
  );
}

function HeaderActions({ studies, canAct, canManage }: Omit<AlertsViewProps, 'initial'>) {
  const t = useTranslations('alerts');
  const href = useStudyHref();
  const key = useStudyKey() ?? (studies.length === 1 ? studies[0]?.key : undefined);
  const run = async (study: string) => {
    await runChecks(study);
    notifications.show({ message: t('list.checking') });
  };
  return (
    <>
      {canAct && key !== undefined && (
        <Button
          variant="default"
          leftSection={<IconPlayerPlay size={16} />}
          onClick={() => {
            run(key).catch(showFailure);
          }}
        >
          {t('list.run')}
        </Button>
      )}
      {canManage && (
        <Button component={Link} href={href('/alerts/rules')} leftSection={<IconSettings2 size={16} />}>
          {t('rules.title')}
        </Button>
      )}
    </>
  );
}
