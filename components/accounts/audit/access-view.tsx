'use client';

import { Badge, Code, Select } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { parseAsString, useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { apiGet, pageSchema } from '#components/ui/api-client.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Moment } from '#components/ui/relative-time.tsx';
import { DataTable } from '#components/tables/data-table.tsx';
import type { TableColumn } from '#components/tables/table-column.ts';
import { accessRecordSchema, type AccessRecord } from '#lib/accounts/domain/access-record.ts';
import type { StudyChoice } from '../people/placement-fields.tsx';
import { AuditFilters } from './audit-filters.tsx';

interface AccessPage {
  readonly items: readonly AccessRecord[];
  readonly next: string | null;
}

interface AccessViewProps {
  readonly initial: AccessPage;
  readonly studies: readonly StudyChoice[];
}

const filterParsers = {
  actor: parseAsString,
  action: parseAsString,
  studyId: parseAsString,
  from: parseAsString,
  to: parseAsString,
  outcome: parseAsString,
};

const outcomes = ['ok', 'refused', 'failed'] as const;
const nouns = ['data', 'point', 'attachment', 'task', 'pull', 'sources', 'issues', 'sta', 'jsonapi'] as const;
const accessPageSchema = pageSchema(accessRecordSchema);

/** Who read people's data through the APIs, and who tried to; the filter stands in the address. */
export function AccessView({ initial, studies }: AccessViewProps) {
  const t = useTranslations('accessLog');
  const ta = useTranslations('accounts');
  const [{ outcome, ...filter }, setFilter] = useQueryStates(filterParsers, { shallow: true, throttleMs: 300 });
  const query = useInfiniteQuery({
    queryKey: ['access-records', filter, outcome],
    queryFn: ({ pageParam, signal }): Promise<AccessPage> =>
      apiGet('access-records', accessPageSchema, {
        query: { ...filter, outcome, cursor: pageParam, limit: 50 },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (previous) => previous ?? { pages: [initial], pageParams: [null] },
  });
  const columns = useColumns(studies);
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('description')}
        crumbs={[{ label: ta('settings.audit'), href: '/settings/audit' }]}
      />
      <DataTable
        name="access-records"
        label={t('title')}
        columns={columns}
        rows={query.data?.pages.flatMap(({ items }) => items) ?? []}
        rowId={({ id }) => id}
        isLoading={query.isPending}
        error={query.error}
        onRetry={() => void query.refetch()}
        onMore={query.hasNextPage ? () => void query.fetchNextPage() : undefined}
        isLoadingMore={query.isFetchingNextPage}
        toolbar={
          <>
            <AuditFilters
              values={filter}
              studies={studies}
              actions={nouns.map((noun) => ({ value: noun, label: t(`nouns.${noun}`) }))}
              onChange={(change) => void setFilter(change)}
            />
            <Select
              aria-label={t('outcome')}
              placeholder={t('outcome')}
              w={150}
              clearable
              data={outcomes.map((value) => ({ value, label: t(`outcomes.${value}`) }))}
              value={outcome}
              onChange={(value) => void setFilter({ outcome: value })}
            />
          </>
        }
        empty={<EmptyState icon={<IconEye size={24} />} title={t('none')} description={t('noneHint')} />}
      />
    </>
  );
}

function useColumns(studies: readonly StudyChoice[]): readonly TableColumn<AccessRecord>[] {
  const t = useTranslations('accessLog');
  const ta = useTranslations('accounts');
  const format = useFormatter();
  return useMemo(() => {
    const studyNames = new Map<string, string>(studies.map(({ id, name }) => [id, name]));
    const studyName = ({ studyId }: AccessRecord) => (studyId === null ? '' : (studyNames.get(studyId) ?? studyId));
    return [
      {
        id: 'at',
        header: ta('audit.at'),
        cell: ({ at }) => <Moment at={at} withSeconds />,
        csv: ({ at }) => at.toISOString(),
        widthPx: 208,
        isFixed: true,
      },
      {
        id: 'action',
        header: ta('audit.action'),
        cell: ({ action }) => <code>{action}</code>,
        csv: ({ action }) => action,
        widthPx: 180,
      },
      {
        id: 'actor',
        header: ta('audit.actor'),
        cell: ({ actorLabel, actorKind }) => `${actorLabel} (${t(`kinds.${kindOf(actorKind)}`)})`,
        csv: ({ actorLabel }) => actorLabel,
        widthPx: 230,
      },
      {
        id: 'outcome',
        header: t('outcome'),
        cell: ({ outcome }) => <Badge color={outcome === 'ok' ? 'teal' : 'red'}>{t(`outcomes.${outcome}`)}</Badge>,
        csv: ({ outcome }) => outcome,
        widthPx: 120,
      },
      {
        id: 'count',
        header: t('count'),
        align: 'end',
        cell: ({ count }) => (count === null ? '–' : format.number(count)),
        csv: ({ count }) => count ?? '',
        widthPx: 110,
      },
      { id: 'study', header: ta('audit.study'), cell: studyName, csv: studyName, widthPx: 150 },
      {
        id: 'detail',
        header: t('detail'),
        cell: ({ detail }) => <Code>{JSON.stringify(detail)}</Code>,
        csv: ({ detail }) => JSON.stringify(detail),
        widthPx: 360,
      },
      {
        id: 'request',
        header: ta('audit.request'),
        cell: ({ requestId }) => requestId,
        csv: ({ requestId }) => requestId,
        widthPx: 160,
        isHiddenAtFirst: true,
      },
    ];
  }, [t, ta, format, studies]);
}

const kinds = ['user', 'token', 'device', 'system', 'nobody'] as const;

function kindOf(actorKind: string): (typeof kinds)[number] {
  return kinds.find((kind) => kind === actorKind) ?? 'system';
}
