'use client';

import { Card, Group } from '@mantine/core';
import { ErrorState } from '#components/ui/error-state.tsx';
import { TableSkeleton } from '#components/ui/skeletons.tsx';
import { BulkBar } from './bulk-bar.tsx';
import classes from './data-table.module.css';
import { countSelected } from './selection.ts';
import type { DataTableProps } from './data-table-props.ts';
import { TableRows } from './table-rows.tsx';
import { TableTools } from './table-tools.tsx';
import { useVisibleColumns } from './use-visible-columns.ts';

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
        <Group gap="xs" wrap="wrap" style={{ flex: '1 1 auto', minWidth: 0, maxWidth: '100%' }}>
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
          {rows.length === 0 ? empty : <TableRows {...props} table={table} visibleColumns={visibleColumns} />}
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
