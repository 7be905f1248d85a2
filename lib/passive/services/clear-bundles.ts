import type { Runtime } from '#lib/platform/runtime.ts';
import { deleteOldTraces, insertDeletedTraces } from '../data/traces/traces.sql.ts';
import { clearBodies, selectClearable } from '../data/retention.sql.ts';

const bundlesAtATime = 500;
const tracesAtATime = 10_000;

/**
 * Removes the raw bytes of bundles that their study keeps no longer (pdk-17): at once (0 days) or by age. Points,
 * quarantine, attachments and the bundle's own row stay, so that a repeat is still known as one. Gives the number of
 * bundles. Run by the clock; killed half-way it goes on the next time.
 */
export async function clearBundles({ db, blobs, log }: Pick<Runtime, 'db' | 'blobs' | 'log'>): Promise<number> {
  let total = 0;
  for (;;) {
    const bundles = await selectClearable(db, bundlesAtATime);
    if (bundles.length === 0) break;
    // The file goes first: a row that still names a file that is gone is tried again, a file without a row never would be.
    for (const { blobKey } of bundles) if (blobKey !== null) await blobs.remove(blobKey);
    total += await db.transaction(async () => {
      await insertDeletedTraces(db, bundles);
      return clearBodies(db, bundles);
    });
  }
  while ((await deleteOldTraces(db, tracesAtATime)) === tracesAtATime);
  if (total > 0) log.info({ bundles: total }, 'raw bytes of bundles removed by retention');
  return total;
}
