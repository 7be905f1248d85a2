import { FormFault } from '../findings/findings.ts';
import type { FormSheet } from './read-rows.ts';

/** Refuses a sheet without a column that every row of it needs. */
export function requireColumn({ name: sheet, columns }: FormSheet, column: string): void {
  if (columns.some(({ words }) => words[0] === column)) return;
  const message = `The sheet '${sheet}' has no column '${column}'. Add it; the first row must hold the names of the columns.`;
  throw new FormFault('header_missing', { sheet, row: 1, column }, message);
}
