'use client';

import { Button, Card, Checkbox, Group, Loader, Text } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, type ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { ErrorState } from '#components/ui/error-state.tsx';
import { TableSkeleton } from '#components/ui/skeletons.tsx';
import { BulkBar } from './bulk-bar.tsx';
import classes from './data-table.module.css';
import { HeaderCell } from './header-cell.tsx';
import { countSelected, headerState, isSelected, setRows, toggleAll, toggleRow, type Selection } from './selection.ts';
import type { TableColumn, TableSort } from './table-column.ts';
import { TableTools } from './table-tools.tsx';
import { useRowKeys } from './use-row-keys.ts';
import { useVisibleColumns } from './use-visible-columns.ts';

/** Rows beyond which only those in sight are in the document. */
const virtualFrom = 60;
const rowHeightPx = 45;

export interface DataTableProps<Row extends object> {
  /** Stable word: names the CSV file and the person's choice of columns. */
  readonly name: string;
  /** What the list is, for screen readers. */
  readonly label: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly rows: readonly Row[];
  readonly rowId: (row: Row) => string;
  /** Opens on Enter and on a click anywhere in the row. */
  readonly onOpen?: (row: Row) => void;
  /** All rows of the filter, also those not loaded yet; null while unknown. */
  readonly total?: number | null;
  readonly isLoading?: boolean;
  readonly error?: unknown;
  readonly onRetry?: () => void;
  /** Loads the next keyset page; absent when there is none. */
  readonly onMore?: (() => void) | undefined;
  readonly isLoadingMore?: boolean;
  readonly sort?: TableSort | null;
  readonly onSort?: (sort: TableSort) => void;
  readonly selection?: Selection;
  readonly onSelection?: (selection: Selection) => void;
  /** Buttons of the bar that stands while something is selected. */
  readonly bulkActions?: ReactNode;
  /** Filters, at the start of the line above the table. */
  readonly toolbar?: ReactNode;
  /** Shown instead of rows when there are none. */
  readonly empty: ReactNode;
  /** Height of the scrolling part; the rest of the window by default. */
  readonly maxHeight?: string;
}

/**
 * The one table: sticky header, column picker, sort, keyset pages, select-all-minus, bulk bar, CSV of what is seen,
 * arrow keys. Draws only the rows in sight once there are many.
 */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { rows, error, isLoading = false, empty, selection, onSelection, total = null } = props;
  const { table, visibleColumns, setVisible } = useVisibleColumns(props);
  if (error !== undefined && error !== null) return <ErrorState error={error} onRetry={props.onRetry} />;
  return (
    <div>
      <Group justify="space-between" align="flex-end" mb="sm" gap="sm" wrap="wrap" className="no-print">
        <Group gap="xs" wrap="wrap" style={{ flex: '1 1 auto' }}>
          {props.toolbar}
        </Group>
        <TableTools
          name={props.name}
          columns={props.columns}
          visibleColumns={visibleColumns}
          onVisible={setVisible}
          rows={rows}
          isPartial={props.onMore !== undefined}
        />
      </Group>
      {isLoading ? (
        <TableSkeleton />
      ) : (
        <Card p={0} className={classes['card'] ?? ''}>
          {rows.length === 0 ? empty : <Rows {...props} table={table} visibleColumns={visibleColumns} />}
        </Card>
      )}
      {selection && onSelection && (
        <BulkBar
          count={countSelected(selection, total)}
          onClear={() => {
            onSelection({ mode: 'only', ids: new Set() });
          }}
        >
          {props.bulkActions}
        </BulkBar>
      )}
    </div>
  );
}

interface RowsProps<Row extends object> extends DataTableProps<Row> {
  readonly table: ReturnType<typeof useVisibleColumns<Row>>['table'];
  readonly visibleColumns: readonly TableColumn<Row>[];
}

