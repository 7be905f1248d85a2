import type { Database } from '#lib/platform/db/database.ts';
import { mergeVariables } from '../data/variables.sql.ts';
import { tallyVariables, type VariableTally } from '../domain/codebook/tally-variables.ts';
import type { PlacedPoint } from '../domain/placed-point.ts';

/**
 * Writes what newly stored points tell of their variables, in the transaction that stores them: exactly once, whatever is
 * tried again. Gives what was written, for {@link rememberVariables}.
 */
export async function writeVariables(db: Database, stored: readonly PlacedPoint[]): Promise<readonly VariableTally[]> {
  const tallies = tallyVariables(stored);
  if (tallies.length > 0) await mergeVariables(db, tallies);
  return tallies;
}

/** Call it when the transaction has committed: examples that are written need not be written again. */
export function rememberVariables(tallies: readonly VariableTally[]): void {
  for (const { note, revision } of tallies) note.savedRevision = Math.max(note.savedRevision, revision);
}
