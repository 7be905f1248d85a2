'use client';

import { Stack, Text, Title } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState, type ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { DataTable } from '#components/tables/data-table.tsx';
import type { TableColumn } from '#components/tables/table-column.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Moment, RelativeTime } from '#components/ui/relative-time.tsx';
import type { LatestPoint } from '#lib/passive/domain/views/view-results.ts';
import { PointDrawer } from './point-drawer.tsx';
import { useTypeName } from './type-names.ts';
import { fetchLatestPoints } from './view-queries.ts';

const refreshMs = 60_000;

interface LatestPanelProps {
  readonly sourceId: string;
  /** Chooses the type. */
  readonly toolbar: ReactNode;
}

/** The newest points of a source, of all its types together; each opens as raw text. */
export function LatestPanel({ sourceId, toolbar }: LatestPanelProps) {
  const t = useTranslations('passive');
  const typeName = useTypeName();
  const columns = useLatestColumns();
  const [openIndex, setOpenIndex] = useState<number | null>(null);
  const pages = useInfiniteQuery({
    queryKey: ['points', 'latest', sourceId],
    queryFn: ({ pageParam, signal }) => fetchLatestPoints(sourceId, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
  });
  const rows = useMemo(() => pages.data?.pages.flatMap(({ items }) => items) ?? [], [pages.data]);
  const open = openIndex === null ? null : (rows[openIndex] ?? null);
  return (
    <Stack gap="sm" component="section" id="points">
      <Title order={2}>{t('points.title')}</Title>
      <DataTable
        name="points-latest"
        label={t('points.label')}
        columns={columns}
        rows={rows}
        rowId={({ typeId, createdAtUs, contentHash }) => `${String(typeId)} ${String(createdAtUs)} ${contentHash}`}
        onOpen={(row) => {
          setOpenIndex(rows.indexOf(row));
        }}
        isLoading={pages.isPending}
        error={rows.length === 0 ? pages.error : null}
        onRetry={() => void pages.refetch()}
        onMore={pages.hasNextPage ? () => void pages.fetchNextPage() : undefined}
        isLoadingMore={pages.isFetchingNextPage}
        maxHeight="32rem"
        toolbar={toolbar}
        empty={<EmptyState title={t('points.emptyTitle')} description={t('points.emptyDescription')} />}
      />
      <PointDrawer
        sourceId={sourceId}
        typeId={open?.typeId ?? 0}
        title={open === null ? '' : typeName(open.type)}
        point={open}
        onClose={() => {
          setOpenIndex(null);
        }}
        onMove={(step) => {
          setOpenIndex((index) => (index === null ? null : Math.max(0, Math.min(rows.length - 1, index + step))));
        }}
      />
    </Stack>
  );
}

function useLatestColumns(): readonly TableColumn<LatestPoint>[] {
  const t = useTranslations('passive');
  const typeName = useTypeName();
  return [
    {
      id: 'created',
      header: t('points.created'),
      isFixed: true,
      widthPx: 220,
      csv: ({ createdAtUs }) => new Date(createdAtUs / 1000),
      cell: ({ createdAtUs }) => <Moment at={new Date(createdAtUs / 1000)} withSeconds />,
    },
    {
      id: 'type',
      header: t('points.type'),
      widthPx: 200,
      csv: ({ type }) => type,
      cell: ({ type }) => (
        <Text size="sm" truncate>
          {typeName(type)}
        </Text>
      ),
    },
    {
      id: 'content',
      header: t('points.content'),
      widthPx: 420,
      csv: ({ preview }) => preview,
      cell: ({ preview }) => (
        <Text size="xs" ff="monospace" truncate>
          {preview}
        </Text>
      ),
    },
    {
      id: 'recorded',
      header: t('points.recorded'),
      widthPx: 140,
      csv: ({ recordedAt }) => recordedAt,
      cell: ({ recordedAt }) => <RelativeTime at={recordedAt} />,
    },
  ];
}
