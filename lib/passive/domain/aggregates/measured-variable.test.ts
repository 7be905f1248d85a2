import { expect, it } from 'vitest';
import { isMeasured } from './measured-variable.ts';

it.each([
  ['level', 'level'],
  ['soil.moisture', 'moisture'],
  ['sensor_data.x[]', 'x'],
  ['storage_available', 'storage_available'],
  ['sunrise', 'sunrise'],
  ['period', 'period'],
])('pdk-38 the numbers of %s are summed up', (path, name) => {
  expect(isMeasured(path, name)).toBe(true);
});

it.each([
  ['observed', 'observed'],
  ['sensor_data.raw_timestamp[]', 'raw_timestamp'],
  ['probe_id', 'probe_id'],
  ['visitId', 'visitId'],
  ['latitude', 'latitude'],
  ['passive-data-metadata.timezone-offset', 'timezone-offset'],
  ['events[].length', 'length'],
  ['grid[][]', 'grid'],
  ['uses.*', 'uses'],
  ['', ''],
])('pdk-38 the numbers of %s are not', (path, name) => {
  expect(isMeasured(path, name)).toBe(false);
});
