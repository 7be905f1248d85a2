'use client';

import { Checkbox } from '@mantine/core';
import { useTranslations } from 'use-intl/react';
import classes from './data-table.module.css';
import type { RowModel, TableModel } from './use-visible-columns.ts';

interface TableRowProps<Row extends object> {
  readonly table: TableModel<Row>;
  readonly row: RowModel<Row>;
  /** Place in the whole list, from 0. */
  readonly index: number;
  /** It is the one row in the tab order. */
  readonly isActive: boolean;
  /** Null: rows of this list cannot be selected. */
  readonly isTicked: boolean | null;
  readonly onActive: (index: number) => void;
  readonly onTick: (index: number, withRange: boolean) => void;
  readonly onOpen: ((index: number) => void) | undefined;
}

/** One row: a click anywhere opens it, but on links, buttons and boxes, which act for themselves. */
export function TableRow<Row extends object>(props: TableRowProps<Row>) {
  const { table, row, index, isActive, isTicked, onActive, onTick, onOpen } = props;
  const t = useTranslations('shell');
  return (
    <tr
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={isTicked ?? undefined}
      className={classes['row']}
      data-opens={onOpen ? true : undefined}
      tabIndex={isActive ? 0 : -1}
      onFocus={() => {
        onActive(index);
      }}
      onClick={(event) => {
        if (!isControl(event.target)) onOpen?.(index);
      }}
    >
      {isTicked !== null && (
        <td className={classes['tick']}>
          <Checkbox
            size="xs"
            aria-label={t('table.selectRow')}
            checked={isTicked}
            tabIndex={-1}
            onChange={() => undefined}
            onClick={(event) => {
              onTick(index, event.shiftKey);
            }}
          />
        </td>
      )}
      {row.getVisibleCells().map((cell) => (
        <td key={cell.id} data-align={cell.column.columnDef.meta?.align}>
          <table.FlexRender cell={cell} />
        </td>
      ))}
    </tr>
  );
}

function isControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest('a, button, input, label, [role="menuitem"]') !== null;
}
