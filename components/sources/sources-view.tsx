'use client';

import { Button, SegmentedControl } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconAdjustments, IconBellRinging, IconFileSpreadsheet, IconFolders, IconRoute } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { ConfigurationChoice } from '#components/configurations/configuration-queries.ts';
import { useStudyHref, useStudyKey } from '#components/shell/use-study-href.ts';
import { DataTable } from '#components/tables/data-table.tsx';
import { nothingSelected, type Selection } from '#components/tables/selection.ts';
import { tableProps, usePagedList } from '#components/tables/use-paged-list.ts';
import { useSortInUrl } from '#components/tables/use-sort-in-url.ts';
import { AddButton } from '#components/ui/add-button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { sourceStates, type SourceGroup } from '#lib/sources/domain/source.ts';
import { sourceSorts, type SourceCounts } from '#lib/sources/domain/source-query.ts';
import { AddSourceDialog } from './add-source-dialog.tsx';
import { GroupsDrawer } from './groups-drawer.tsx';
import type { StudyChoice } from './move-dialog.tsx';
import { SourceBulkActions, useSourceActions } from './source-bulk-actions.tsx';
import { useSourceColumns } from './source-columns.tsx';
import { SourceListDialog } from './source-list-dialog.tsx';
import { SourceFilters, useSourceFilter } from './source-filters.tsx';
import {
  fetchGroups,
  fetchSourceCounts,
  fetchSourcePage,
  toSourceSelection,
  type SourceListView,
  type SourcePage,
} from './source-queries.ts';

/** How often the list looks for news, in milliseconds. */
const refreshMs = 60_000;

export interface SourcesViewProps {
  /** What the server found for the address the page was opened with. */
  readonly initial: { readonly view: SourceListView; readonly page: SourcePage; readonly counts: SourceCounts };
  readonly groups: readonly SourceGroup[];
  readonly studies: readonly StudyChoice[];
  readonly configurations: readonly ConfigurationChoice[];
  readonly canManage: boolean;
  readonly canConfigure: boolean;
  /** Traces of uploads are kept that the viewer may read. */
  readonly hasTraces: boolean;
}

/** The list of sources: who sends, who is silent, and what one can do about it. */
export function SourcesView(props: SourcesViewProps) {
  const { initial, studies, configurations, canManage, canConfigure } = props;
  const t = useTranslations('sources');
  const router = useRouter();
  const href = useStudyHref();
  const study = useStudyKey();
  const { filter, values, setValues } = useSourceFilter();
  const { sort, setSort } = useSortInUrl(sourceSorts, { key: 'lastSeen', order: 'desc' });
  const view: SourceListView = { filter, sort: sort.key, order: sort.order };
  const list = useSourceList(view, initial);
  const { data: groups } = useQuery({
    queryKey: ['sources', 'groups', study],
    queryFn: ({ signal }) => fetchGroups(study, signal),
    initialData: [...props.groups],
    staleTime: refreshMs,
  });
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  const clear = () => {
    setSelection(nothingSelected);
  };
  const actions = useSourceActions({ groups, studies, configurations });
  const columns = useSourceColumns(study !== null || studies.length < 2);
  const canAct = canManage || canConfigure;
  return (
    <>
      <PageHeader
        title={t('list.title')}
        description={t('list.description')}
        actions={<HeaderActions {...props} groups={groups} />}
      />
      <StateTabs counts={list.counts} value={values.state} onChange={(state) => void setValues({ state })} />
      <DataTable
        name="sources"
        label={t('list.label')}
        columns={columns}
        {...tableProps(list)}
        rowId={({ id }) => id}
        onOpen={({ id }) => {
          router.push(href(`/sources/${id}`));
        }}
        total={list.total}
        maxHeight="calc(100dvh - 21rem)"
        sort={sort}
        onSort={setSort}
        {...(canAct ? { selection, onSelection: setSelection } : {})}
        bulkActions={
          <SourceBulkActions
            actions={actions}
            selection={toSourceSelection(selection, filter)}
            isArchivedList={filter.archived ?? false}
            canManage={canManage}
            canConfigure={canConfigure}
            onDone={clear}
          />
        }
        toolbar={<SourceFilters values={values} setValues={setValues} groups={groups} />}
        empty={
          <NoSources
            isFiltered={Object.keys(filter).some((key) => key !== 'study')}
            onClear={() => void setValues({ text: null, kind: null, group: null, state: null, archived: null })}
          />
        }
      />
    </>
  );
}

