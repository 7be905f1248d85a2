/** How a value of a point is shown in a table. */
export type CellFormat =
  'text' | 'number' | 'percent' | 'bytes' | 'degrees' | 'metres' | 'millis' | 'seconds' | 'yesNo';

export interface PointColumn {
  /** Member of the point's properties; also the key of the column's title in the catalogues. */
  readonly path: string;
  readonly format: CellFormat;
}

/**
 * The chart that fits a type: `lines` of numbers, `counts` of named events, `states` as hours of each day, `usage` as
 * density with the time spent per name, `track` on a map.
 */
export type TypeChart =
  | { readonly kind: 'lines'; readonly paths: readonly string[]; readonly format: CellFormat }
  | { readonly kind: 'counts' }
  | { readonly kind: 'states' }
  | { readonly kind: 'usage' }
  | { readonly kind: 'track' };

export interface TypeView {
  readonly chart: TypeChart;
  /** Columns after Created; empty: the beginning of the point's text. */
  readonly columns: readonly PointColumn[];
}

const text = (path: string): PointColumn => ({ path, format: 'text' });
const column = (path: string, format: CellFormat): PointColumn => ({ path, format });

const storagePaths = ['storage_total', 'storage_available', 'storage_other', 'storage_app'] as const;

/** Charts and table columns of the known types (Passive Data Kit, section 4). */
const typeViews: Readonly<Record<string, TypeView>> = {
  'pdk-device-battery': {
    chart: { kind: 'lines', paths: ['level'], format: 'percent' },
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
    chart: { kind: 'lines', paths: storagePaths, format: 'bytes' },
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
  'pdk-geofences': { chart: { kind: 'counts' }, columns: [text('transition'), text('identifier')] },
  'pdk-foreground-application': {
    chart: { kind: 'usage' },
    columns: [text('application'), column('screen_active', 'yesNo'), column('duration', 'millis')],
  },
  'pdk-screen-state': { chart: { kind: 'states' }, columns: [text('state')] },
  'pdk-user': { chart: { kind: 'states' }, columns: [text('mode')] },
  'pdk-pedometer': {
    chart: { kind: 'lines', paths: ['step-count', 'floors-ascended', 'floors-descended'], format: 'number' },
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
