import type { RuleDefinition } from './rule.ts';

/** A check that every study has: rules tried in order, of which the first that says something counts. */
export interface BuiltInCheck {
  readonly id: string;
  readonly label: string;
  readonly isOnByDefault: boolean;
  readonly definitions: readonly RuleDefinition[];
}

const mebibyte = 1024 * 1024;
const dayHours = 24;
/** Kinds that run a client with a battery, a disk and push messages. */
const devices: RuleDefinition['kinds'] = ['phone', 'browser', 'other'];

/**
 * The six status checks of Passive Data Kit with their levels and texts (passive-data-kit.md, 3.2), and that of sensors
 * (man-27). Those about add-ons that few studies have are off until somebody turns them on: the old server had a list in
 * its settings for that.
 */
export const builtInChecks: readonly BuiltInCheck[] = [
  {
    id: 'pdk-device-battery',
    label: 'Battery level',
    isOnByDefault: true,
    definitions: [
      {
        kind: 'threshold',
        type: 'pdk-device-battery',
        path: 'level',
        steps: [
          { operator: 'lt', value: 20, level: 'critical', message: 'Battery Level Critically Low' },
          { operator: 'lt', value: 33, level: 'warning', message: 'Battery Level Low' },
        ],
        none: { level: 'info', message: 'No Battery Levels Logged' },
        kinds: devices,
      },
    ],
  },
  {
    id: 'pdk-device-free-space',
    label: 'Free space',
    isOnByDefault: true,
    definitions: [
      {
        kind: 'threshold',
        type: 'pdk-system-status',
        path: 'storage_available',
        steps: [
          { operator: 'lt', value: 256 * mebibyte, level: 'critical', message: 'Available Space Critical' },
          { operator: 'lt', value: 1024 * mebibyte, level: 'warning', message: 'Available Space Low' },
        ],
        none: { level: 'info', message: 'No Disk Usage Logged' },
        kinds: devices,
      },
    ],
  },
  {
    id: 'pdk-data-upload',
    label: 'Data upload',
    isOnByDefault: true,
    definitions: [
      {
        kind: 'silence',
        signals: [],
        steps: [
          { hours: 24, isExclusive: false, level: 'critical', message: 'Data upload is critically overdue' },
          { hours: 4, isExclusive: false, level: 'warning', message: 'Data upload is overdue' },
        ],
        none: { level: 'critical', message: 'Data never uploaded' },
        // Of sensors, the check below speaks: each has an interval of its own.
        kinds: devices,
      },
    ],
  },
  {
    id: 'cairn-fidelity',
    label: 'Sensor delivery',
    isOnByDefault: true,
    definitions: [
      {
        kind: 'fidelity',
        steps: [
          { state: 'dead', level: 'critical', message: 'Sensor is silent, nothing for {age}' },
          { state: 'missing', level: 'warning', message: 'Sensor delivers late, last {age} ago' },
        ],
        none: null,
        kinds: ['sensor'],
      },
    ],
  },
  {
    id: 'pdk-remote-nudge',
    label: 'Push notifications',
    isOnByDefault: false,
    definitions: [
      {
        kind: 'silence',
        signals: ['pdk-received-firebase-message', 'app_recv_remote_notification'],
        steps: [
          { hours: 12, isExclusive: true, level: 'critical', message: 'Push Notifications Delayed' },
          { hours: 6, isExclusive: true, level: 'warning', message: 'Push Notifications Delayed' },
        ],
        none: { level: 'info', message: 'Push Notifications Never Received' },
        kinds: devices,
      },
    ],
  },
  {
    id: 'pdk-web-extension',
    label: 'Browser extension',
    isOnByDefault: false,
    definitions: [
      {
        kind: 'silence',
        signals: ['pdk-web-*'],
        steps: [],
        none: { level: 'critical', message: 'Browser extension not installed' },
        kinds: [],
      },
      {
        kind: 'silence',
        signals: ['pdk-web-upload-visit'],
        steps: [
          { hours: 14 * dayHours, isExclusive: true, level: 'critical', message: 'No Recent Web Visits Uploaded' },
          { hours: 7 * dayHours, isExclusive: true, level: 'warning', message: 'No Recent Web Visits Uploaded' },
        ],
        none: { level: 'critical', message: 'No Web Visits Uploaded' },
        kinds: [],
      },
    ],
  },
  {
    // The old server asked for one day before two, so its critical level was never reached, and said "Withing data never
    // uploaded" when there was none.
    id: 'pdk-withings-device',
    label: 'Withings upload',
    isOnByDefault: false,
    definitions: [
      {
        kind: 'silence',
        signals: ['pdk-withings-device'],
        steps: [
          {
            hours: 2 * dayHours,
            isExclusive: false,
            level: 'critical',
            message: 'Withings upload is critically overdue',
          },
          { hours: dayHours, isExclusive: false, level: 'warning', message: 'Withings upload is overdue' },
        ],
        none: { level: 'info', message: 'Withings data never uploaded' },
        kinds: [],
      },
    ],
  },
];
