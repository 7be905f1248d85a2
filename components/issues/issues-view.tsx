'use client';

import { Button, Modal, Skeleton } from '@mantine/core';
import { IconDownload, IconTool } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { parseAsString, useQueryState } from 'nuqs';
import { useTranslations } from 'use-intl/react';
import { useStudyKey } from '#components/shell/use-study-href.ts';
import { DataTable } from '#components/tables/data-table.tsx';
import { tableProps, usePagedList } from '#components/tables/use-paged-list.ts';
import { useSortInUrl } from '#components/tables/use-sort-in-url.ts';
import { AddButton } from '#components/ui/add-button.tsx';
import { apiUrl } from '#components/ui/api-client.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { issueSorts } from '#lib/sources/domain/issues/device-issue.ts';
import { useIssueColumns } from './issue-columns.tsx';
import { IssueFilters } from './issue-filters.tsx';
import { IssueForm } from './issue-form.tsx';
import { fetchIssue, fetchIssuePage, type IssueListView, type IssuePage } from './issue-queries.ts';
import { useIssueFilter } from './use-issue-filter.ts';

interface IssuesViewProps {
  /** What the server found for the address the page was opened with. */
  readonly initial: { readonly view: IssueListView; readonly page: IssuePage };
  readonly studies: readonly { readonly key: string; readonly name: string }[];
  readonly canManage: boolean;
}

/** In the address: no issue is looked at, but a new one is written. */
const newIssue = 'new';

/** What people noticed about devices, and whether it is dealt with. */
export function IssuesView({ initial, studies, canManage }: IssuesViewProps) {
  const t = useTranslations('issues');
  const study = useStudyKey();
  const filterState = useIssueFilter();
  const { filter, setValues } = filterState;
  const [opened, setOpened] = useQueryState('issue', parseAsString);
  const { sort, setSort } = useSortInUrl(issueSorts, { key: 'updated', order: 'desc' });
  const view: IssueListView = { filter, sort: sort.key, order: sort.order };
  const list = usePagedList({
    queryKey: ['issues', 'list', view],
    fetchPage: (cursor, signal) => fetchIssuePage(view, cursor, signal),
    initial: JSON.stringify(view) === JSON.stringify(initial.view) ? initial.page : undefined,
  });
  const columns = useIssueColumns({ isOneStudy: study !== null || studies.length < 2 });
  const isFiltered = Object.keys(filter).some((key) => key !== 'study');
  const add = { label: t('list.add'), onClick: () => void setOpened(newIssue) };
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={
          <>
            <Button
              component="a"
              href={apiUrl('issues/export', { ...filter })}
              download
              variant="default"
              leftSection={<IconDownload size={16} />}
            >
              {t('list.export')}
            </Button>
            {canManage && <AddButton label={add.label} onClick={add.onClick} />}
          </>
        }
      />
      <DataTable
        name="issues"
        label={t('list.label')}
        columns={columns}
        {...tableProps(list)}
        rowId={({ id }) => id}
        onOpen={({ id }) => void setOpened(id)}
        sort={sort}
        onSort={setSort}
        toolbar={<IssueFilters {...filterState} />}
        empty={
          isFiltered ? (
            <EmptyState
              title={t('empty.filteredTitle')}
              description={t('empty.filteredText')}
              action={{ label: t('list.clear'), onClick: () => void setValues(null) }}
            />
          ) : (
            <EmptyState
              icon={<IconTool size={24} stroke={1.5} />}
              title={t('empty.title')}
              description={t('empty.text')}
              {...(canManage ? { action: add } : {})}
            />
          )
        }
      />
      <IssueDialog id={opened} study={study} canManage={canManage} onClose={() => void setOpened(null)} />
    </>
  );
}

interface IssueDialogProps {
  /** Null: closed. */
  readonly id: string | null;
  readonly study: string | null;
  readonly canManage: boolean;
  readonly onClose: () => void;
}

function IssueDialog({ id, study, canManage, onClose }: IssueDialogProps) {
  const t = useTranslations('issues');
  const isOld = id !== null && id !== newIssue;
  const { data, error, refetch } = useQuery({
    queryKey: ['issues', 'one', id],
    queryFn: ({ signal }) => fetchIssue(id ?? '', signal),
    enabled: isOld,
  });
  const title = data && isOld ? t('form.editTitle', { source: data.sourceName }) : t('form.addTitle');
  return (
    <Modal opened={id !== null && (isOld || canManage)} onClose={onClose} size="lg" title={title}>
      {isOld && error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {isOld && !data && !error && <Skeleton h={320} />}
      {isOld && data && (
        <IssueForm
          key={`${data.id} ${data.updatedAt.toISOString()}`}
          issue={data}
          study={study}
          canManage={canManage}
          onClose={onClose}
        />
      )}
      {id === newIssue && <IssueForm issue={null} study={study} canManage={canManage} onClose={onClose} />}
    </Modal>
  );
}
