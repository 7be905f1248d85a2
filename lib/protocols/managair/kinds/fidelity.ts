import type { InventoryNode } from '#lib/sensors/index.ts';
import { fidelityLetters } from '#lib/sources/index.ts';

/**
 * Alive (`E`), missing, dead, or unknown because nothing ever came (managair.md 11): as of the last look at the
 * organization, by what it expects of its sources. Before the first look, by the age of the newest sample.
 */
export function fidelityOf(
  { fidelityState, lastObservedAt, missingAfterS, deadAfterS }: InventoryNode,
  now: Date,
): 'E' | 'M' | 'D' | 'U' {
  if (fidelityState !== null) return fidelityLetters[fidelityState];
  if (lastObservedAt === null) return fidelityLetters.unknown;
  const ageS = (now.getTime() - lastObservedAt.getTime()) / 1000;
  if (ageS <= missingAfterS) return fidelityLetters.alive;
  return ageS <= deadAfterS ? fidelityLetters.missing : fidelityLetters.dead;
}
