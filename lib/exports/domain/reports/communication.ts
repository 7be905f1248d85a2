import { column, oneFile, perSource, table, type CreatedFrom, type StandardReport } from './standard-report.ts';

/** Calls and messages are read from the phone's own log, long after they happened. */
const happenedAt = (member: string): CreatedFrom => ({ member, of: 'point', fills: 'both', isWholeSeconds: true });

const notificationTable = (respelt: Readonly<Record<string, string>>) =>
  table({
    layout: perSource({ skipsEmpty: true }),
    columns: [
      column('Package', 'text', 'package'),
      column('Channel', 'text', 'channel'),
      column('Action', 'text', 'action'),
      { ...column('Reason', 'text', 'reason'), respelt },
    ],
  });

/** Calls, messages and notifications. */
export const communicationReports: readonly StandardReport[] = [
  {
    type: 'pdk-phone-calls',
    tables: [
      table({
        layout: oneFile('pdk_pdk-phone-calls'),
        zone: 'point',
        createdFrom: happenedAt('call_timestamp'),
        columns: [
          column('Type', 'text', 'type'),
          column('Duration (Seconds)', 'number', 'duration'),
          column('Number', 'text', 'number'),
          column('Is New', 'boolean', 'is_new'),
        ],
      }),
    ],
  },
  {
    type: 'pdk-text-messages',
    tables: [
      table({
        layout: oneFile('pdk_pdk-text-messages'),
        zone: 'point',
        createdFrom: happenedAt('date'),
        columns: [
          column('Direction', 'text', 'direction'),
          column('Person', 'text', 'person'),
          column('Address', 'text', 'address'),
          column('Length', 'integer', 'length'),
          column('Body', 'text', 'body'),
        ],
      }),
    ],
  },
  {
    type: 'pdk-notification-events',
    // The Android client misspells one of its reasons.
    tables: [notificationTable({ user_contect_stopped: 'user_context_stopped' })],
    legacyTables: [notificationTable({})],
  },
];
