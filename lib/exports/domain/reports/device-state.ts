import {
  column,
  elementColumn,
  oneFile,
  perSource,
  table,
  type ReportColumn,
  type StandardReport,
} from './standard-report.ts';

const batteryColumns: readonly ReportColumn[] = [
  column('Level', 'number', 'level'),
  column('Scale', 'number', 'scale'),
  column('Plugged', 'text', 'plugged'),
  column('Health', 'text', 'health'),
  column('Voltage', 'number', 'voltage'),
  column('Technology', 'text', 'technology'),
  column('Present', 'boolean', 'present'),
  column('Temperature', 'number', 'temperature'),
];

const userColumns = [column('Mode', 'text', 'mode')];

/** What devices say of themselves and of the app they run. */
export const deviceStateReports: readonly StandardReport[] = [
  {
    type: 'pdk-app-event',
    tables: [
      table({
        layout: oneFile('pdk_pdk-app-event'),
        columns: [column('Event Name', 'text', 'event_name'), column('Event Properties', 'json', 'event_details')],
      }),
    ],
  },
  { type: 'pdk-device-battery', tables: [table({ columns: batteryColumns })] },
  {
    // The point is its time alone; PDK had given its table the columns of the battery.
    type: 'pdk-connection-test',
    tables: [table({ columns: [] })],
    legacyTables: [table({ columns: batteryColumns })],
  },
  {
    type: 'pdk-system-status',
    tables: [
      table({
        columns: [
          column('Available Storage', 'number', 'storage_available'),
          column('Other Storage', 'number', 'storage_other'),
          column('App Storage', 'number', 'storage_app'),
          column('Total Storage', 'number', 'storage_total'),
          column('App Runtime', 'number', 'runtime'),
          column('System Runtime', 'number', 'system_runtime'),
          // Browser clients spell it either way.
          column('Pending Points', 'number', 'pending_points', 'pending-points'),
        ],
      }),
    ],
  },
  {
    type: 'pdk-foreground-application',
    tables: [
      table({
        columns: [
          column('Application', 'text', 'application'),
          column('Duration', 'number', 'duration'),
          column('Screen Active', 'boolean', 'screen_active'),
          // The category the device knew; asking a shop about every app would tell it what participants use.
          column('Play Store Category', 'text', 'category'),
        ],
      }),
    ],
  },
  { type: 'pdk-screen-state', tables: [table({ columns: [column('Screen State', 'text', 'state')] })] },
  {
    type: 'pdk-user',
    tables: [table({ columns: userColumns })],
    legacyTables: [table({ leading: 'created-only', columns: userColumns })],
  },
  {
    type: 'pdk-web-visit',
    tables: [
      table({
        columns: [
          column('Visit ID', 'text', 'visitId'),
          column('URL', 'text', 'url'),
          column('Protocol', 'text', 'protocol'),
          column('Host', 'text', 'host'),
          column('Title', 'text', 'title'),
          column('Transition Type', 'text', 'transition'),
          column('Referrer Visit ID', 'text', 'referringVisitId'),
        ],
      }),
    ],
  },
  {
    type: 'pdk-usage-event-daily-summary',
    tables: [
      table({
        layout: perSource({ skipsEmpty: true }),
        rows: { kind: 'elements', member: 'events' },
        createdFrom: { member: 'observed', of: 'element', fills: 'date', isWholeSeconds: false },
        columns: [elementColumn('Package', 'text', 'package'), elementColumn('Event', 'text', 'event_type')],
      }),
    ],
  },
];
