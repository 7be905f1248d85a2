import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { singlesBeforeTransaction, type Turn, Turns } from './embedded-turns.ts';

interface Numbered extends Turn<number> {
  /** Its place among all that were added. */
  readonly place: number;
}

const units = fc
  .array(fc.record({ client: fc.nat(9), opensTransaction: fc.boolean() }), { maxLength: 80 })
  .map((drafts) => drafts.map((draft, place): Numbered => ({ ...draft, place })));

function takenOf(added: readonly Numbered[]): Numbered[] {
  const turns = new Turns<number, Numbered>();
  for (const unit of added) turns.add(unit);
  return Array.from({ length: added.length + 1 }, () => turns.take()).filter((unit) => unit !== undefined);
}

const ascending = (list: readonly Numbered[]) => list.every(({ place }, at) => at === 0 || place > list[at - 1]!.place);

describe('platform: turns in the embedded database', () => {
  it('platform: everybody gets a turn once, and what one client sent keeps its order', () => {
    fc.assert(
      fc.property(units, (added) => {
        const taken = takenOf(added);
        expect(taken.map(({ place }) => place).sort((a, b) => a - b)).toEqual(added.map(({ place }) => place));
        for (const ofClient of Map.groupBy(taken, ({ client }) => client).values())
          expect(ascending(ofClient)).toBe(true);
      }),
    );
  });

  it('platform: a single query passes every transaction that waits, and a transaction a limited number of queries', () => {
    const turns = new Turns<number, Numbered>();
    for (let place = 0; place < 5; place += 1) turns.add({ client: place, opensTransaction: true, place });
    turns.add({ client: 9, opensTransaction: false, place: 5 });
    expect(turns.take()?.place).toBe(5);
    expect(turns.take()?.place).toBe(0);
    for (let place = 6; place < 100; place += 1) turns.add({ client: place, opensTransaction: false, place });
    const next = Array.from({ length: singlesBeforeTransaction + 2 }, () => turns.take()?.place);
    expect(next.slice(0, singlesBeforeTransaction)).toEqual(
      Array.from({ length: singlesBeforeTransaction }, (_, index) => 6 + index),
    );
    expect(next.slice(singlesBeforeTransaction)).toEqual([1, 6 + singlesBeforeTransaction]);
  });

  it('platform: whoever has a transaction open is asked alone, and who goes away leaves nothing behind', () => {
    const turns = new Turns<number, Numbered>();
    turns.add({ client: 1, opensTransaction: false, place: 0 });
    turns.add({ client: 2, opensTransaction: false, place: 1 });
    expect(turns.takeOf(2)?.place).toBe(1);
    expect(turns.takeOf(2)).toBeUndefined();
    turns.forget(1);
    expect(turns.take()).toBeUndefined();
  });
});
