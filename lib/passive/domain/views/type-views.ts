/** How a value of a point is shown in a table. */
export const cellFormats = [
  'text',
  'number',
  'percent',
  'bytes',
  'degrees',
  'metres',
  'millis',
  'seconds',
  'yesNo',
  'instant',
] as const;
export type CellFormat = (typeof cellFormats)[number];

/** What is made of the values at a path: figures of a list of numbers, their span in seconds, the local hour of an instant. */
export type Summary = 'mean' | 'sd' | 'min' | 'max' | 'spanSeconds' | 'hour' | 'isDay';

export interface PointColumn {
  /** Member of the point's properties; also the key of the column's title in the catalogues. */
  readonly path: string;
  /** Its title, where no catalogue knows it. */
  readonly title?: string;
  readonly format: CellFormat;
  /** Where its value is, when it is not the member called `path`: member names from the point inwards. */
  readonly from?: readonly string[];
  readonly of?: Summary;
}

/**
 * The chart that fits a type: `lines` of means, `band` of the mean between the lowest and the highest, `days` as sums of
 * each day, `sun` as the light part of each day, `counts` of named events, `states` as hours of each day, `usage` as
 * density with the time spent per name, `track` on a map, `streams` of a health device each by itself. Paths are those of
 * the codebook; what is drawn are their aggregates.
 */
export type TypeChart =
  | { readonly kind: 'lines'; readonly paths: readonly string[] }
  | { readonly kind: 'band'; readonly paths: readonly string[] }
  | { readonly kind: 'days'; readonly paths: readonly string[] }
  | { readonly kind: 'sun' }
  | { readonly kind: 'counts' }
  | { readonly kind: 'states'; readonly member: string }
  | { readonly kind: 'usage' }
  | { readonly kind: 'track' }
  | { readonly kind: 'streams' };

export interface TypeView {
  readonly chart: TypeChart;
  /** Columns after Created; empty: the beginning of the point's text. */
  readonly columns: readonly PointColumn[];
}

const text = (path: string): PointColumn => ({ path, format: 'text' });
const column = (path: string, format: CellFormat): PointColumn => ({ path, format });

const inside = (path: string, format: CellFormat, from: readonly string[]): PointColumn => ({ path, format, from });
const figure = (path: string, of: Summary, from: readonly string[]): PointColumn => ({
  ...inside(path, 'number', from),
  of,
});

const axes = ['x', 'y', 'z'] as const;
const lightLevel = ['sensor_data', 'light_level'];

const storagePaths = ['storage_total', 'storage_available', 'storage_other', 'storage_app'] as const;

/** Charts and table columns of the known types (Passive Data Kit, section 4). */
const typeViews: Readonly<Record<string, TypeView>> = {
  'pdk-device-battery': {
    chart: { kind: 'lines', paths: ['level'] },
    columns: [
      column('level', 'percent'),
      text('status'),
      column('temperature', 'number'),
      text('plugged'),
      text('health'),
      column('voltage', 'number'),
    ],
  },
  'pdk-location': {
    chart: { kind: 'track' },
    columns: [
      column('latitude', 'degrees'),
      column('longitude', 'degrees'),
      column('accuracy', 'metres'),
      text('provider'),
    ],
  },
  'pdk-system-status': {
    chart: { kind: 'lines', paths: storagePaths },
    columns: storagePaths.map((path) => column(path, 'bytes')),
  },
  'pdk-app-event': { chart: { kind: 'counts' }, columns: [text('event_name'), text('event_details')] },
  'pdk-phone-calls': {
    chart: { kind: 'counts' },
    columns: [text('type'), column('duration', 'seconds'), column('is_new', 'yesNo')],
  },
  'pdk-text-messages': { chart: { kind: 'counts' }, columns: [text('direction'), column('length', 'number')] },
  'pdk-web-visit': {
    chart: { kind: 'counts' },
    columns: [text('visitId'), text('url'), text('title'), text('transition'), text('referringVisitId')],
  },
  'pdk-notification-events': { chart: { kind: 'counts' }, columns: [text('package'), text('action'), text('reason')] },
  'pdk-geofences': {
    chart: { kind: 'counts' },
    columns: [
      text('transition'),
      inside('fence-name', 'text', ['fence_details', 'name']),
      inside('fence-latitude', 'degrees', ['fence_details', 'center_latitude']),
      inside('fence-longitude', 'degrees', ['fence_details', 'center_longitude']),
      inside('fence-radius', 'metres', ['fence_details', 'radius']),
      text('identifier'),
    ],
  },
  'pdk-sensor-accelerometer': {
    chart: { kind: 'band', paths: axes.map((axis) => `sensor_data.${axis}[]`) },
    columns: axes.flatMap((axis) => [
      figure(`${axis}-mean`, 'mean', ['sensor_data', axis]),
      figure(`${axis}-sd`, 'sd', ['sensor_data', axis]),
    ]),
  },
  'pdk-sensor-light': {
    chart: { kind: 'band', paths: ['sensor_data.light_level[]'] },
    columns: [
      figure('light-min', 'min', lightLevel),
      figure('light-max', 'max', lightLevel),
      { path: 'light-span', format: 'seconds', from: ['sensor_data', 'observed'], of: 'spanSeconds' },
    ],
  },
  'pdk-time-of-day': {
    chart: { kind: 'sun' },
    columns: [
      column('sunrise', 'instant'),
      column('sunset', 'instant'),
      figure('sunrise-hour', 'hour', ['sunrise']),
      figure('sunset-hour', 'hour', ['sunset']),
      { path: 'is-day', format: 'yesNo', from: ['observed'], of: 'isDay' },
    ],
  },
  'pdk-withings-device': {
    chart: { kind: 'streams' },
    columns: [
      text('datastream'),
      column('steps', 'number'),
      column('distance', 'metres'),
      column('calories', 'number'),
      text('measure_type'),
      column('measure_value', 'number'),
      text('state'),
    ],
  },
  'pdk-foreground-application': {
    chart: { kind: 'usage' },
    columns: [text('application'), column('screen_active', 'yesNo'), column('duration', 'millis')],
  },
  'pdk-screen-state': { chart: { kind: 'states', member: 'state' }, columns: [text('state')] },
  'pdk-user': { chart: { kind: 'states', member: 'mode' }, columns: [text('mode')] },
  'pdk-pedometer': {
    chart: { kind: 'days', paths: ['step-count', 'floors-ascended', 'floors-descended'] },
    columns: [
      column('step-count', 'number'),
      column('floors-ascended', 'number'),
      column('floors-descended', 'number'),
    ],
  },
};

const anyType: TypeView = { chart: { kind: 'counts' }, columns: [] };

/** The chart and the columns that fit a type; counts and plain text for types nobody described. */
export function viewOfType(typeIdentifier: string): TypeView {
  return Object.hasOwn(typeViews, typeIdentifier) ? (typeViews[typeIdentifier] ?? anyType) : anyType;
}
