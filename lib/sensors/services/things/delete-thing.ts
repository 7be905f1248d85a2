import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { existsThing, selectThings } from '../../data/things/read-things.sql.ts';
import { deleteObservation, deleteThing as removeThing, selectLinked } from '../../data/things/write-things.sql.ts';
import { type EntitySetName, entitySets, isOfObservations } from '../../domain/things/entity-sets.ts';
import type { Expression } from '../../domain/things/expression.ts';
import { asMember } from '../../domain/things/thing-reader.ts';
import { type PathStep, plainQuery } from '../../domain/things/things-query.ts';
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

/** Most entities that one request may delete. */
const maxDeleted = 10_000;

/**
 * Deletes every entity of a set that a filter finds, with what goes with each; all of them or none. Gives the number that
 * the filter found. Asks for `sources.manage`. Errors: `not_found`, `input_invalid` (no filter, or too much is found),
 * `state_conflict` (some belong to the inventory), `permission_missing`.
 */
export async function deleteThings(
  ctx: Context,
  { steps, filter }: { readonly steps: readonly PathStep[]; readonly filter: Expression | null },
): Promise<number> {
  requireThingVerb(ctx, 'write');
  const set = steps.at(-1)?.set;
  if (filter === null || set === undefined) throw refuseFilter('Say what to delete.');
  if (steps.length > 1 && !(await existsThing(asMember(ctx), steps.slice(0, -1)))) throw new Problem('not_found');
  return ctx.db.transaction(async () => {
    const found = await selectThings(asMember(ctx), steps, { ...plainQuery, select: ['id'], filter, top: maxDeleted });
    if (found.hasMore) throw refuseFilter(`It finds more than ${String(maxDeleted)}; delete in parts.`);
    for (const { id } of found.rows) requireClients(id);
    let removed = 0;
    for (const { id } of found.rows) removed += await removeWithOwned(ctx, set, id);
    const detail = { set, found: found.rows.length, removed };
    await writeAudit(ctx, { action: 'sensor_thing.delete', subjectType: 'sensor_thing', detail });
    return found.rows.length;
  });
}

function refuseFilter(message: string): Problem {
  return new Problem('input_invalid', { detail: `$filter: ${message}`, fields: { $filter: message } });
}

/** How many entities went; observations go with their Datastream or feature and are not counted. */
async function removeWithOwned(ctx: Context, set: EntitySetName, id: string): Promise<number> {
  if (set === 'Observations') {
    await deleteObservation(ctx, id);
    return 1;
  }
  let removed = 1;
  for (const { isOwned, relation, target } of entitySets[set].navigations) {
    if (!isOwned || isOfObservations(relation)) continue;
    for (const owned of await selectLinked(ctx, relation, { rightId: id })) {
      removed += await removeWithOwned(ctx, target, owned);
    }
  }
  await removeThing(ctx, id);
  return removed;
}
