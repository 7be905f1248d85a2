import { ShortCaches } from '#lib/platform/cache/short-cache.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { type QuantityRow, readQuantities } from '../data/quantities.sql.ts';

/** What a new quantity may take to be known in every process, ms. */
const believedMs = 10_000;
const caches = new ShortCaches<ReadonlyMap<string, QuantityRow>>(believedMs);

/** The quantities of the installation by key. */
export function quantitiesByKey(db: Database): Promise<ReadonlyMap<string, QuantityRow>> {
  return caches.of(db).get('all', async () => new Map((await readQuantities(db)).map((row) => [row.key, row])));
}

/** Looks again from now on, in this process: the catalogue has changed. */
export function forgetQuantities(db: Database): void {
  caches.of(db).clear();
}

/** Keys of every quantity of the installation, those that decoders know first. */
export async function listQuantityKeys(db: Database): Promise<string[]> {
  return [...(await quantitiesByKey(db)).keys()];
}
