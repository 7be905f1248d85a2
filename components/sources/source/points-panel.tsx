'use client';

import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { usePagedList } from '#components/tables/use-paged-list.ts';
import type { SourceType } from '#lib/passive/domain/views/view-results.ts';
import { usePointColumns } from './point-columns.tsx';
import { PointsTable } from './points-table.tsx';
import { useSourceTypeName } from './type-names.ts';
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
  const typeName = useSourceTypeName();
  const { shown } = control;
  const columns = usePointColumns(type);
  const list = usePagedList({
    queryKey: ['points', 'list', sourceId, type.typeId, shown],
    fetchPage: (cursor, signal) => fetchPoints({ source: sourceId, type: type.typeId, shown }, cursor, signal),
  });
  const { typeId, identifier } = type;
  return (
    <PointsTable
      sourceId={sourceId}
      list={list}
      name={`points-${identifier}`}
      columns={columns}
      typeOf={() => ({ typeId, title: typeName(type) })}
      toolbar={toolbar}
      emptyAction={{ label: t('points.showAll'), onClick: control.showAll }}
    />
  );
}
