import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { findReplacedShape, selectChanges, type StoredChange } from '../data/changes.sql.ts';
import { selectGroups } from '../data/groups.sql.ts';
import { registryScope, type RegistryScope } from '../data/scope.ts';
import { findType } from '../data/types.sql.ts';
import type { StoredUnit } from '../data/unit.sql.ts';
import { membersBefore } from '../domain/unit-history.ts';
import { unitMembers, unitStateSchema, type UnitChanges, type UnitMember } from '../domain/unit-state.ts';
import type { Unit } from '../domain/unit.ts';
import { getUnit } from './get-unit.ts';
import { changeUnit } from './update-unit.ts';

export const restoreUnitSchema = z.strictObject({
  /** A change of the unit's history. */
  changeId: z.guid(),
  /** The unit as it was right after the change, or right before it. */
  moment: z.enum(['after', 'before']).default('after'),
  /** The revision that the viewer saw. */
  revision: z.int().min(1),
});
export type RestoreUnitInput = z.infer<typeof restoreUnitSchema> & { readonly id: string };

/** Changes that a former state may lie back. */
const mostChanges = 10_000;

/** A unit brought back, and members that the history does not know well enough to bring back. */
export interface RestoredUnit {
  readonly unit: Unit;
  readonly leftOut: readonly UnitMember[];
}

/**
 * Makes a unit what it was at a point of its history; the way there is history too. What it was must still fit: a code
 * given to another unit since is refused as any edit. Errors: `not_found` (unit or change), `state_conflict` (before the
 * unit was made), and as `updateUnit`.
 */
export async function restoreUnit(ctx: Context, { id, ...input }: RestoreUnitInput): Promise<RestoredUnit> {
  let leftOut: readonly UnitMember[] = [];
  await changeUnit(ctx, id, {
    verb: 'registry.restore',
    mayMove: true,
    revision: input.revision,
    origin: 'restore',
    changesOf: async (unit) => {
      const scope = registryScope(ctx);
      const former = await translate(scope, unit, await changesSince(scope, id, input));
      leftOut = former.leftOut;
      return former.changes;
    },
  });
  return { unit: await getUnit(ctx, id), leftOut };
}

async function changesSince(
  scope: RegistryScope,
  unitId: string,
  { changeId, moment }: Pick<RestoreUnitInput, 'changeId' | 'moment'>,
): Promise<readonly StoredChange[]> {
  const changes = await selectChanges(scope, { unitId, fromId: changeId, limit: mostChanges });
  const chosen = changes.at(-1);
  if (chosen?.id !== changeId) throw new Problem('not_found', { detail: 'The unit has no such change.' });
  if (moment === 'after') return changes.slice(0, -1);
  if (chosen.before === null) throw new Problem('state_conflict', { detail: 'The unit was not there before that.' });
  return changes;
}

/** Former members as changes; what lists wrote in their own words is looked up. */
async function translate(
  scope: RegistryScope,
  { versionId }: StoredUnit,
  since: readonly StoredChange[],
): Promise<{ readonly changes: UnitChanges; readonly leftOut: readonly UnitMember[] }> {
  const former = membersBefore(since);
  const known = Object.fromEntries(Object.entries(former).filter(([key]) => unitMembers.includes(key as UnitMember)));
  const leftOut: UnitMember[] = [];
  const changes: UnitChanges = unitStateSchema.partial().parse(known);
  if (former['type'] !== undefined && changes.typeId === undefined) {
    const typeId = await findType(scope, typeKeySchema.parse(former['type']));
    if (typeId === null) leftOut.push('typeId');
    else changes.typeId = typeId;
  }
  if (former['groupRefs'] !== undefined && changes.groupIds === undefined) {
    const refs = z.array(z.string()).parse(former['groupRefs']);
    const groups = new Map((await selectGroups(scope, versionId)).map(({ ref, id }) => [ref, id]));
    if (refs.every((ref) => groups.has(ref))) changes.groupIds = refs.flatMap((ref) => groups.get(ref) ?? []);
    else leftOut.push('groupIds');
  }
  if (former['geomHash'] !== undefined && changes.shape === undefined) {
    const shape = former['geomHash'] === null ? null : await findFormerShape(scope, since);
    if (shape === undefined) leftOut.push('shape');
    else changes.shape = shape;
  }
  return { changes, leftOut };
}

/** The shape as it was before changes, given newest first, the oldest of which that tells of it was a list's. */
async function findFormerShape(
  scope: RegistryScope,
  since: readonly StoredChange[],
): Promise<UnitChanges['shape'] | undefined> {
  const oldest = since.findLast(({ before }) => before !== null && 'geomHash' in before);
  return (oldest && (await findReplacedShape(scope, oldest.id))) ?? undefined;
}

const typeKeySchema = z.object({ name: z.string(), depth: z.number().nullable() });
