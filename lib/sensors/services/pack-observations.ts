import { packMonths } from '#lib/platform/db/pack-months.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { observationMonths } from './store-samples.ts';

/** Packs the observations of months that are over, so that a node's year is read in one go. Run by the clock. */
export async function packObservations(
  { db, log }: Pick<Runtime, 'db' | 'log'>,
  now: () => Date = () => new Date(),
): Promise<string[]> {
  return packMonths({ db, log }, observationMonths, { now: now() });
}
