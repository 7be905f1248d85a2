import { z } from 'zod';
import { ZoneClock } from '#lib/platform/time/zone-clock.ts';
import { dayMs, hourMs } from '#lib/platform/time/zone.ts';
import { exportOrderSchema, type ExportOrder } from './export-order.ts';

export const scheduleRhythms = ['day', 'week', 'month'] as const;
export type ScheduleRhythm = (typeof scheduleRhythms)[number];

export const scheduleCovers = ['period', 'all'] as const;

const rhythmShape = {
  every: z.enum(scheduleRhythms),
  /** Hour of the day, in the zone of the order. */
  hour: z.int().min(0).max(23),
  /** Of a week: 1 is Monday. Of a month: its day, which every month has. Of a day: 1. */
  onDay: z.int().min(1).max(28),
  /** `period`: the whole day, week or month before the run; `all`: everything, each time. */
  covers: z.enum(scheduleCovers),
};

/** When an order is given again. */
export type Rhythm = z.infer<z.ZodObject<typeof rhythmShape>>;

const isDayOfRhythm = ({ every, onDay }: Pick<Rhythm, 'every' | 'onDay'>) =>
  every === 'month' || onDay <= (every === 'week' ? 7 : 1);

/** An order that is to be given again and again; the days it names itself do not count. */
export const scheduleDraftSchema = z
  .strictObject({
    /** Key of the study. */
    study: z.string().max(100),
    name: z.string().trim().min(1, 'Give it a name.').max(200),
    order: exportOrderSchema,
    ...rhythmShape,
  })
  .refine(isDayOfRhythm, { path: ['onDay'], message: 'a week has seven days' });
export type ScheduleDraft = z.infer<typeof scheduleDraftSchema>;

/** A schedule as it stands. Instants are UTC. */
export const scheduleSchema = z.object({
  id: z.guid(),
  studyId: z.guid(),
  studyName: z.string(),
  name: z.string(),
  order: exportOrderSchema,
  ...rhythmShape,
  isEnabled: z.boolean(),
  /** In whose name it is ordered. */
  createdBy: z.string(),
  createdAt: z.coerce.date(),
  nextRunAt: z.coerce.date(),
  lastRunAt: z.coerce.date().nullable(),
  /** A part of its last order. */
  lastTaskId: z.guid().nullable(),
  /** Why the last order could not be given. */
  lastError: z.string().nullable(),
});
export type ExportSchedule = z.infer<typeof scheduleSchema>;

/** The calendar day in the zone at an instant, as a UTC midnight. */
function localDayMs(clock: ZoneClock, at: Date): number {
  const localMs = at.getTime() + clock.offsetSeconds(at.getTime() / 1000) * 1000;
  return Math.floor(localMs / dayMs) * dayMs;
}

function dayText(midnightMs: number): string {
  return new Date(midnightMs).toISOString().slice(0, 10);
}

/** The first instant after `after` at which the schedule runs, in its zone. */
export function nextRunAfter({ every, hour, onDay }: Omit<Rhythm, 'covers'>, timeZone: string, after: Date): Date {
  const clock = new ZoneClock(timeZone);
  // A day of a month is at most 31 days away, and today's hour may have passed.
  for (let day = localDayMs(clock, after), turn = 0; turn <= 32; turn += 1, day += dayMs) {
    const at = new Date(day);
    const isDay = every === 'day' || (every === 'week' ? (at.getUTCDay() || 7) === onDay : at.getUTCDate() === onDay);
    // The hour counts from the day's beginning: on the day when clocks change it may be one off, and is never skipped.
    const run = clock.startOfDay(dayText(day)).getTime() + hour * hourMs;
    if (isDay && run > after.getTime()) return new Date(run);
  }
  throw new RangeError('a rhythm without a next run');
}

/** The order as it is given by a run at `at`: with the days of the whole period before it, or without days. */
export function orderOfRun(
  order: ExportOrder,
  { every, covers }: Pick<Rhythm, 'every' | 'covers'>,
  at: Date,
): ExportOrder {
  if (covers === 'all') return { ...order, from: null, to: null };
  const today = localDayMs(new ZoneClock(order.timeZone), at);
  const [first, last] = periodBefore(every, new Date(today));
  return { ...order, from: dayText(first), to: dayText(last) };
}

/** First and last day of the day, week (from Monday) or month before a day, as UTC midnights. */
function periodBefore(every: ScheduleRhythm, today: Date): [number, number] {
  if (every === 'day') return [today.getTime() - dayMs, today.getTime() - dayMs];
  if (every === 'week') {
    const monday = today.getTime() - ((today.getUTCDay() || 7) - 1) * dayMs;
    return [monday - 7 * dayMs, monday - dayMs];
  }
  const month = Date.UTC(today.getUTCFullYear(), today.getUTCMonth());
  return [Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - 1), month - dayMs];
}
