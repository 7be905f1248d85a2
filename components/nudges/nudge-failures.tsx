'use client';

import { Anchor, Badge, Stack, Text, Title } from '@mantine/core';
import Link from 'next/link';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl/react';
import { useStudyHref } from '#components/shell/use-study-href.ts';
import { DataTable } from '#components/tables/data-table.tsx';
import type { TableColumn } from '#components/tables/table-column.ts';
import { tableProps, usePagedList } from '#components/tables/use-paged-list.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { NudgeFailure } from '#lib/passive/domain/nudges/nudge.ts';
import { fetchNudgeFailures } from './nudge-queries.ts';

/** Sources whose last push was not accepted, with what the service said. */
export function NudgeFailures({ study }: { readonly study: string }) {
  const t = useTranslations('nudges');
  const columns = useFailureColumns();
  const list = usePagedList({
    queryKey: ['nudges', 'failures', study],
    fetchPage: (cursor, signal) => fetchNudgeFailures(study, cursor, signal),
    refreshMs: 60_000,
  });
  return (
    <Stack component="section" gap="xs" aria-label={t('failures.title')}>
      <Title order={2} size="h3">
        {t('failures.title')}
      </Title>
      <DataTable
        name="nudge-failures"
        label={t('failures.label')}
        columns={columns}
        {...tableProps(list)}
        rowId={({ sourceId, service }) => `${sourceId} ${service}`}
        maxHeight="28rem"
        empty={<EmptyState title={t('failures.emptyTitle')} description={t('failures.emptyText')} />}
      />
    </Stack>
  );
}

function useFailureColumns(): readonly TableColumn<NudgeFailure>[] {
  const t = useTranslations('nudges');
  const href = useStudyHref();
  return useMemo((): TableColumn<NudgeFailure>[] => {
    return [
      {
        id: 'source',
        header: t('failures.source'),
        isFixed: true,
        widthPx: 180,
        csv: ({ sourceName }) => sourceName,
        cell: ({ sourceId, sourceName }) => (
          <Anchor component={Link} href={href(`/sources/${sourceId}`)} size="sm" fw={560} truncate>
            {sourceName}
          </Anchor>
        ),
      },
      {
        id: 'service',
        header: t('failures.service'),
        widthPx: 150,
        csv: ({ service }) => service,
        cell: ({ service }) => <Text size="sm">{t(`services.${service}`)}</Text>,
      },
      {
        id: 'state',
        header: t('failures.state'),
        widthPx: 130,
        csv: ({ state }) => state,
        cell: ({ state }) => (
          <Badge variant="default" style={{ color: state === 'dead' ? 'var(--cairn-bad)' : 'var(--cairn-warn)' }}>
            {t(`failures.${state}`)}
          </Badge>
        ),
      },
      {
        id: 'reason',
        header: t('failures.reason'),
        widthPx: 200,
        csv: ({ reason }) => reason,
        cell: ({ reason }) => (
          <Text size="sm" truncate>
            {reason}
          </Text>
        ),
      },
      {
        id: 'count',
        header: t('failures.count'),
        widthPx: 90,
        align: 'end',
        csv: ({ failures }) => failures,
        cell: ({ failures }) => failures,
      },
      {
        id: 'tried',
        header: t('failures.tried'),
        widthPx: 130,
        csv: ({ lastTriedAt }) => lastTriedAt,
        cell: ({ lastTriedAt }) => <RelativeTime at={lastTriedAt} />,
      },
      {
        id: 'accepted',
        header: t('failures.accepted'),
        widthPx: 130,
        csv: ({ lastAcceptedAt }) => lastAcceptedAt,
        cell: ({ lastAcceptedAt }) => (lastAcceptedAt ? <RelativeTime at={lastAcceptedAt} /> : '–'),
      },
    ];
  }, [t, href]);
}
