import type { Runtime } from '#lib/platform/runtime.ts';
import { updateSightings } from '../data/sightings.sql.ts';
import type { SourceSighting } from '../domain/source-sighting.ts';

/**
 * Brings sources' totals, last times, positions and user agents up to date, in the transaction that stores their data.
 * Gives false when one of them is not there any more. For processing: each source is of the organization it names.
 */
export async function recordSightings(
  runtime: Pick<Runtime, 'db'>,
  sightings: readonly SourceSighting[],
): Promise<boolean> {
  return sightings.length === 0 || (await updateSightings(runtime.db, sightings)) === sightings.length;
}
