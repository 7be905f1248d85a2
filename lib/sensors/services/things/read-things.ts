import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { existsThing, selectThings } from '../../data/things/read-things.sql.ts';
import { findNavigation } from '../../domain/things/entity-sets.ts';
import type { ThingRow, ThingRows } from '../../domain/things/thing-rows.ts';
import { type PathStep, plainQuery, type ThingsQuery } from '../../domain/things/things-query.ts';
import { requireThingVerb } from './require-thing-verb.ts';

export interface ReadThingsInput {
  readonly steps: readonly PathStep[];
  readonly query: ThingsQuery;
}

/**
 * A page of the set at an address (OGC 18-088, section 9.3). Asks for `sources.read` and `passive.read`.
 * Errors: `not_found` (an entity on the way is not there), `input_invalid`, `permission_missing`.
 */
export async function listThings(ctx: Context, { steps, query }: ReadThingsInput): Promise<ThingRows> {
  requireThingVerb(ctx, 'read');
  if (steps.length > 1 && !(await existsThing(ctx, steps.slice(0, -1)))) throw new Problem('not_found');
  return selectThings(ctx, steps, query);
}

/** The one entity at an address; `$filter`, `$top` and the like do not count. Permission and errors as {@link listThings}. */
export async function getThing(ctx: Context, { steps, query }: ReadThingsInput): Promise<ThingRow> {
  requireThingVerb(ctx, 'read');
  const { rows } = await selectThings(ctx, steps, {
    ...query,
    filter: null,
    orderBy: [],
    top: 1,
    skip: 0,
    after: null,
    isCounted: false,
  });
  const [row] = rows;
  if (!row) throw new Problem('not_found');
  return row;
}

/** Id of what an address names, by a chain of navigations; for a writer. Errors: `not_found`. */
export async function resolveThing(ctx: Context, steps: readonly PathStep[]) {
  const last = steps.at(-1);
  if (!last) throw new TypeError('an address names something');
  const isOne = last.id !== null || (last.navigation !== null && steps.length > 1 && isSingle(steps));
  if (!isOne) throw new Problem('not_found', { detail: 'Name one entity to change.' });
  const [row] = (await selectThings(ctx, steps, { ...plainQuery, select: ['id'], top: 1 })).rows;
  if (!row) throw new Problem('not_found');
  return { set: last.set, id: row.id };
}

function isSingle(steps: readonly PathStep[]): boolean {
  const [before, last] = [steps.at(-2), steps.at(-1)];
  return (
    before !== undefined && last !== undefined && findNavigation(before.set, last.navigation ?? '')?.isMany === false
  );
}
