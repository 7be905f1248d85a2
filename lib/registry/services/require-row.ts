import { Problem } from '#lib/platform/problems/problem.ts';
import { importLimits } from '../domain/import-limits.ts';

/** Guards the number of rows. Throws `file_over_limits`. */
export function requireRow(line: number): void {
  if (line <= importLimits.rows) return;
  const rows = importLimits.rows.toLocaleString('en');
  throw new Problem('file_over_limits', { detail: `The file has more than ${rows} rows. Split it.` });
}
