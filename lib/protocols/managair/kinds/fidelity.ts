/** How old the newest sample of a living node is at most, and of one that is missed, in ms (managair.md 11). */
const aliveMs = 2 * 3_600_000;
const missingMs = 4 * 3_600_000;

/** Alive (`E`), missing, dead, or unknown because nothing ever came (managair.md 11). */
export function fidelityOf(lastContactAt: Date | null, now: Date): 'E' | 'M' | 'D' | 'U' {
  if (lastContactAt === null) return 'U';
  const ageMs = now.getTime() - lastContactAt.getTime();
  if (ageMs <= aliveMs) return 'E';
  return ageMs <= missingMs ? 'M' : 'D';
}
