import type { ReactNode } from 'react';
import type { CsvValue } from './csv.ts';

/** One column of a {@link DataTable}. */
export interface TableColumn<Row> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** Value in the CSV file; columns without one (actions) are left out of it. */
  readonly csv?: (row: Row) => CsvValue;
  /** Name the server sorts by; columns without one cannot be sorted. */
  readonly sortKey?: string;
  /** Width in pixels the column wants; the table gives what is left in proportion. */
  readonly widthPx?: number;
  readonly align?: 'start' | 'end';
  /** Starts hidden; the column picker shows it. */
  readonly isHiddenAtFirst?: boolean;
  /** Cannot be hidden (the name of the thing). */
  readonly isFixed?: boolean;
}

export interface TableSort {
  readonly key: string;
  readonly order: 'asc' | 'desc';
}
