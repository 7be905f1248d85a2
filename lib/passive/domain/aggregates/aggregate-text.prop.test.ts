import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Aggregate } from './aggregate.ts';
import { readAggregate, writeAggregate } from './aggregate-text.ts';

const slot = fc.integer({ min: 0, max: 11 });
const name = fc.string({ unit: 'binary', maxLength: 12 });
const value = fc.integer({ min: -1000, max: 1000 });

/** What one point may bring. */
const pieceArbitrary = fc.oneof(
  fc.tuple(fc.constant('point' as const), slot, name, value),
  fc.tuple(fc.constant('name' as const), slot, name, value),
  fc.tuple(fc.constant('value' as const), slot, fc.constantFrom('a', 'b.c', 'd[]'), value),
  fc.tuple(fc.constant('change' as const), slot, name, value),
);
type Piece = [kind: 'point' | 'name' | 'value' | 'change', slot: number, name: string, value: number];

function aggregateOf(pieces: readonly Piece[]): Aggregate {
  const aggregate = new Aggregate();
  for (const [kind, at, text, number] of pieces) {
    if (kind === 'point') aggregate.addPoint(at);
    else if (kind === 'name') aggregate.addName(text, at);
    else if (kind === 'value') aggregate.addValue(text, at, number);
    else aggregate.addChange(Math.abs(number), text);
  }
  return aggregate;
}

/** What a chart can see of it, in one order; sums rounded, for they depend on the order a little. */
function seen(aggregate: Aggregate) {
  const sorted = <Value>(map: ReadonlyMap<string | number, Value>, read: (value: Value) => unknown) =>
    [...map].map(([key, one]) => [key, read(one)] as const).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    counts: sorted(aggregate.counts, (count) => count),
    names: sorted(aggregate.names, (slots) => sorted(slots, (count) => count)),
    values: sorted(aggregate.values, (slots) =>
      sorted(slots, ({ count, mean, squares, minimum, maximum }) => [
        count,
        mean.toFixed(6),
        Math.abs(squares).toFixed(3),
        minimum,
        maximum,
      ]),
    ),
    changes: aggregate
      .sortedChanges()
      .map((change) => JSON.stringify(change))
      .sort(),
  };
}

const fewNames = (pieces: readonly Piece[]) =>
  new Set(pieces.filter(([kind]) => kind === 'name').map(([, , text]) => text)).size <= 40;

test('pdk-38 an aggregate reads back as it was written', () => {
  fc.assert(
    fc.property(fc.array(pieceArbitrary, { maxLength: 60 }), (pieces) => {
      const aggregate = aggregateOf(pieces);
      expect(seen(readAggregate(writeAggregate(aggregate)))).toEqual(seen(aggregate));
    }),
  );
});

test('pdk-38 lines of several uploads are together what one upload of all would be, in whatever order', () => {
  fc.assert(
    fc.property(fc.array(fc.array(pieceArbitrary, { maxLength: 12 }), { minLength: 1, maxLength: 6 }), (uploads) => {
      fc.pre(fewNames(uploads.flat()));
      const lines = uploads.map((pieces) => writeAggregate(aggregateOf(pieces)));
      const whole = seen(aggregateOf(uploads.flat()));
      expect(seen(readAggregate(lines.join('\n')))).toEqual(whole);
      expect(seen(readAggregate(lines.toReversed().join('\n')))).toEqual(whole);
    }),
  );
});

test('pdk-38 names beyond what is told apart are counted together', () => {
  const aggregate = new Aggregate();
  for (let number = 0; number < 100; number += 1) aggregate.addName(`name-${String(number)}`, 3);
  expect(aggregate.names.size).toBeLessThanOrEqual(41);
  const total = [...aggregate.names.values()]
    .flatMap((slots) => [...slots.values()])
    .reduce((sum, one) => sum + one, 0);
  expect(total).toBe(100);
});
