import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import { deleteObservation, deleteThing as removeThing, selectLinked } from '../../data/things/write-things.sql.ts';
import { type EntitySetName, entitySets } from '../../domain/things/entity-sets.ts';
import type { PathStep } from '../../domain/things/things-query.ts';
import { resolveThing } from './read-things.ts';
import { requireThingVerb } from './require-thing-verb.ts';
import { requireClients } from './update-thing.ts';

/**
 * Deletes an entity that a client made with all that the standard says goes with it (OGC 18-088, section 10.4). Asks for
 * `sources.manage`. Errors: `not_found`, `state_conflict` (it belongs to the inventory), `permission_missing`.
 */
export async function deleteThing(ctx: Context, steps: readonly PathStep[]): Promise<void> {
  requireThingVerb(ctx, 'write');
  const { set, id } = await resolveThing(ctx, steps);
  requireClients(id);
  await ctx.db.transaction(async () => {
    const removed = await removeWithOwned(ctx, set, id);
    const detail = { set, id, removed };
    await writeAudit(ctx, { action: 'sensor_thing.delete', subjectType: 'sensor_thing', detail });
  });
}

/** How many entities went; observations go with their Datastream or feature and are not counted. */
async function removeWithOwned(ctx: Context, set: EntitySetName, id: string): Promise<number> {
  if (set === 'Observations') {
    await deleteObservation(ctx, id);
    return 1;
  }
  let removed = 1;
  for (const { isOwned, relation, target } of entitySets[set].navigations) {
    if (!isOwned || relation === 'observation_stream' || relation === 'observation_feature') continue;
    for (const owned of await selectLinked(ctx, relation, { rightId: id })) {
      removed += await removeWithOwned(ctx, target, owned);
    }
  }
  await removeThing(ctx, id);
  return removed;
}
