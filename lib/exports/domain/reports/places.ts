import { column, table, type StandardReport } from './standard-report.ts';

/**
 * The Android client writes the bearing into `speed` (or 0 when it has none): such a speed is no speed, and its cell
 * stays empty. Only Android points have a `location_timestamp`. One that differs from the bearing is what it says.
 */
function chooseSpeed([speed, bearing, locationTimestamp]: readonly unknown[]): number {
  if (speed === undefined) return -1;
  if (locationTimestamp === undefined) return 0;
  return speed === (bearing ?? 0) ? -1 : 0;
}

/** 1 between sunrise and sunset, 0 outside; nothing when one of the times is missing. */
function isDay([observed, sunrise, sunset]: readonly unknown[]): number | null {
  if (typeof observed !== 'number' || typeof sunrise !== 'number' || typeof sunset !== 'number') return null;
  return observed > sunrise && observed < sunset ? 1 : 0;
}

/** Where devices were. */
export const placeReports: readonly StandardReport[] = [
  {
    type: 'pdk-location',
    tables: [
      table({
        zone: 'utc',
        columns: [
          column('Observed', 'integer', 'observed'),
          column('Raw Timestamp', 'integer', 'location_timestamp'),
          column('Provider', 'text', 'provider'),
          column('Latitude', 'number', 'latitude'),
          column('Longitude', 'number', 'longitude'),
          column('Accuracy', 'number', 'accuracy'),
          column('Altitude', 'number', 'altitude'),
          { ...column('Speed', 'number', 'speed', 'bearing', 'location_timestamp'), choose: chooseSpeed },
          column('Bearing', 'number', 'bearing'),
        ],
      }),
    ],
  },
  {
    type: 'pdk-geofences',
    tables: [
      table({
        zone: 'utc',
        columns: [
          column('Observed', 'integer', 'observed'),
          column('Fence ID', 'text', 'fence_details.identifier', 'identifier'),
          column('Fence Name', 'text', 'fence_details.name'),
          column('Transition', 'text', 'transition'),
          column('Center Latitude', 'number', 'fence_details.center_latitude'),
          column('Center Longitude', 'number', 'fence_details.center_longitude'),
          column('Radius', 'number', 'fence_details.radius'),
          column('Details', 'json', 'fence_details'),
        ],
      }),
    ],
  },
  {
    type: 'pdk-time-of-day',
    tables: [
      table({
        zone: 'utc',
        columns: [
          column('Sunrise', 'integer', 'sunrise'),
          column('Sunset', 'integer', 'sunset'),
          { ...column('Is Day', 'integer', 'observed', 'sunrise', 'sunset'), make: isDay },
        ],
      }),
    ],
  },
];
