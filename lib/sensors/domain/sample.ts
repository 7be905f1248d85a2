import type { QuantityFacts } from './quantities.ts';
import { findValueFlaw } from './quantities.ts';

/** Measured, replaced by somebody, or known to be wrong (managair.md 2). */
export const qualities = ['M', 'R', 'E'] as const;
export type Quality = (typeof qualities)[number];

/** Values of one node at one instant, by key of the quantity. */
export interface Sample {
  readonly observedAt: Date;
  readonly values: Readonly<Record<string, number>>;
  readonly quality: Quality;
}

/** What became of one sample: each of its values is stored, was there already, or contradicts what is there. */
export interface SampleOutcome {
  readonly stored: number;
  /** The same value was there. */
  readonly repeated: number;
  /** Another value is there, and stays: the first counts. */
  readonly contradicted: readonly string[];
}

/** How far a node's clock may be ahead. */
const maxAheadMs = 24 * 3600_000;
/** Before this there were no such nodes: a clock that was reset. */
const earliest = new Date('2000-01-01T00:00:00Z');

/** What is wrong with a sample, in a sentence about one of its members; null when nothing is. */
export function findSampleFlaw(
  sample: Sample,
  facts: ReadonlyMap<string, QuantityFacts>,
  now: Date,
): { readonly member: string; readonly message: string } | null {
  const { observedAt } = sample;
  if (Number.isNaN(observedAt.getTime()) || observedAt < earliest) {
    return {
      member: 'time',
      message: `The time lies before ${earliest.toISOString().slice(0, 10)}: is the clock set?`,
    };
  }
  if (observedAt.getTime() > now.getTime() + maxAheadMs) {
    return { member: 'time', message: 'The time is more than a day ahead: is the clock set?' };
  }
  const keys = Object.keys(sample.values);
  if (keys.length === 0) return { member: 'values', message: 'There is no value.' };
  for (const key of keys) {
    const known = facts.get(key);
    if (!known) return { member: key, message: `The quantity "${key}" is not known here.` };
    const message = findValueFlaw(known, sample.values[key] ?? Number.NaN);
    if (message !== null) return { member: key, message };
  }
  return null;
}
