import { browser, each, ios, type ReportCase } from '../harness/report-case.ts';
import { sensorCases } from './exports-sensor-cases.ts';

const newfoundland = 'America/St_Johns';

export const reportCases: readonly ReportCase[] = [
  {
    type: 'pdk-app-event',
    file: 'pdk_pdk-app-event.txt',
    headers: ['Event Name', 'Event Properties'],
    points: [
      { members: { event_name: 'opened', event_details: { screen: 'plots' }, observed: 1 } },
      { members: { event_name: 'closed' }, metadata: ios },
    ],
    rows: each(['opened', '"{""screen"":""plots""}"'], ['closed', '']),
  },
  {
    type: 'pdk-device-battery',
    file: 'pdk-device-battery/p-1.txt',
    headers: ['Level', 'Scale', 'Plugged', 'Health', 'Voltage', 'Technology', 'Present', 'Temperature'],
    points: [
      {
        members: {
          level: 83,
          scale: 100,
          plugged: 'usb',
          health: 'over-voltage',
          present: true,
          status: 'charging',
          temperature: 271,
          voltage: 4012,
          technology: 'Li-ion',
        },
      },
      { members: { level: 40.5, status: 'discharging' }, metadata: ios },
    ],
    rows: each(
      ['83', '100', 'usb', 'over-voltage', '4012', 'Li-ion', 'True', '271'],
      ['40.5', '', '', '', '', '', '', ''],
    ),
  },
  {
    type: 'pdk-connection-test',
    file: 'pdk-connection-test/p-1.txt',
    headers: [],
    points: [{ members: {} }],
    rows: each([]),
  },
  {
    type: 'pdk-location',
    file: 'pdk-location/p-1.txt',
    isUtc: true,
    headers: [
      'Observed',
      'Raw Timestamp',
      'Provider',
      'Latitude',
      'Longitude',
      'Accuracy',
      'Altitude',
      'Speed',
      'Bearing',
    ],
    points: [
      {
        // As Android writes it: the bearing stands in `speed` too.
        members: {
          observed: 1785758400250,
          latitude: 0.3136,
          longitude: 32.5811,
          altitude: 1190.5,
          accuracy: 4.25,
          speed: 271.5,
          bearing: 271.5,
          provider: 'gps',
          location_timestamp: 1785758400000,
          mock_location_apps: [],
        },
        metadata: { latitude: 0.3136, longitude: 32.5811 },
      },
      { members: { latitude: 1, longitude: 2, speed: 0, provider: 'network', location_timestamp: 5 } },
      { members: { latitude: 1, longitude: 2, speed: 1.5, bearing: 90, provider: 'gps', location_timestamp: 5 } },
      {
        members: {
          latitude: 1,
          longitude: 2,
          altitude: 3,
          accuracy: 4,
          'altitude-accuracy': 5,
          floor: 2,
          speed: -1,
          bearing: -1,
          auth_status: 'granted',
        },
        metadata: ios,
      },
    ],
    rows: each(
      ['1785758400250', '1785758400000', 'gps', '0.3136', '32.5811', '4.25', '1190.5', '', '271.5'],
      ['', '5', 'network', '1', '2', '', '', '', ''],
      ['', '5', 'gps', '1', '2', '', '', '1.5', '90'],
      ['', '', '', '1', '2', '4', '3', '-1', '-1'],
    ),
  },
  {
    type: 'pdk-system-status',
    file: 'pdk-system-status/p-1.txt',
    headers: [
      'Available Storage',
      'Other Storage',
      'App Storage',
      'Total Storage',
      'App Runtime',
      'System Runtime',
      'Pending Points',
    ],
    points: [
      {
        members: {
          runtime: 5,
          system_runtime: 6,
          storage_total: 64000000000,
          storage_available: 21000000000,
          storage_app: 2,
          storage_other: 1,
          pending_transmissions: 9,
          gps_enabled: true,
        },
      },
      {
        members: { runtime: 5.5, storage_total: 4, storage_available: 3, storage_app: 2, storage_other: 1 },
        metadata: ios,
      },
      { members: { 'pending-points': 7, 'cpu-info': { cores: 4 } }, metadata: browser },
      { members: { pending_points: 8 }, metadata: browser },
      { members: { pending_points: null, 'pending-points': 9, runtime: null }, metadata: browser },
    ],
    rows: each(
      ['21000000000', '1', '2', '64000000000', '5', '6', ''],
      ['3', '1', '2', '4', '5.5', '', ''],
      ['', '', '', '', '', '', '7'],
      ['', '', '', '', '', '', '8'],
      ['', '', '', '', '', '', '9'],
    ),
  },
  {
    type: 'pdk-foreground-application',
    file: 'pdk-foreground-application/p-1.txt',
    headers: ['Application', 'Duration', 'Screen Active', 'Play Store Category'],
    points: [
      {
        members: {
          application: 'org.example.notes',
          category: 'TOOLS',
          duration: 5000,
          screen_active: false,
          is_home: true,
        },
      },
      { members: { application: 'org.example.map' } },
    ],
    rows: each(['org.example.notes', '5000', 'False', 'TOOLS'], ['org.example.map', '', '', '']),
  },
  {
    type: 'pdk-screen-state',
    file: 'pdk-screen-state/p-1.txt',
    headers: ['Screen State'],
    points: [{ members: { state: 'doze_suspend', observed: 1 } }],
    rows: each(['doze_suspend']),
  },
  {
    type: 'pdk-user',
    file: 'pdk-user/p-1.txt',
    headers: ['Mode'],
    points: [{ members: { mode: 'foreground', identifier: 'x' } }],
    rows: each(['foreground']),
  },
  {
    type: 'pdk-phone-calls',
    file: 'pdk_pdk-phone-calls.txt',
    zone: newfoundland,
    headers: ['Type', 'Duration (Seconds)', 'Number', 'Is New'],
    points: [
      {
        members: { call_timestamp: 1785718800900, duration: 61, number: '+256700000001', is_new: 1, type: 'missed' },
        metadata: { timezone: newfoundland },
      },
      { members: { call_timestamp: 'unknown', type: 'unknown' }, metadata: { timezone: newfoundland } },
      { members: { call_timestamp: '1785718800900', type: null }, metadata: { timezone: newfoundland } },
    ],
    rows: [
      {
        point: 0,
        created: ['1785718800', '2026-08-02T22:30:00-02:30'],
        cells: ['missed', '61', '+256700000001', '1'],
      },
      { point: 1, cells: ['unknown', '', '', ''] },
      { point: 2, created: ['1785718800', '2026-08-02T22:30:00-02:30'], cells: ['', '', '', ''] },
    ],
  },
  {
    type: 'pdk-text-messages',
    file: 'pdk_pdk-text-messages.txt',
    zone: newfoundland,
    headers: ['Direction', 'Person', 'Address', 'Length', 'Body'],
    points: [
      {
        members: {
          date: 1785718800000,
          direction: 'incoming',
          person: 'Ada',
          address: '+1',
          length: 5,
          body: 'a\tb"c',
        },
        metadata: { timezone: newfoundland },
      },
    ],
    rows: [
      {
        point: 0,
        created: ['1785718800', '2026-08-02T22:30:00-02:30'],
        cells: ['incoming', 'Ada', '+1', '5', '"a\tb""c"'],
      },
    ],
  },
  {
    type: 'pdk-notification-events',
    file: 'pdk-notification-events/p-1.txt',
    headers: ['Package', 'Channel', 'Action', 'Reason'],
    points: [
      { members: { package: 'org.example', channel: 'news', action: 'removed', reason: 'user_contect_stopped' } },
      { members: { package: 'org.example', action: 'posted' } },
    ],
    rows: each(['org.example', 'news', 'removed', 'user_context_stopped'], ['org.example', '', 'posted', '']),
  },
  {
    type: 'pdk-usage-event-daily-summary',
    file: 'pdk-usage-event-daily-summary/p-1.txt',
    headers: ['Package', 'Event'],
    points: [
      {
        members: {
          start: 1,
          events: [
            { observed: 1785700800500, package: 'a', event_type: 'resumed', extras: { '[': ']' } },
            { observed: 1785704400, package: 'b' },
            { package: 'c', event_type: 'paused' },
          ],
        },
      },
      { members: { events: [] } },
    ],
    rows: [
      { point: 0, createdDate: '2026-08-02T23:00:00.500000+03:00', cells: ['a', 'resumed'] },
      { point: 0, createdDate: '2026-08-03T00:00:00+03:00', cells: ['b', ''] },
      { point: 0, cells: ['c', 'paused'] },
    ],
  },
  ...sensorCases,
];
