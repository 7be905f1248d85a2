'use client';

import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import type { TableColumn } from '#components/tables/table-column.ts';
import { usePagedList } from '#components/tables/use-paged-list.ts';
import type { LatestPoint } from '#lib/passive/domain/views/view-results.ts';
import { contentColumn, createdColumn, recordedColumn } from './point-columns.tsx';
import { PointsTable } from './points-table.tsx';
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
  const typeName = useTypeName();
  const columns = useLatestColumns();
  const list = usePagedList({
    queryKey: ['points', 'latest', sourceId],
    fetchPage: (cursor, signal) => fetchLatestPoints(sourceId, cursor, signal),
    refreshMs,
  });
  return (
    <PointsTable
      sourceId={sourceId}
      list={list}
      name="points-latest"
      columns={columns}
      typeOf={({ typeId, type }) => ({ typeId, title: typeName(type) })}
      toolbar={toolbar}
    />
  );
}

function useLatestColumns(): readonly TableColumn<LatestPoint>[] {
  const t = useTranslations('passive');
  const typeName = useTypeName();
  return [
    createdColumn(t),
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
    contentColumn(t, 420),
    recordedColumn(t),
  ];
}
