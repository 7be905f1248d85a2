'use client';

import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconEye, IconHistory } from '@tabler/icons-react';
import Link from 'next/link';
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
  /** Whose log: that of the organization one works in, or that of the installation, which knows no studies. */
  readonly of?: 'organization' | 'installation';
  readonly initial: AuditPage;
  readonly studies?: readonly StudyChoice[];
}

const noStudies: readonly StudyChoice[] = [];

const filterParsers: Record<keyof AuditFilterValues, typeof parseAsString> = {
  actor: parseAsString,
  action: parseAsString,
  studyId: parseAsString,
  from: parseAsString,
  to: parseAsString,
};

const auditPageSchema = pageSchema(auditEventSchema);

/** Who did what and when; the filter stands in the address. */
export function AuditView({ of = 'organization', initial, studies = noStudies }: AuditViewProps) {
  const t = useTranslations('accounts');
  const [filter, setFilter] = useQueryStates(filterParsers, { shallow: true, throttleMs: 300 });
  const query = useInfiniteQuery({
    queryKey: ['audit', of, filter],
    queryFn: ({ pageParam, signal }): Promise<AuditPage> =>
      apiGet(of === 'organization' ? 'audit' : 'installation/audit', auditPageSchema, {
        query: { ...filter, cursor: pageParam, limit: 50 },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (previous) => previous ?? { pages: [initial], pageParams: [null] },
  });
  const names = new Map(studies.map(({ id, name }) => [id, name]));
  const columns = useColumns(names).filter(({ id }) => of === 'organization' || id !== 'study');
  const title = of === 'organization' ? t('settings.audit') : t('installation.title');
  return (
    <>
      <PageHeader
        title={title}
        description={of === 'organization' ? t('audit.description') : t('installation.description')}
        actions={of === 'organization' && <AccessLink />}
      />
      <DataTable
        name="audit"
        label={title}
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

/** The other log: who read, instead of who changed. */
function AccessLink() {
  const t = useTranslations('accessLog');
  return (
    <Button component={Link} href="/settings/audit/access" variant="default" leftSection={<IconEye size={16} />}>
      {t('open')}
    </Button>
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
      widthPx: 208,
      isFixed: true,
    },
    {
      id: 'action',
      header: t('audit.action'),
      cell: ({ action }) => <code>{action}</code>,
      csv: ({ action }) => action,
      widthPx: 170,
    },
    {
      id: 'actor',
      header: t('audit.actor'),
      cell: ({ actorLabel }) => actorLabel,
      csv: ({ actorLabel }) => actorLabel,
      widthPx: 200,
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
