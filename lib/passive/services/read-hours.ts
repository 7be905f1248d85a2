import type { Context } from '#lib/platform/context.ts';
import { selectHours } from '../data/aggregate-rows.sql.ts';
import { selectTimezone, type PointRange } from '../data/views.sql.ts';
import { readAggregate } from '../domain/aggregates/aggregate-text.ts';
import type { HoursInWindow } from '../domain/aggregates/fold.ts';
import { knownTimeZone } from '../domain/views/state-hours.ts';

const hourMs = 3_600_000;
/** Hours that a chart reads; of longer windows, one of several stands for them, or the newest of them. */
export const maxHours = 2400;

/** The hours of a range as far as a chart reads them. */
export interface ReadHours extends HoursInWindow {
  readonly isSampled: boolean;
}

const hoursIn = ({ window: { from, to } }: PointRange) => Math.ceil((to.getTime() - from.getTime()) / hourMs);

/** True when the range has more hours than a chart reads. */
export function isLong(range: PointRange): boolean {
  return hoursIn(range) > maxHours;
}

/** The hours of a range, evenly chosen when there may be more than {@link maxHours}: for means, not for sums. */
export async function readChosenHours(ctx: Context, range: PointRange): Promise<ReadHours> {
  const everyNth = Math.ceil(hoursIn(range) / maxHours);
  const rows = await selectHours(ctx, range, everyNth);
  return { ...toHours(rows, range), isSampled: everyNth > 1 };
}

/** The newest {@link maxHours} hours of a range: for sums and for what lasts from one hour to the next. */
export async function readNewestHours(ctx: Context, range: PointRange): Promise<ReadHours> {
  const { to } = range.window;
  const from = isLong(range) ? new Date(to.getTime() - maxHours * hourMs) : range.window.from;
  const newest = { ...range, window: { from, to } };
  return { ...toHours(await selectHours(ctx, newest), newest), isSampled: isLong(range) };
}

function toHours(rows: readonly { readonly atMs: number; readonly lines: string }[], { window }: PointRange) {
  return { window, hours: rows.map(({ atMs, lines }) => ({ atMs, aggregate: readAggregate(lines) })) };
}

/** The zone that the newest point of a range named; UTC when it named none that this machine knows. */
export async function readZone(ctx: Context, range: PointRange): Promise<string> {
  return knownTimeZone(await selectTimezone(ctx, range));
}
