import type { Context } from '#lib/platform/context.ts';
import { ZoneClock } from '#lib/platform/time/zone-clock.ts';
import type { PointRange } from '../data/views.sql.ts';
import { foldDays, foldDurations, totalOf } from '../domain/aggregates/fold.ts';
import type { TypeChartData } from '../domain/views/view-results.ts';
import { readNewestHours, readZone, type ReadHours } from './read-hours.ts';
import { linesOf } from './read-lines.ts';

type Streams = Extract<TypeChartData, { kind: 'streams' }>['streams'];

/** Sums of activity are told per day; these members of both activity streams, as far as they came. */
const activityMembers = [
  'steps',
  'distance',
  'calories',
  'active_calories',
  'total_calories',
  'elevation_climbed',
  'elevation',
  'swim_strokes',
  'soft_activity_duration',
  'moderate_activity_duration',
  'intense_activity_duration',
];
const bodyPrefix = 'body/';

/** The streams of a health device (Passive Data Kit, section 4, Withings): those that sent something in the range. */
export async function readStreams(ctx: Context, range: PointRange): Promise<Streams> {
  const timezone = await readZone(ctx, range);
  const hours = await readNewestHours(ctx, range);
  const paths = new Set(hours.hours.flatMap(({ aggregate }) => [...aggregate.values.keys()]));
  return [
    ...['intraday-activity', 'activity-measures'].flatMap((stream) =>
      activityOf(hours, {
        stream,
        timezone,
        paths: activityMembers.filter((member) => paths.has(`${stream}/${member}`)),
      }),
    ),
    ...bodyOf(hours, [...paths].filter((path) => path.startsWith(bodyPrefix)).sort()),
    ...sleepOf(hours, timezone),
  ];
}

function activityOf(
  hours: ReadHours,
  {
    stream,
    timezone,
    paths,
  }: { readonly stream: string; readonly timezone: string; readonly paths: readonly string[] },
): Streams {
  if (paths.length === 0) return [];
  const clock = new ZoneClock(timezone);
  const days = foldDays(hours, { paths: paths.map((member) => `${stream}/${member}`), clock });
  const chart = {
    kind: 'days' as const,
    isSampled: hours.isSampled,
    timezone,
    paths: [...paths],
    days: days.map(({ day, figures }) => ({ day, values: figures.map(totalOf) })),
  };
  return [{ name: stream, chart }];
}

function bodyOf(hours: ReadHours, paths: readonly string[]): Streams {
  if (paths.length === 0) return [];
  const lines = linesOf(hours, { paths, isBand: false, isSampled: hours.isSampled });
  return [{ name: 'body', chart: { ...lines, paths: paths.map((path) => path.slice(bodyPrefix.length)) } }];
}

function sleepOf(hours: ReadHours, timezone: string): Streams {
  const days = foldDurations(hours, new ZoneClock(timezone));
  if (days.length === 0) return [];
  const states = [...new Set(days.flatMap(({ durationsMs }) => Object.keys(durationsMs)))].sort();
  return [{ name: 'sleep-measures', chart: { kind: 'states', isSampled: hours.isSampled, timezone, states, days } }];
}
