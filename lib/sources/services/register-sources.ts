import type { Runtime } from '#lib/platform/runtime.ts';
import { type RegisteredSource, upsertSources } from '../data/sightings.sql.ts';
import type { NewSource } from '../domain/source-sighting.ts';

/**
 * Makes sure the sources that data names are there, and gives back their ids; they come into being when first named.
 * For processing, which works for every organization: each source is of the organization that its row names.
 */
export function registerSources(
  runtime: Pick<Runtime, 'db'>,
  sources: readonly NewSource[],
): Promise<RegisteredSource[]> {
  return sources.length === 0 ? Promise.resolve([]) : upsertSources(runtime.db, sources);
}
