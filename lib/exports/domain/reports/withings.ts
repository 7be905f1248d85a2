import type { CellKind } from '../table-encoder.ts';
import { column, oneFile, table, type ReportTable, type StandardReport } from './standard-report.ts';

const type = 'pdk-withings-device';

/** Members of each stream, which are also the headers. */
const streams: Readonly<Record<string, Readonly<Record<string, CellKind>>>> = {
  'intraday-activity': {
    intraday_activity_history: 'text',
    activity_start: 'number',
    activity_duration: 'number',
    calories: 'number',
    distance: 'number',
    elevation_climbed: 'number',
    steps: 'number',
    swim_strokes: 'number',
    pool_laps: 'number',
  },
  body: {
    measure_date: 'number',
    measure_status: 'text',
    measure_category: 'text',
    measure_type: 'text',
    measure_value: 'number',
  },
  'activity-measures': {
    date_start: 'number',
    timezone: 'text',
    steps: 'number',
    distance: 'number',
    active_calories: 'number',
    total_calories: 'number',
    elevation: 'number',
    soft_activity_duration: 'number',
    moderate_activity_duration: 'number',
    intense_activity_duration: 'number',
  },
  'sleep-measures': {
    start_date: 'number',
    end_date: 'number',
    state: 'text',
    measurement_device: 'text',
  },
};

const member = 'datastream';

function streamTable([stream, members]: readonly [string, Readonly<Record<string, CellKind>>]): ReportTable {
  return table({
    layout: oneFile(`${type}-${stream}`),
    only: { member, values: [stream], isOther: false },
    columns: Object.entries(members).map(([name, kind]) => column(name, kind, name)),
  });
}

const streamTables = Object.entries(streams).map(streamTable);

/** Points of streams that none of the four tables is for, so that none is missing from the archive. */
const otherTable = table({
  layout: { ...oneFile(`${type}-other`), skipsEmpty: true },
  only: { member, values: Object.keys(streams), isOther: true },
  columns: [column(member, 'text', member), { ...column('Properties', 'json'), isWhole: true }],
});

/** Activity, body and sleep from Withings devices: a table for each stream, with the points of that stream. */
export const withingsReports: readonly StandardReport[] = [
  { type, tables: [...streamTables, otherTable], legacyTables: streamTables },
];
