import { defaultFidelitySettings, fidelityLetters } from '#lib/sources/index.ts';

const { expectedIntervalS, missingAfter, deadAfter } = defaultFidelitySettings;

/**
 * Alive (`E`), missing, dead, or unknown because nothing ever came, by the age of the newest sample: what the replaced
 * server would say now (managair.md 11), whatever an organization expects of its sources by settings of its own.
 */
export function fidelityOf(lastContactAt: Date | null, now: Date): 'E' | 'M' | 'D' | 'U' {
  if (lastContactAt === null) return fidelityLetters.unknown;
  const ageIntervals = (now.getTime() - lastContactAt.getTime()) / 1000 / expectedIntervalS;
  if (ageIntervals <= missingAfter) return fidelityLetters.alive;
  return ageIntervals <= deadAfter ? fidelityLetters.missing : fidelityLetters.dead;
}
