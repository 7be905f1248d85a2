import { browser, each, ios, type ReportCase } from '../harness/report-case.ts';

export const sensorCases: readonly ReportCase[] = [
  {
    type: 'pdk-geofences',
    file: 'pdk-geofences/p-1.txt',
    isUtc: true,
    headers: [
      'Observed',
      'Fence ID',
      'Fence Name',
      'Transition',
      'Center Latitude',
      'Center Longitude',
      'Radius',
      'Details',
    ],
    points: [
      {
        members: {
          observed: 1785758400250,
          transition: 'enter',
          identifier: 'f-9',
          fence_details: {
            identifier: 'f-1',
            name: 'Clinic',
            center_latitude: 0.5,
            center_longitude: 32.25,
            radius: 150.5,
          },
        },
      },
      { members: { transition: 'exit', identifier: 'f-9' } },
    ],
    rows: each(
      [
        '1785758400250',
        'f-1',
        'Clinic',
        'enter',
        '0.5',
        '32.25',
        '150.5',
        '"{""identifier"":""f-1"",""name"":""Clinic"",""center_latitude"":0.5,""center_longitude"":32.25,""radius"":150.5}"',
      ],
      ['', 'f-9', '', 'exit', '', '', '', ''],
    ),
  },
  {
    type: 'pdk-time-of-day',
    file: 'pdk-time-of-day/p-1.txt',
    isUtc: true,
    headers: ['Sunrise', 'Sunset', 'Is Day'],
    points: [
      { members: { sunrise: 100, sunset: 200, observed: 150 } },
      { members: { sunrise: 100, sunset: 200, observed: 200 } },
      { members: { sunrise: 100 } },
    ],
    rows: each(['100', '200', '1'], ['100', '200', '0'], ['100', '', '']),
  },
  {
    type: 'pdk-pedometer',
    file: 'pdk-pedometer/p-1.txt',
    headers: [
      'Daily Steps',
      'Total Steps',
      'Daily Average Pace',
      'Total Average Pace',
      'Daily Distance',
      'Total Distance',
      'Daily Floors Ascended',
      'Total Floors Ascended',
      'Daily Floors Descended',
      'Total Floors Descended',
      'Background Recording',
    ],
    points: [
      {
        members: {
          'interval-start': 1,
          'interval-end': 2,
          'step-count': 3,
          distance: 4.5,
          'average-pace': 0.6,
          'floors-ascended': 7,
          'floors-descended': 8,
          'from-background': true,
          'daily-summary-steps': 9,
          'daily-summary-distance': 10,
          'daily-summary-floors-ascended': 11,
          'daily-summary-floors-descended': 12,
          'daily-average-pace': 13,
        },
        metadata: ios,
      },
      { members: { 'step-count': 3 }, metadata: ios },
    ],
    rows: each(
      ['9', '3', '13', '0.6', '10', '4.5', '11', '7', '12', '8', 'True'],
      ['', '3', '', '', '', '', '', '', '', '', ''],
    ),
  },
  {
    type: 'pdk-sensor-accelerometer',
    file: 'pdk-sensor-accelerometer/p-1.txt',
    isUtc: true,
    headers: ['Raw Timestamp', 'Normalized Timestamp', 'X', 'Y', 'Z', 'Accuracy'],
    points: [
      {
        members: {
          sensor_data: {
            observed: [1785758400000000001, 2],
            raw_timestamp: [11, 12],
            x: [0.1, -0.2],
            y: [1, 2],
            z: [9.81, 9.8],
            accuracy: [3],
          },
          name: 'K6DS3TR',
        },
      },
      { members: { sensor_data: {} } },
      { members: {} },
    ],
    rows: [
      { point: 0, cells: ['11', '1785758400000000000', '0.1', '1', '9.81', '3'] },
      { point: 0, cells: ['12', '2', '-0.2', '2', '9.8', ''] },
    ],
  },
  {
    type: 'pdk-sensor-light',
    file: 'pdk-sensor-light/p-1.txt',
    isUtc: true,
    headers: ['Raw Timestamp', 'Normalized Timestamp', 'Light Level', 'Accuracy'],
    points: [{ members: { sensor_data: { observed: [1], raw_timestamp: [11], light_level: [120.5], accuracy: [2] } } }],
    rows: each(['11', '1', '120.5', '2']),
  },
  {
    type: 'pdk-web-visit',
    file: 'pdk-web-visit/p-1.txt',
    headers: ['Visit ID', 'URL', 'Protocol', 'Host', 'Title', 'Transition Type', 'Referrer Visit ID'],
    points: [
      {
        members: {
          visitId: '41',
          url: 'https://example.org/ü?q=1',
          protocol: 'https:',
          host: 'example.org',
          title: 'Plots, "all"',
          transition: 'link',
          referringVisitId: '40',
          date: 1785758400250,
        },
        metadata: browser,
      },
      { members: { visitId: 42 }, metadata: browser },
    ],
    rows: each(
      ['41', 'https://example.org/ü?q=1', 'https:', 'example.org', '"Plots, ""all"""', 'link', '40'],
      ['42', '', '', '', '', '', ''],
    ),
  },
];

/** Some members, each with itself as its value: what stands where shows at once. */
const named = (...names: string[]) => Object.fromEntries(names.map((name) => [name, `the ${name}`]));

const streamMembers = {
  'intraday-activity': [
    'intraday_activity_history',
    'activity_start',
    'activity_duration',
    'calories',
    'distance',
    'elevation_climbed',
    'steps',
    'swim_strokes',
    'pool_laps',
  ],
  body: ['measure_date', 'measure_status', 'measure_category', 'measure_type', 'measure_value'],
  'activity-measures': [
    'date_start',
    'timezone',
    'steps',
    'distance',
    'active_calories',
    'total_calories',
    'elevation',
    'soft_activity_duration',
    'moderate_activity_duration',
    'intense_activity_duration',
  ],
  'sleep-measures': ['start_date', 'end_date', 'state', 'measurement_device'],
} as const;

/** One type, four files: each lists the points of its stream. */
export const withingsCases = Object.entries(streamMembers).map(([stream, members], point) => ({
  file: `pdk-withings-device-${stream}.txt`,
  headers: members,
  point: { datastream: stream, ...named(...members) },
  rows: [{ point, cells: members.map((name) => `the ${name}`) }],
}));
