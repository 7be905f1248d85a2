import type { Context } from '#lib/platform/context.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { findOpenOrganization } from '../../data/sensor-settings.sql.ts';
import { existsThing, selectThings } from '../../data/things/read-things.sql.ts';
import { findNavigation } from '../../domain/things/entity-sets.ts';
import type { ThingRow, ThingRows } from '../../domain/things/thing-rows.ts';
import { asMember, type ThingScope } from '../../domain/things/thing-reader.ts';
import { type PathStep, plainQuery, type ThingsQuery } from '../../domain/things/things-query.ts';
import { requireThingVerb } from './require-thing-verb.ts';

export interface ReadThingsInput {
  readonly steps: readonly PathStep[];
  readonly query: ThingsQuery;
}

/** Entities as a door reads them, with the eyes of a member or of everybody. */
export interface ThingSource {
  /** A page of the set at an address. Errors: `not_found` (an entity on the way is not there), `input_invalid`. */
  readonly list: (input: ReadThingsInput) => Promise<ThingRows>;
  /** The one entity at an address; `$filter`, `$top` and the like do not count. Errors: `not_found`. */
  readonly get: (input: ReadThingsInput) => Promise<ThingRow>;
}

/**
 * The entities of the caller's organization (OGC 18-088, section 9.3). Asks for `sources.read` and `passive.read` at each
 * reading: `permission_missing`.
 */
export function memberThings(ctx: Context): ThingSource {
  const reader = () => {
    requireThingVerb(ctx, 'read');
    return asMember(ctx);
  };
  return {
    list: async (input) => listThings(reader(), input),
    get: async (input) => getThing(reader(), input),
  };
}

/**
 * What public installations of an organization show, for everybody: readers have no verbs, so the organization must allow
 * it. Errors: `not_found`: there is no such organization, or it does not; both read alike.
 */
export async function openThings(db: Database, organization: string): Promise<ThingSource> {
  const organizationId = await findOpenOrganization(db, organization);
  if (organizationId === null) throw new Problem('not_found');
  const reader = { db, organizationId, audience: 'everybody' } as const;
  return { list: (input) => listThings(reader, input), get: (input) => getThing(reader, input) };
}

async function listThings(scope: ThingScope, { steps, query }: ReadThingsInput): Promise<ThingRows> {
  if (steps.length > 1 && !(await existsThing(scope, steps.slice(0, -1)))) throw new Problem('not_found');
  return selectThings(scope, steps, query);
}

async function getThing(scope: ThingScope, { steps, query }: ReadThingsInput): Promise<ThingRow> {
  const one = { filter: null, orderBy: [], top: 1, skip: 0, after: null, isCounted: false };
  const [row] = (await selectThings(scope, steps, { ...query, ...one })).rows;
  if (!row) throw new Problem('not_found');
  return row;
}

/** Id of what an address names, by a chain of navigations; for a writer. Errors: `not_found`. */
export async function resolveThing(ctx: Context, steps: readonly PathStep[]) {
  const last = steps.at(-1);
  if (!last) throw new TypeError('an address names something');
  const isOne = last.id !== null || (last.navigation !== null && steps.length > 1 && isSingle(steps));
  if (!isOne) throw new Problem('not_found', { detail: 'Name one entity to change.' });
  const [row] = (await selectThings(asMember(ctx), steps, { ...plainQuery, select: ['id'], top: 1 })).rows;
  if (!row) throw new Problem('not_found');
  return { set: last.set, id: row.id };
}

function isSingle(steps: readonly PathStep[]): boolean {
  const [before, last] = [steps.at(-2), steps.at(-1)];
  return (
    before !== undefined && last !== undefined && findNavigation(before.set, last.navigation ?? '')?.isMany === false
  );
}
