import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { TableColumn } from '#components/tables/table-column.ts';

interface TextColumn<Row> {
  readonly id: string;
  readonly header: string;
  readonly value: (row: Row) => string | number | null;
  readonly sortKey?: string;
  readonly widthPx?: number;
  readonly isHiddenAtFirst?: boolean;
}

/** A column of plain texts or numbers; what is not told is a dash. */
export function textColumn<Row>({ value, ...column }: TextColumn<Row>): TableColumn<Row> {
  return {
    widthPx: 150,
    ...column,
    csv: value,
    cell: (row) => {
      const told = value(row);
      return (
        <Text size="sm" truncate>
          {told === null || told === '' ? '–' : told}
        </Text>
      );
    },
  };
}

interface NameColumn<Row> {
  readonly header: string;
  readonly value: (row: Row) => string;
  readonly sortKey: string;
}

/** What the things of a list are called. */
export function nameColumn<Row>({ value, ...column }: NameColumn<Row>): TableColumn<Row> {
  return {
    id: 'name',
    isFixed: true,
    widthPx: 190,
    ...column,
    csv: value,
    cell: (row) => (
      <Text size="sm" fw={560} truncate>
        {value(row)}
      </Text>
    ),
  };
}

/** What can be done with each row; nothing where the viewer changes nothing. */
export function actsColumn<Row>(
  header: string,
  onEdit: ((row: Row) => void) | null,
  acts: (row: Row, onEdit: () => void) => ReactNode,
): TableColumn<Row>[] {
  if (onEdit === null) return [];
  const cell = (row: Row) =>
    acts(row, () => {
      onEdit(row);
    });
  return [{ id: 'acts', header, isFixed: true, widthPx: 60, cell }];
}
