/** A column of a report and the members of a point that fill it: the first that is there. */
export interface ReportColumn {
  readonly header: string;
  readonly members: readonly string[];
}

/** How the points of one type become tables; columns and layout are those analysts' scripts know from PDK. */
export interface StandardReport {
  readonly type: string;
  /** `<type>/<slug of source>.txt` for every source, or `pdk_<type>.txt` for all. */
  readonly layout: 'file-per-source' | 'one-file';
  /** Dates in UTC instead of the order's zone. */
  readonly isUtc: boolean;
  readonly columns: readonly ReportColumn[];
}

/** Every standard report begins with these. */
export const leadingHeaders = [
  'Source',
  'Created Timestamp',
  'Created Date',
  'Recorded Timestamp',
  'Recorded Date',
] as const;

const column = (header: string, ...members: string[]): ReportColumn => ({ header, members });

const reports: readonly StandardReport[] = [
  {
    type: 'pdk-app-event',
    layout: 'one-file',
    isUtc: false,
    columns: [column('Event Name', 'event_name'), column('Event Properties', 'event_details')],
  },
  {
    type: 'pdk-device-battery',
    layout: 'file-per-source',
    isUtc: false,
    columns: [
      column('Level', 'level'),
      column('Scale', 'scale'),
      column('Plugged', 'plugged'),
      column('Health', 'health'),
      column('Voltage', 'voltage'),
      column('Technology', 'technology'),
      column('Present', 'present'),
      column('Temperature', 'temperature'),
    ],
  },
  {
    type: 'pdk-foreground-application',
    layout: 'file-per-source',
    isUtc: false,
    columns: [
      column('Application', 'application'),
      column('Duration', 'duration'),
      column('Screen Active', 'screen_active'),
      // The category the device knew; asking a shop about every app would tell it what participants use.
      column('Play Store Category', 'category'),
    ],
  },
  {
    type: 'pdk-location',
    layout: 'file-per-source',
    isUtc: true,
    columns: [
      column('Observed', 'observed'),
      column('Raw Timestamp', 'location_timestamp'),
      column('Provider', 'provider'),
      column('Latitude', 'latitude'),
      column('Longitude', 'longitude'),
      column('Accuracy', 'accuracy'),
      column('Altitude', 'altitude'),
      column('Speed', 'speed'),
      column('Bearing', 'bearing'),
    ],
  },
  {
    type: 'pdk-screen-state',
    layout: 'file-per-source',
    isUtc: false,
    columns: [column('Screen State', 'state')],
  },
  {
    type: 'pdk-system-status',
    layout: 'file-per-source',
    isUtc: false,
    columns: [
      column('Available Storage', 'storage_available'),
      column('Other Storage', 'storage_other'),
      column('App Storage', 'storage_app'),
      column('Total Storage', 'storage_total'),
      column('App Runtime', 'runtime'),
      column('System Runtime', 'system_runtime'),
      // Browser clients spell it either way.
      column('Pending Points', 'pending_points', 'pending-points'),
    ],
  },
];

const byType = new Map(reports.map((report) => [report.type, report]));

/** The standard report of a type; null: the generic table serves it. */
export function findStandardReport(type: string): StandardReport | null {
  return byType.get(type) ?? null;
}

/** Columns of the table for every other type. */
export const genericHeaders = [
  'Source',
  'Generator',
  'Generator Identifier',
  'Created Timestamp',
  'Created Date',
  'Latitude',
  'Longitude',
  'Recorded Timestamp',
  'Recorded Date',
  'Properties',
] as const;
