import type { ReactNode } from 'react';
import type { Selection } from './selection.ts';
import type { TableColumn, TableSort } from './table-column.ts';

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
  /** Ids of the columns that are seen, when the page keeps the choice (in its address); otherwise the browser keeps it. */
  readonly shownColumns?: readonly string[];
  readonly onShownColumns?: (ids: readonly string[]) => void;
  /** Height of the scrolling part; the rest of the window by default. */
  readonly maxHeight?: string;
}
