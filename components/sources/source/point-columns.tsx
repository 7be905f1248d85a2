'use client';

import { Text } from '@mantine/core';
import { useMemo } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import type { TableColumn } from '#components/tables/table-column.ts';
import { Moment, RelativeTime } from '#components/ui/relative-time.tsx';
import { viewOfType, type CellFormat, type TypeView } from '#lib/passive/domain/views/type-views.ts';
import type { PointTableItem, SourceType } from '#lib/passive/domain/views/view-results.ts';
import { usePropertyName } from './type-names.ts';

type Cell = PointTableItem['cells'][string];
type CellText = (value: NonNullable<Cell>, format: CellFormat) => string;

/** The columns of a type's table: made, those that fit the type (or the beginning of the text), received. */
export function usePointColumns({
  identifier,
  view,
}: Pick<SourceType, 'identifier' | 'view'>): readonly TableColumn<PointTableItem>[] {
  const t = useTranslations('passive');
  const propertyName = usePropertyName();
  const cellText = useCellText();
  return useMemo(() => {
    const { columns }: TypeView = view ?? viewOfType(identifier);
    const ofType = columns.map(({ path, title, format }): TableColumn<PointTableItem> => ({
      id: path,
      header: title ?? propertyName(path),
      widthPx: format === 'text' ? 180 : 120,
      align: format === 'text' || format === 'yesNo' ? 'start' : 'end',
      csv: ({ cells }) => cells[path],
      cell: ({ cells }) => {
        const value = cells[path] ?? null;
        return (
          <Text size="sm" truncate>
            {value === null ? '–' : cellText(value, format)}
          </Text>
        );
      },
    }));
    const content = contentColumn<PointTableItem>(t, 480);
    return [createdColumn(t), ...(ofType.length > 0 ? ofType : [content]), recordedColumn(t)];
  }, [t, propertyName, cellText, identifier, view]);
}

type Words = ReturnType<typeof useTranslations<'passive'>>;

/** When the device made the point. */
export function createdColumn<Row extends { readonly createdAtUs: number }>(t: Words): TableColumn<Row> {
  return {
    id: 'created',
    header: t('points.created'),
    isFixed: true,
    widthPx: 220,
    csv: ({ createdAtUs }) => new Date(createdAtUs / 1000),
    cell: ({ createdAtUs }) => <Moment at={new Date(createdAtUs / 1000)} withSeconds />,
  };
}

/** The beginning of the point's text. */
export function contentColumn<Row extends { readonly preview: string | null }>(
  t: Words,
  widthPx: number,
): TableColumn<Row> {
  return {
    id: 'content',
    header: t('points.content'),
    widthPx,
    csv: ({ preview }) => preview,
    cell: ({ preview }) => (
      <Text size="xs" ff="monospace" truncate>
        {preview}
      </Text>
    ),
  };
}

/** When the point was stored here. */
export function recordedColumn<Row extends { readonly recordedAt: Date }>(t: Words): TableColumn<Row> {
  return {
    id: 'recorded',
    header: t('points.recorded'),
    widthPx: 140,
    csv: ({ recordedAt }) => recordedAt,
    cell: ({ recordedAt }) => <RelativeTime at={recordedAt} />,
  };
}

/** A value with its unit, as the reader's language writes it. */
function useCellText(): CellText {
  const t = useTranslations('passive');
  const format = useFormatter();
  return useMemo(() => {
    const unit = (value: number, name: string, digits = 1) =>
      format.number(value, { style: 'unit', unit: name, maximumFractionDigits: digits });
    return (value, kind) => {
      if (kind === 'yesNo') return value === true || value === 1 ? t('points.yes') : t('points.no');
      if (typeof value !== 'number') return String(value);
      if (kind === 'instant') return format.dateTime(new Date(value), { dateStyle: 'medium', timeStyle: 'short' });
      switch (kind) {
        case 'percent':
          return unit(value, 'percent');
        case 'bytes':
          return unit(value / 1e9, 'gigabyte', 2);
        case 'degrees':
          return format.number(value, { minimumFractionDigits: 5, maximumFractionDigits: 6 });
        case 'metres':
          return unit(value, 'meter');
        case 'millis':
          return unit(value / 1000, 'second');
        case 'seconds':
          return unit(value, 'second');
        case 'number':
        case 'text':
          return format.number(value, { maximumFractionDigits: 6 });
      }
    };
  }, [t, format]);
}
