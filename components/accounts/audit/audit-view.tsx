'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { IconHistory } from '@tabler/icons-react';
import { useQueryStates, parseAsString } from 'nuqs';
import { useTranslations } from 'use-intl/react';
import { apiGet, pageSchema } from '#components/ui/api-client.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Moment } from '#components/ui/relative-time.tsx';
import { DataTable } from '#components/tables/data-table.tsx';
import type { TableColumn } from '#components/tables/table-column.ts';
import { auditEventSchema, type AuditEvent } from '#lib/accounts/domain/audit-event.ts';
import type { StudyChoice } from '../people/placement-fields.tsx';
import { AuditDetail } from './audit-detail.tsx';
import type { AuditFilterValues } from './audit-filter-values.ts';
import { AuditFilters } from './audit-filters.tsx';

interface AuditPage {
  readonly items: readonly AuditEvent[];
  readonly next: string | null;
}

interface AuditViewProps {
  readonly initial: AuditPage;
  readonly studies: readonly StudyChoice[];
}

const filterParsers: Record<keyof AuditFilterValues, typeof parseAsString> = {
  actor: parseAsString,
  action: parseAsString,
  studyId: parseAsString,
  from: parseAsString,
  to: parseAsString,
};

const auditPageSchema = pageSchema(auditEventSchema);

/** Who did what and when; the filter stands in the address. */
export function AuditView({ initial, studies }: AuditViewProps) {
  const t = useTranslations('accounts');
  const [filter, setFilter] = useQueryStates(filterParsers, { shallow: true, throttleMs: 300 });
  const query = useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam, signal }): Promise<AuditPage> =>
      apiGet('audit', auditPageSchema, { query: { ...filter, cursor: pageParam, limit: 50 }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (previous) => previous ?? { pages: [initial], pageParams: [null] },
  });
  const names = new Map(studies.map(({ id, name }) => [id, name]));
  const columns = useColumns(names);
  return (
    <>
      <PageHeader title={t('settings.audit')} description={t('audit.description')} />
      <DataTable
        name="audit"
        label={t('settings.audit')}
        columns={columns}
        rows={query.data?.pages.flatMap(({ items }) => items) ?? []}
        rowId={(event) => event.id}
        isLoading={query.isPending}
        error={query.error}
        onRetry={() => void query.refetch()}
        onMore={query.hasNextPage ? () => void query.fetchNextPage() : undefined}
        isLoadingMore={query.isFetchingNextPage}
        toolbar={<AuditFilters values={filter} studies={studies} onChange={(change) => void setFilter(change)} />}
        empty={
          <EmptyState icon={<IconHistory size={24} />} title={t('audit.none')} description={t('audit.noneHint')} />
        }
      />
    </>
  );
}

function useColumns(studyNames: ReadonlyMap<string, string>): readonly TableColumn<AuditEvent>[] {
  const t = useTranslations('accounts');
  const studyName = ({ studyId }: AuditEvent) => (studyId === null ? '' : (studyNames.get(studyId) ?? studyId));
  return [
    {
      id: 'at',
      header: t('audit.at'),
      cell: ({ at }) => <Moment at={at} withSeconds />,
      csv: ({ at }) => at.toISOString(),
      widthPx: 190,
      isFixed: true,
    },
    {
      id: 'actor',
      header: t('audit.actor'),
      cell: ({ actorLabel }) => actorLabel,
      csv: ({ actorLabel }) => actorLabel,
      widthPx: 200,
    },
    {
      id: 'action',
      header: t('audit.action'),
      cell: ({ action }) => <code>{action}</code>,
      csv: ({ action }) => action,
      widthPx: 170,
    },
    { id: 'study', header: t('audit.study'), cell: studyName, csv: studyName, widthPx: 150 },
    {
      id: 'subject',
      header: t('audit.subject'),
      cell: ({ subjectType, subjectId }) => `${subjectType} ${subjectId ?? ''}`,
      csv: ({ subjectType, subjectId }) => `${subjectType} ${subjectId ?? ''}`,
      widthPx: 160,
      isHiddenAtFirst: true,
    },
    {
      id: 'detail',
      header: t('audit.detail'),
      cell: (event) => <AuditDetail event={event} />,
      csv: ({ detail }) => JSON.stringify(detail),
      widthPx: 320,
    },
    {
      id: 'request',
      header: t('audit.request'),
      cell: ({ requestId }) => requestId ?? '',
      csv: ({ requestId }) => requestId ?? '',
      widthPx: 160,
      isHiddenAtFirst: true,
    },
  ];
}
