import type { Context } from '#lib/platform/context.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import {
  selectFidelityStates,
  selectLatestObservations,
  type FidelityReading,
  type LatestObservation,
} from '../../data/fidelity/fidelities.sql.ts';
import { selectFidelityOrganizations, writeFidelities } from '../../data/fidelity/look.sql.ts';

/**
 * Looks at every source of an organization and writes states and their changes (man-26; managair.md, 11 and 20, 9). Twice at
 * the same instant changes nothing. Gives the number of changes. Asks for no verb: the clock's.
 */
function checkFidelity(ctx: Pick<Context, 'db' | 'organizationId' | 'now'>): Promise<number> {
  return ctx.db.transaction(() => writeFidelities(ctx.db, { organizationId: ctx.organizationId, now: ctx.now() }));
}

/** Looks at the sources of every organization; one organization's trouble stops no other's. Run by the clock. */
export async function checkAllFidelities(
  { db, log }: Pick<Runtime, 'db' | 'log'>,
  now: () => Date = () => new Date(),
): Promise<number> {
  let changes = 0;
  for (const organizationId of await selectFidelityOrganizations(db)) {
    try {
      changes += await checkFidelity({ db, organizationId, now });
    } catch (error) {
      log.error({ err: error, organizationId }, 'the look at the sources of an organization failed');
    }
  }
  return changes;
}

/** States of some sources as of the last look; none for those nobody looked at yet. For wings that check; asks for no verb. */
export function readFidelityStates(
  ctx: Pick<Context, 'db' | 'organizationId'>,
  sourceIds: readonly string[],
): Promise<FidelityReading[]> {
  return selectFidelityStates(ctx, sourceIds);
}

/** The newest observation of a quantity (by key) of some sources, errors left out. For wings that check; asks for no verb. */
export function readLatestObservations(
  ctx: Pick<Context, 'db' | 'organizationId'>,
  wanted: { readonly sourceIds: readonly string[]; readonly quantity: string },
): Promise<LatestObservation[]> {
  return selectLatestObservations(ctx, wanted);
}
