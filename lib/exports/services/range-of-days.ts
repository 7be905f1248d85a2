import type { BlockRange } from '#lib/passive/index.ts';
import { ZoneClock } from '#lib/platform/time/zone-clock.ts';
import type { ExportOrder } from '../domain/export-order.ts';

type Days = Pick<ExportOrder, 'dateKind' | 'from' | 'to' | 'timeZone'>;

/** The days asked for as instants: from the first one's beginning to the last one's end, in the order's zone. */
export function rangeOf({ dateKind, from, to, timeZone }: Days): BlockRange {
  const clock = new ZoneClock(timeZone);
  return {
    column: dateKind,
    from: from === null ? null : clock.startOfDay(from),
    to: to === null ? null : clock.endOfDay(to),
  };
}
