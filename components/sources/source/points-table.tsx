'use client';

import { Stack, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { DataTable } from '#components/tables/data-table.tsx';
import type { TableColumn } from '#components/tables/table-column.ts';
import type { PagedList } from '#components/tables/use-paged-list.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PointDrawer } from './point-drawer.tsx';

/** What names a point: its type, its time and its hash. */
interface PointRow {
  readonly createdAtUs: number;
  readonly contentHash: string;
}

interface PointsTableProps<Row extends PointRow> {
  readonly sourceId: string;
  readonly list: PagedList<Row>;
  /** Stable word: names the CSV file and the person's choice of columns. */
  readonly name: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly typeOf: (row: Row) => { readonly typeId: number; readonly title: string };
  /** Chooses the type. */
  readonly toolbar: ReactNode;
  /** What an empty table offers to do. */
  readonly emptyAction?: { readonly label: string; readonly onClick: () => void };
}

/** Points of a source, newest first; each opens as raw text. */
export function PointsTable<Row extends PointRow>(props: PointsTableProps<Row>) {
  const { sourceId, list, name, columns, typeOf, toolbar, emptyAction } = props;
  const t = useTranslations('passive');
  const { rows } = list;
  const [openIndex, setOpenIndex] = useState<number | null>(null);
  const open = openIndex === null ? null : (rows[openIndex] ?? null);
  const type = open === null ? { typeId: 0, title: '' } : typeOf(open);
  return (
    <Stack gap="sm" component="section" id="points">
      <Title order={2}>{t('points.title')}</Title>
      <DataTable
        key={name}
        name={name}
        label={t('points.label')}
        columns={columns}
        rows={rows}
        rowId={(row) => `${String(typeOf(row).typeId)} ${String(row.createdAtUs)} ${row.contentHash}`}
        onOpen={(row) => {
          setOpenIndex(rows.indexOf(row));
        }}
        isLoading={list.isLoading}
        error={list.error}
        onRetry={list.retry}
        onMore={list.more}
        isLoadingMore={list.isLoadingMore}
        maxHeight="32rem"
        toolbar={toolbar}
        empty={
          <EmptyState
            title={t('points.emptyTitle')}
            description={t('points.emptyDescription')}
            {...(emptyAction ? { action: emptyAction } : {})}
          />
        }
      />
      <PointDrawer
        sourceId={sourceId}
        typeId={type.typeId}
        title={type.title}
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
