'use client';

import { Checkbox } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, type RefObject } from 'react';
import { useTranslations } from 'use-intl/react';
import type { DataTableProps } from './data-table-props.ts';
import classes from './data-table.module.css';
import { HeaderCell } from './header-cell.tsx';
import { headerState, isSelected, setRows, toggleAll, toggleRow } from './selection.ts';
import type { TableColumn } from './table-column.ts';
import { TableFooter } from './table-footer.tsx';
import { TableRow } from './table-row.tsx';
import { useRowKeys } from './use-row-keys.ts';
import type { RowModel, TableModel } from './use-visible-columns.ts';

/** Rows beyond which only those in sight are in the document. */
const virtualFrom = 60;
const rowHeightPx = 45;
const tickWidthPx = 44;
const plainWidthPx = 140;

interface TableRowsProps<Row extends object> extends DataTableProps<Row> {
  readonly table: TableModel<Row>;
  readonly visibleColumns: readonly TableColumn<Row>[];
}

/** The scrolling part: header, rows in sight, and the line that counts them. */
export function TableRows<Row extends object>(props: TableRowsProps<Row>) {
  const { table, visibleColumns, selection, total = null, onMore, onOpen } = props;
  const rows = table.getRowModel().rows;
  const scroller = useRef<HTMLDivElement>(null);
  const bodyRef = useRef<HTMLTableSectionElement>(null);
  const view = useRowsInSight(rows, scroller, props);
  const ticks = useTicks(rows, props);
  const open = (index: number) => {
    const row = rows[index];
    if (row) onOpen?.(row.original);
  };
  const keys = useRowKeys({
    count: rows.length,
    bodyRef,
    scrollTo: view.scrollTo,
    onOpen: open,
    onToggle: ticks.toggle,
  });
  const width = (column: TableColumn<Row>) => column.widthPx ?? plainWidthPx;
  const minWidthPx = visibleColumns.reduce((sum, column) => sum + width(column), selection ? tickWidthPx : 0);
  const columnCount = visibleColumns.length + (selection ? 1 : 0);
  return (
    <>
      <div
        ref={scroller}
        className={classes['scroller']}
        style={{ maxHeight: props.maxHeight ?? 'calc(100dvh - 16rem)' }}
        tabIndex={0}
        role="group"
        aria-label={props.label}
      >
        <table
          className={classes['table']}
          style={{ minWidth: minWidthPx }}
          aria-rowcount={total === null ? (onMore ? -1 : rows.length + 1) : total + 1}
          aria-label={props.label}
        >
          <colgroup>
            {selection && <col style={{ width: tickWidthPx }} />}
            {visibleColumns.map((column) => (
              <col key={column.id} style={{ width: width(column) }} />
            ))}
          </colgroup>
          <thead>
            <tr aria-rowindex={1}>
              <TickAll {...props} />
              {visibleColumns.map((column) => (
                <HeaderCell key={column.id} column={column} sort={props.sort ?? null} onSort={props.onSort} />
              ))}
            </tr>
          </thead>
          <tbody onKeyDown={keys.onKeyDown} ref={bodyRef}>
            <Spacer heightPx={view.beforePx} columns={columnCount} />
            {view.indexes.map((index) => {
              const row = rows[index];
              return (
                row && (
                  <TableRow
                    key={row.id}
                    table={table}
                    row={row}
                    index={index}
                    isActive={keys.active === index}
                    isTicked={selection ? isSelected(selection, row.id) : null}
                    onActive={keys.setActive}
                    onTick={ticks.tick}
                    onOpen={onOpen && open}
                  />
                )
              );
            })}
            <Spacer heightPx={view.afterPx} columns={columnCount} />
          </tbody>
        </table>
      </div>
      <TableFooter loaded={rows.length} total={total} onMore={onMore} isLoadingMore={props.isLoadingMore ?? false} />
    </>
  );
}

/** Which rows to draw, and the room that the others take; asks for the next page near the end. */
function useRowsInSight<Row extends object>(
  rows: readonly RowModel<Row>[],
  scroller: RefObject<HTMLDivElement | null>,
  { onMore, isLoadingMore = false }: DataTableProps<Row>,
) {
  const isVirtual = rows.length > virtualFrom;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    overscan: 12,
    initialRect: { width: 1000, height: 900 },
    enabled: isVirtual,
    onChange: ({ range }) => {
      if (range && onMore && !isLoadingMore && range.endIndex >= rows.length - 5) onMore();
    },
  });
  const items = isVirtual ? virtualizer.getVirtualItems() : [];
  return {
    indexes: isVirtual ? items.map(({ index }) => index) : rows.map((_, index) => index),
    beforePx: items[0]?.start ?? 0,
    afterPx: isVirtual ? virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0) : 0,
    scrollTo: (index: number) => {
      if (isVirtual) virtualizer.scrollToIndex(index);
    },
  };
}

/** Ticking rows: one, or with Shift all from the one ticked last. */
function useTicks<Row extends object>(rows: readonly RowModel<Row>[], props: DataTableProps<Row>) {
  const { selection, onSelection } = props;
  const last = useRef<number | null>(null);
  return {
    toggle: (index: number) => {
      const row = rows[index];
      if (row && selection && onSelection) onSelection(toggleRow(selection, row.id));
    },
    tick: (index: number, withRange: boolean) => {
      const row = rows[index];
      if (!row || !selection || !onSelection) return;
      const from = withRange ? (last.current ?? index) : index;
      const run = rows.slice(Math.min(from, index), Math.max(from, index) + 1).map(({ id }) => id);
      onSelection(setRows(selection, run, !isSelected(selection, row.id)));
      last.current = index;
    },
  };
}

function TickAll<Row extends object>({ selection, onSelection, total = null }: DataTableProps<Row>) {
  const t = useTranslations('shell');
  if (!selection || !onSelection) return null;
  const state = headerState(selection, total);
  return (
    <th scope="col" className={classes['tick']}>
      <Checkbox
        size="xs"
        aria-label={t('table.selectAll')}
        checked={state === 'all'}
        indeterminate={state === 'some'}
        onChange={() => {
          onSelection(toggleAll(selection, total));
        }}
      />
    </th>
  );
}

function Spacer({ heightPx, columns }: { readonly heightPx: number; readonly columns: number }) {
  if (heightPx <= 0) return null;
  return (
    <tr aria-hidden>
      <td colSpan={columns} style={{ height: heightPx, padding: 0, border: 0 }} />
    </tr>
  );
}
