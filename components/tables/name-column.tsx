import { Text } from '@mantine/core';
import type { TableColumn } from './table-column.ts';

/** The first column of most lists: what the row is called, which stays in sight. */
export function nameColumn<Row extends { readonly name: string }>(header: string, widthPx: number): TableColumn<Row> {
  return {
    id: 'name',
    header,
    widthPx,
    isFixed: true,
    csv: ({ name }) => name,
    cell: ({ name }) => (
      <Text size="sm" fw={560} truncate>
        {name}
      </Text>
    ),
  };
}