function useSourceList(view: SourceListView, initial: SourcesViewProps['initial']) {
  const isInitial = JSON.stringify(view) === JSON.stringify(initial.view);
  const list = usePagedList({
    queryKey: ['sources', 'list', view],
    fetchPage: (cursor, signal) => fetchSourcePage(view, cursor, signal),
    refreshMs,
    initial: isInitial ? initial.page : undefined,
  });
  const { state: _state, ...withoutState } = view.filter;
  const { data: counts } = useQuery({
    queryKey: ['sources', 'counts', withoutState],
    queryFn: ({ signal }) => fetchSourceCounts(withoutState, signal),
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
    ...(isInitial ? { initialData: initial.counts } : {}),
  });
  return { ...list, counts: counts ?? null, total: counts ? counts[view.filter.state ?? 'all'] : null };
}

interface StateTabsProps {
  readonly counts: SourceCounts | null;
  readonly value: (typeof sourceStates)[number] | null;
  readonly onChange: (state: (typeof sourceStates)[number] | null) => void;
}

/** The state as a filter, each with its number. */
function StateTabs({ counts, value, onChange }: StateTabsProps) {
  const t = useTranslations('sources');
  return (
    <SegmentedControl
      mb="md"
      size="sm"
      style={{ maxWidth: '100%', overflowX: 'auto' }}
      aria-label={t('columns.state')}
      data={[
        { value: 'all', label: t('list.all', { count: counts?.all ?? 0 }) },
        ...sourceStates.map((state) => ({
          value: state,
          label: t(`stateCounts.${state}`, { count: counts?.[state] ?? 0 }),
        })),
      ]}
      value={value ?? 'all'}
      onChange={(next) => {
        onChange(sourceStates.find((state) => state === next) ?? null);
      }}
    />
  );
}

function HeaderActions({ groups, studies, canManage, canConfigure, hasTraces }: SourcesViewProps) {
  const t = useTranslations('sources');
  const tTraces = useTranslations('traces');
  const href = useStudyHref();
  const [isGroupsOpen, setGroupsOpen] = useState(false);
  const add = () => {
    const id = modals.open({
      title: t('addDialog.title'),
      children: (
        <AddSourceDialog
          studies={studies}
          groups={groups}
          onClose={() => {
            modals.close(id);
          }}
        />
      ),
    });
  };
  const list = () => {
    const id = modals.open({
      title: t('listDialog.title'),
      size: 'lg',
      children: (
        <SourceListDialog
          studies={studies}
          onClose={() => {
            modals.close(id);
          }}
        />
      ),
    });
  };
  return (
    <>
      {canConfigure && (
        <Button
          component={Link}
          href={href('/configurations')}
          variant="default"
          leftSection={<IconAdjustments size={16} />}
        >
          {t('list.configurations')}
        </Button>
      )}
      {hasTraces && (
        <Button component={Link} href={href('/sources/traces')} variant="default" leftSection={<IconRoute size={16} />}>
          {tTraces('open')}
        </Button>
      )}
      {canManage && (
        <>
          <Button
            component={Link}
            href={href('/sources/nudges')}
            variant="default"
            leftSection={<IconBellRinging size={16} />}
          >
            {t('nudges')}
          </Button>
          <Button variant="default" leftSection={<IconFileSpreadsheet size={16} />} onClick={list}>
            {t('listDialog.open')}
          </Button>
          <Button
            variant="default"
            leftSection={<IconFolders size={16} />}
            onClick={() => {
              setGroupsOpen(true);
            }}
          >
            {t('list.groups')}
          </Button>
          <AddButton label={t('list.add')} onClick={add} />
          <GroupsDrawer
            isOpen={isGroupsOpen}
            onClose={() => {
              setGroupsOpen(false);
            }}
            groups={groups}
            studies={studies}
          />
        </>
      )}
    </>
  );
}

function NoSources({ isFiltered, onClear }: { readonly isFiltered: boolean; readonly onClear: () => void }) {
  const t = useTranslations('sources');
  if (isFiltered) {
    return (
      <EmptyState
        title={t('empty.filteredTitle')}
        description={t('empty.filteredDescription')}
        action={{ label: t('list.clearFilters'), onClick: onClear }}
      />
    );
  }
  return (
    <EmptyState
      title={t('empty.title')}
      description={t('empty.description')}
      action={{ label: t('empty.action'), href: '/settings/studies' }}
    />
  );
}
