/** One row as a case expects it: its cells behind the leading columns, and its own times where they are not the point's. */
export interface ExpectedRow {
  readonly cells: readonly string[];
  /** Which point of the case it comes from. */
  readonly point: number;
  /** Timestamp and date, when a member says them. */
  readonly created?: readonly [string, string];
  /** The date alone. */
  readonly createdDate?: string;
}

/** A type of points as devices send them, and its table, column by column (passive-data-kit.md section 4). */
export interface ReportCase {
  readonly type: string;
  readonly file: string;
  readonly headers: readonly string[];
  /** Dates are in UTC. */
  readonly isUtc?: boolean;
  /** Dates are in the point's own zone. */
  readonly zone?: string;
  readonly points: readonly { readonly members: object; readonly metadata?: object }[];
  readonly rows: readonly ExpectedRow[];
}

/** A row a point, in their order. */
export const each = (...cells: (readonly string[])[]): ExpectedRow[] =>
  cells.map((row, point) => ({ cells: row, point }));

/** Metadata of clients other than Android. */
export const ios = { generator: 'x: Meadow/4.1 Passive Data Kit/1.0 (iOS 16.4; iPhone12,1)' };
export const browser = { generator: 'x: REX/1.0 Mozilla/5.0 (X11; Linux x86_64)', timezone: 'Europe/Berlin' };
