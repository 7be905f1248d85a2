import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addToFigure, deviationOf, figureOf, mergeIntoFigure, sumOf, type Figure } from './figure.ts';

const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 50 });

function figureOfAll([first = 0, ...others]: readonly number[]): Figure {
  const figure = figureOf(first);
  for (const value of others) addToFigure(figure, value);
  return figure;
}

test('pdk-38 a figure tells sum, range and deviation of its numbers', () => {
  fc.assert(
    fc.property(numbers, (values) => {
      const figure = figureOfAll(values);
      const sum = values.reduce((total, value) => total + value, 0);
      const mean = sum / values.length;
      const variance = values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length;
      expect(sumOf(figure)).toBeCloseTo(sum, 3);
      expect(deviationOf(figure)).toBeCloseTo(Math.sqrt(variance), 3);
      expect([figure.minimum, figure.maximum]).toEqual([Math.min(...values), Math.max(...values)]);
    }),
  );
});

test('pdk-38 two figures together are the figure of all their numbers, in whatever order', () => {
  fc.assert(
    fc.property(numbers, numbers, (some, others) => {
      const together = figureOfAll(some);
      mergeIntoFigure(together, figureOfAll(others));
      const whole = figureOfAll([...others, ...some]);
      expect(together.count).toBe(whole.count);
      expect(together.mean).toBeCloseTo(whole.mean, 3);
      expect(deviationOf(together)).toBeCloseTo(deviationOf(whole), 3);
      expect([together.minimum, together.maximum]).toEqual([whole.minimum, whole.maximum]);
    }),
  );
});

test('pdk-38 large numbers close to each other keep their deviation', () => {
  const sunrises = [1_760_000_000_000, 1_760_000_000_001, 1_760_000_000_002];
  expect(deviationOf(figureOfAll(sunrises))).toBeCloseTo(Math.sqrt(2 / 3), 6);
});
