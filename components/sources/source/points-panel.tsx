'use client';

import { Stack, Title } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState, type ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { DataTable } from '#components/tables/data-table.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import type { SourceType } from '#lib/passive/domain/views/view-results.ts';
import { usePointColumns } from './point-columns.tsx';
import { PointDrawer } from './point-drawer.tsx';
import { useTypeName } from './type-names.ts';
import type { ShownTimeControl } from './use-shown-time.ts';
import { fetchPoints } from './view-queries.ts';

interface PointsPanelProps {
  readonly sourceId: string;
  readonly type: SourceType;
  /** Chooses the type. */
  readonly toolbar: ReactNode;
  readonly control: ShownTimeControl;
}

/** The points of one type in the time that the page shows, newest first; each opens as raw text. */
export function PointsPanel({ sourceId, type, toolbar, control }: PointsPanelProps) {
  const t = useTranslations('passive');
  const typeName = useTypeName();
  const { shown } = control;
  const columns = usePointColumns(type.identifier);
  const [openIndex, setOpenIndex] = useState<number | null>(null);
  const pages = useInfiniteQuery({
    queryKey: ['points', 'list', sourceId, type.typeId, shown],
    queryFn: ({ pageParam, signal }) => fetchPoints({ source: sourceId, type: type.typeId, shown }, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const rows = useMemo(() => pages.data?.pages.flatMap(({ items }) => items) ?? [], [pages.data]);
  return (
    <Stack gap="sm" component="section" id="points">
      <Title order={2}>{t('points.title')}</Title>
      <DataTable
        key={type.identifier}
        name={`points-${type.identifier}`}
        label={t('points.label')}
        columns={columns}
        rows={rows}
        rowId={({ createdAtUs, contentHash }) => `${String(createdAtUs)} ${contentHash}`}
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
        empty={
          <EmptyState
            title={t('points.emptyTitle')}
            description={t('points.emptyDescription')}
            action={{ label: t('points.showAll'), onClick: control.showAll }}
          />
        }
      />
      <PointDrawer
        sourceId={sourceId}
        typeId={type.typeId}
        title={typeName(type.identifier)}
        point={openIndex === null ? null : (rows[openIndex] ?? null)}
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
