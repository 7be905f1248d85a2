import { describe, expect, it } from 'vitest';
import { convertUnit } from './convert-unit.ts';

describe('man-35 units of SenML', () => {
  it.each([
    [293.15, 'K', 'Cel', 20],
    [0.45, '/', '%', 45],
    [45.5, '%RH', '%', 45.5],
    [620, 'ppm', '[ppm]', 620],
    [0.00062, '/', '[ppm]', 620],
    [101_325, 'Pa', 'hPa', 1013.25],
    [3.3, 'V', 'mV', 3300],
    [9.80665, 'm/s2', '[g]', 1],
    [1.25, 'm', 'mm', 1250],
    [52.5, 'lat', 'deg', 52.5],
    [7, 'count', '1', 7],
    [-40, 'Cel', 'Cel', -40],
    [3, 'furlong', 'furlong', 3],
  ])('man-35 %d %s are %s', (value, from, to, expected) => {
    expect(convertUnit(value, from, to)).toBe(expected);
  });

  it.each([
    ['V', 'Cel'],
    ['furlong', 'mm'],
    ['m', 'furlong'],
    ['constructor', '%'],
  ])('man-35 %s are no %s', (from, to) => {
    expect(convertUnit(1, from, to)).toBeNull();
  });
});
