'use client';

import { SegmentedControl } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useTranslations } from 'use-intl/react';
import type { z } from 'zod';
import { useStudyHref, useStudyKey } from '#components/shell/use-study-href.ts';
import { DataTable } from '#components/tables/data-table.tsx';
import { tableProps, usePagedList } from '#components/tables/use-paged-list.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { taskFilters, taskStatesOf } from './task-filter.ts';
import type { taskPageSchema } from './task-data.ts';
import { fetchTaskPage, pollMs } from './task-queries.ts';
import { useTaskColumns } from './use-task-columns.tsx';

interface TasksViewProps {
  /** What the server found for the address the page was opened with. */
  readonly initial: {
    readonly study: string | null;
    readonly filter: (typeof taskFilters)[number];
    readonly page: z.infer<typeof taskPageSchema>;
  };
}

/** The list of tasks, with live progress. */
export function TasksView({ initial }: TasksViewProps) {
  const t = useTranslations('tasks');
  const router = useRouter();
  const href = useStudyHref();
  const study = useStudyKey();
  const [filter, setFilter] = useQueryState('state', parseAsStringLiteral(taskFilters).withDefault('all'));
  const list = usePagedList({
    queryKey: ['tasks', 'list', study, filter],
    fetchPage: (cursor, signal) => fetchTaskPage({ study, states: taskStatesOf(filter) }, cursor, signal),
    refreshMs: pollMs,
    initial: study === initial.study && filter === initial.filter ? initial.page : undefined,
  });
  const columns = useTaskColumns();
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <DataTable
        name="tasks"
        label={t('label')}
        columns={columns}
        {...tableProps(list)}
        rowId={({ id }) => id}
        onOpen={({ id }) => {
          router.push(href(`/tasks/${id}`));
        }}
        toolbar={
          <SegmentedControl
            size="sm"
            style={{ maxWidth: '100%', overflowX: 'auto' }}
            aria-label={t('filters.label')}
            value={filter}
            onChange={(value) => void setFilter(taskFilters.find((known) => known === value) ?? 'all')}
            data={taskFilters.map((value) => ({
              value,
              label: value === 'all' || value === 'unfinished' ? t(`filters.${value}`) : t(`states.${value}`),
            }))}
          />
        }
        empty={<NoTasks isFiltered={filter !== 'all'} onClear={() => void setFilter('all')} />}
      />
    </>
  );
}

function NoTasks({ isFiltered, onClear }: { readonly isFiltered: boolean; readonly onClear: () => void }) {
  const t = useTranslations('tasks');
  const href = useStudyHref();
  if (isFiltered) {
    return (
      <EmptyState
        title={t('empty.filteredTitle')}
        description={t('empty.filteredDescription')}
        action={{ label: t('empty.clear'), onClick: onClear }}
      />
    );
  }
  return (
    <EmptyState
      title={t('empty.title')}
      description={t('empty.description')}
      action={{ label: t('empty.action'), href: href('/exports') }}
    />
  );
}