function Rows<Row extends object>(props: RowsProps<Row>) {
  const { table, visibleColumns, selection, onSelection, total = null, onMore } = props;
  const t = useTranslations('shell');
  const scroller = useRef<HTMLDivElement>(null);
  const models = table.getRowModel().rows;
  const virtualizer = useVirtualizer({
    count: models.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    overscan: 12,
    initialRect: { width: 1000, height: 900 },
    enabled: models.length > virtualFrom,
    onChange: ({ range }) => {
      if (range && onMore && !props.isLoadingMore && range.endIndex >= models.length - 5) onMore();
    },
  });
  const items = models.length > virtualFrom ? virtualizer.getVirtualItems() : null;
  const shown = items ? items.map(({ index }) => index) : models.map((_, index) => index);
  const before = items ? (items[0]?.start ?? 0) : 0;
  const after = items ? virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0) : 0;
  const columnCount = visibleColumns.length + (selection ? 1 : 0);
  const minWidthPx = visibleColumns.reduce((sum, column) => sum + (column.widthPx ?? 140), selection ? 44 : 0);
  const keys = useRowKeys({
    count: models.length,
    scrollTo: (index) => {
      if (items) virtualizer.scrollToIndex(index);
    },
    onOpen: (index) => {
      const row = models[index];
      if (row) props.onOpen?.(row.original);
    },
    onToggle: (index) => {
      const row = models[index];
      if (row && selection && onSelection) onSelection(toggleRow(selection, row.id));
    },
  });
  const lastToggled = useRef<number | null>(null);
  const toggle = (index: number, withRange: boolean) => {
    const row = models[index];
    if (!row || !selection || !onSelection) return;
    const from = withRange ? (lastToggled.current ?? index) : index;
    const run = models.slice(Math.min(from, index), Math.max(from, index) + 1).map(({ id }) => id);
    onSelection(setRows(selection, run, !isSelected(selection, row.id)));
    lastToggled.current = index;
  };
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
          aria-rowcount={total ?? (onMore ? -1 : models.length + 1)}
          aria-label={props.label}
        >
          <colgroup>
            {selection && <col style={{ width: 44 }} />}
            {visibleColumns.map((column) => (
              <col key={column.id} style={{ width: column.widthPx ?? 140 }} />
            ))}
          </colgroup>
          <thead>
            <tr aria-rowindex={1}>
              {selection && onSelection && (
                <th scope="col" className={classes['tick']}>
                  <Checkbox
                    size="xs"
                    aria-label={t('table.selectAll')}
                    checked={headerState(selection, total) === 'all'}
                    indeterminate={headerState(selection, total) === 'some'}
                    onChange={() => {
                      onSelection(toggleAll(selection, total));
                    }}
                  />
                </th>
              )}
              {visibleColumns.map((column) => (
                <HeaderCell key={column.id} column={column} sort={props.sort ?? null} onSort={props.onSort} />
              ))}
            </tr>
          </thead>
          <tbody onKeyDown={keys.onKeyDown} ref={keys.bodyRef}>
            <Spacer heightPx={before} columns={columnCount} />
            {shown.map((index) => {
              const row = models[index];
              if (!row) return null;
              const isOn = selection ? isSelected(selection, row.id) : false;
              return (
                <tr
                  key={row.id}
                  data-index={index}
                  aria-rowindex={index + 2}
                  aria-selected={selection ? isOn : undefined}
                  className={classes['row']}
                  data-opens={props.onOpen ? true : undefined}
                  tabIndex={keys.active === index ? 0 : -1}
                  onFocus={() => {
                    keys.setActive(index);
                  }}
                  onClick={(event) => {
                    if (!isControl(event.target)) props.onOpen?.(row.original);
                  }}
                >
                  {selection && (
                    <td className={classes['tick']}>
                      <Checkbox
                        size="xs"
                        aria-label={t('table.selectRow')}
                        checked={isOn}
                        tabIndex={-1}
                        onChange={() => undefined}
                        onClick={(event) => {
                          toggle(index, event.shiftKey);
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
            })}
            <Spacer heightPx={after} columns={columnCount} />
          </tbody>
        </table>
      </div>
      <Footer loaded={models.length} total={total} onMore={onMore} isLoadingMore={props.isLoadingMore ?? false} />
    </>
  );
}

/** Links, buttons and boxes in a row act for themselves. */
function isControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest('a, button, input, label, [role="menuitem"]') !== null;
}

function Spacer({ heightPx, columns }: { readonly heightPx: number; readonly columns: number }) {
  if (heightPx <= 0) return null;
  return (
    <tr aria-hidden>
      <td colSpan={columns} style={{ height: heightPx, padding: 0, border: 0 }} />
    </tr>
  );
}

interface FooterProps {
  readonly loaded: number;
  readonly total: number | null;
  readonly onMore: (() => void) | undefined;
  readonly isLoadingMore: boolean;
}

function Footer({ loaded, total, onMore, isLoadingMore }: FooterProps) {
  const t = useTranslations('shell');
  return (
    <Group justify="space-between" className={classes['footer'] ?? ''} gap="sm">
      <Text size="xs" c="dimmed" aria-live="polite">
        {total === null ? t('table.loaded', { count: loaded }) : t('table.loadedOf', { count: loaded, total })}
      </Text>
      {onMore && (
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={onMore}
          disabled={isLoadingMore}
          leftSection={isLoadingMore ? <Loader size={12} /> : undefined}
        >
          {t('table.more')}
        </Button>
      )}
    </Group>
  );
}
