import { column, elementColumn, perSource, table, type ReportColumn, type StandardReport } from './standard-report.ts';

/** A table with a row for each sample of a point, begun anew after so many points. */
function samples(splitPoints: number, columns: readonly ReportColumn[]) {
  return table({
    layout: perSource({ splitPoints }),
    zone: 'utc',
    rows: { kind: 'samples', member: 'sensor_data' },
    columns: [
      elementColumn('Raw Timestamp', 'integer', 'raw_timestamp'),
      elementColumn('Normalized Timestamp', 'integer', 'observed'),
      ...columns,
      elementColumn('Accuracy', 'number', 'accuracy'),
    ],
  });
}

/** What sensors in phones measure. */
export const sensorReports: readonly StandardReport[] = [
  {
    type: 'pdk-sensor-accelerometer',
    tables: [
      samples(
        10_000,
        ['x', 'y', 'z'].map((axis) => elementColumn(axis.toUpperCase(), 'number', axis)),
      ),
    ],
  },
  {
    type: 'pdk-sensor-light',
    tables: [samples(25_000, [elementColumn('Light Level', 'number', 'light_level')])],
  },
  {
    type: 'pdk-pedometer',
    tables: [
      table({
        columns: [
          column('Daily Steps', 'number', 'daily-summary-steps'),
          column('Total Steps', 'number', 'step-count'),
          column('Daily Average Pace', 'number', 'daily-average-pace'),
          column('Total Average Pace', 'number', 'average-pace'),
          column('Daily Distance', 'number', 'daily-summary-distance'),
          column('Total Distance', 'number', 'distance'),
          column('Daily Floors Ascended', 'number', 'daily-summary-floors-ascended'),
          column('Total Floors Ascended', 'number', 'floors-ascended'),
          column('Daily Floors Descended', 'number', 'daily-summary-floors-descended'),
          column('Total Floors Descended', 'number', 'floors-descended'),
          column('Background Recording', 'boolean', 'from-background'),
        ],
      }),
    ],
  },
];
