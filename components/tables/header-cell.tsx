'use client';

import { UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconArrowsSort } from '@tabler/icons-react';
import classes from './data-table.module.css';
import type { TableColumn, TableSort } from './table-column.ts';

interface HeaderCellProps<Row> {
  readonly column: TableColumn<Row>;
  readonly sort: TableSort | null;
  readonly onSort: ((sort: TableSort) => void) | undefined;
}

/** Name of a column; a button when the server can sort by it. */
export function HeaderCell<Row>({ column, sort, onSort }: HeaderCellProps<Row>) {
  const { sortKey, header, align } = column;
  const isSorted = sortKey !== undefined && sort?.key === sortKey;
  if (sortKey === undefined || !onSort) {
    return (
      <th scope="col" data-align={align}>
        {header}
      </th>
    );
  }
  const Icon = !isSorted ? IconArrowsSort : sort.order === 'asc' ? IconArrowUp : IconArrowDown;
  const order = isSorted && sort.order === 'asc' ? 'desc' : 'asc';
  return (
    <th
      scope="col"
      data-align={align}
      aria-sort={!isSorted ? 'none' : sort.order === 'asc' ? 'ascending' : 'descending'}
    >
      <UnstyledButton
        className={classes['sort'] ?? ''}
        data-sorted={isSorted || undefined}
        onClick={() => {
          onSort({ key: sortKey, order });
        }}
      >
        {header}
        <Icon size={14} aria-hidden />
      </UnstyledButton>
    </th>
  );
}
