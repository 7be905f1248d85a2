import { describe, expect, it } from 'vitest';
import { summarize } from './summarize.ts';
import { tableCells } from './table-cells.ts';
import { viewOfType } from './type-views.ts';

const cellsOf = (type: string, point: object) => tableCells(JSON.stringify(point), viewOfType(type).columns);

describe('figures of readings', () => {
  it('pdk-38 accelerometer: mean and deviation of each axis', () => {
    const cells = cellsOf('pdk-sensor-accelerometer', { sensor_data: { x: [1, 3], y: [2, 2], z: [] } });
    expect(cells).toEqual({ 'x-mean': 2, 'x-sd': 1, 'y-mean': 2, 'y-sd': 0, 'z-mean': null, 'z-sd': null });
  });

  it('pdk-38 light: lowest, highest and how long', () => {
    const cells = cellsOf('pdk-sensor-light', {
      sensor_data: { light_level: [7, 2.5, 40], observed: [1e9, 2e9, 4.5e9] },
    });
    expect(cells).toEqual({ 'light-min': 2.5, 'light-max': 40, 'light-span': 3.5 });
  });

  it('pdk-38 time of day: in the hours of the place, and whether it is day', () => {
    const at = (text: string) => Date.parse(`2026-03-01T${text}Z`);
    const point = { sunrise: at('03:57'), sunset: at('16:03'), timezone: 'Africa/Kampala', observed: at('10:00') };
    expect(cellsOf('pdk-time-of-day', point)).toMatchObject({
      'sunrise-hour': 6.95,
      'sunset-hour': 19.05,
      'is-day': true,
    });
    const night = cellsOf('pdk-time-of-day', { ...point, observed: at('16:03') });
    expect(night['is-day']).toBe(false);
    expect(summarize('hour', at('03:00'), { timezone: 'Mars/Olympus' })).toBe(3);
  });

  it('pdk-38 geofences: name, centre and radius of the area', () => {
    const fence_details = { name: 'Clinic', center_latitude: 0.3, center_longitude: 32.5, radius: 150 };
    expect(cellsOf('pdk-geofences', { transition: 'enter', fence_details })).toMatchObject({
      transition: 'enter',
      'fence-name': 'Clinic',
      'fence-latitude': 0.3,
      'fence-longitude': 32.5,
      'fence-radius': 150,
    });
  });

  it.each([null, 'x', {}, [], ['a', null], undefined])('pdk-38 nothing to sum up gives nothing: %j', (value) => {
    for (const summary of ['mean', 'sd', 'min', 'max', 'spanSeconds', 'hour', 'isDay'] as const) {
      expect(summarize(summary, value, {})).toBeNull();
    }
  });
});
