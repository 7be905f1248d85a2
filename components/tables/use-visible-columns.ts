'use client';

import { useLocalStorage } from '@mantine/hooks';
import {
  columnVisibilityFeature,
  createColumnHelper,
  metaHelper,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useMemo } from 'react';
import type { TableColumn } from './table-column.ts';

const features = tableFeatures({
  columnVisibilityFeature,
  columnMeta: metaHelper<{ readonly align: 'start' | 'end' | undefined }>(),
});

interface VisibleColumnsInput<Row extends object> {
  readonly name: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly rows: readonly Row[];
  readonly rowId: (row: Row) => string;
  readonly shownColumns?: readonly string[];
  readonly onShownColumns?: (ids: readonly string[]) => void;
}

/** The table model with the columns this person wants to see; the choice stays in the browser, unless the page keeps it. */
export function useVisibleColumns<Row extends object>(input: VisibleColumnsInput<Row>) {
  const { name, columns, rows, rowId, shownColumns, onShownColumns } = input;
  const [chosen, setChosen] = useLocalStorage<Record<string, boolean>>({
    key: `cairn-columns-${name}`,
    defaultValue: {},
  });
  const columnVisibility = useMemo(
    () =>
      Object.fromEntries(
        columns.map(({ id, isHiddenAtFirst, isFixed }) => {
          const isShown = shownColumns ? shownColumns.includes(id) : (chosen[id] ?? !isHiddenAtFirst);
          return [id, isFixed ? true : isShown];
        }),
      ),
    [columns, chosen, shownColumns],
  );
  const definitions = useMemo(() => {
    const helper = createColumnHelper<typeof features, Row>();
    return helper.columns(
      columns.map((column) =>
        helper.display({
          id: column.id,
          header: column.header,
          cell: ({ row }) => column.cell(row.original),
          meta: { align: column.align },
        }),
      ),
    );
  }, [columns]);
  const table = useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: rowId,
    state: { columnVisibility },
  });
  return {
    table,
    visibleColumns: columns.filter(({ id }) => columnVisibility[id] === true),
    setVisible: (id: string, isVisible: boolean) => {
      if (shownColumns && onShownColumns) {
        onShownColumns(
          columns.map((column) => column.id).filter((one) => (one === id ? isVisible : columnVisibility[one])),
        );
      } else {
        setChosen((current) => ({ ...current, [id]: isVisible }));
      }
    },
  };
}

export type TableModel<Row extends object> = ReturnType<typeof useVisibleColumns<Row>>['table'];
export type RowModel<Row extends object> = ReturnType<TableModel<Row>['getRowModel']>['rows'][number];
