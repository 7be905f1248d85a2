import type { MonthlyTable } from '#lib/platform/db/month-partitions.ts';

/** Points lie in partitions by the month of the device's time (UTC). */
export const pointsByMonth = { table: 'data_points', column: 'created_at' } as const satisfies MonthlyTable;
