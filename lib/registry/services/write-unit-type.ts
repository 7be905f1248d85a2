import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { registryScope, type RegistryScope } from '../data/scope.ts';
import {
  deleteType,
  isTypeNameTaken,
  lockTypeEdges,
  selectTypeTree,
  setTypeChildren,
  setTypeStudies,
  upsertType,
  type TypeToWrite,
} from '../data/unit-types.sql.ts';
import { findTypeCircle } from '../domain/type-tree.ts';
import {
  shortNameOf,
  type AllowedChild,
  type CreateUnitTypeInput,
  type UnitType,
  type UpdateUnitTypeInput,
} from '../domain/unit-type.ts';
import { getUnitType } from './list-unit-types.ts';
import { requireStudies } from './require-studies.ts';

/**
 * Adds a type. Errors: `permission_missing`, `already_exists` (name at this depth), `input_invalid` (studies, children),
 * `type_in_circle`.
 */
export async function createUnitType(ctx: Context, input: CreateUnitTypeInput): Promise<UnitType> {
  const { studyIds, children, shortName = shortNameOf(input.name), ...rest } = input;
  requireVerb(ctx, 'registry.edit');
  await requireStudies(ctx, studyIds);
  const type = { ...rest, shortName, id: newId() };
  await ctx.db.transaction(async () => {
    await writeType(registryScope(ctx), type, { studyIds, children });
    await writeAudit(ctx, { action: 'type.create', subjectType: 'unit-type', subjectId: type.id, detail: input });
  });
  return getUnitType(ctx, type.id);
}

/**
 * Changes members of a type; studies and children are replaced as a whole. Errors: `not_found`, `permission_missing`,
 * `already_exists`, `input_invalid`, `type_in_circle`.
 */
export async function updateUnitType(ctx: Context, input: UpdateUnitTypeInput): Promise<UnitType> {
  const before = await getUnitType(ctx, input.id);
  requireVerb(ctx, 'registry.edit');
  if (input.studyIds) await requireStudies(ctx, input.studyIds);
  const { id, studyIds, children, ...changed } = input;
  const type: TypeToWrite = {
    id,
    name: changed.name ?? before.name,
    shortName: changed.shortName ?? before.shortName,
    category: changed.category === undefined ? before.category : changed.category,
    depth: changed.depth === undefined ? before.depth : changed.depth,
  };
  await ctx.db.transaction(async () => {
    await writeType(registryScope(ctx), type, { studyIds, children });
    const after = { ...changed, ...(studyIds && { studyIds }), ...(children && { children }) };
    const was = Object.fromEntries(Object.keys(after).map((key) => [key, before[key as keyof UnitType]]));
    const detail = { before: was, after };
    await writeAudit(ctx, { action: 'type.update', subjectType: 'unit-type', subjectId: id, detail });
  });
  return getUnitType(ctx, id);
}

/** Removes a type that no unit of any version has. Errors: `not_found`, `permission_missing`, `type_in_use`. */
export async function removeUnitType(ctx: Context, id: string): Promise<void> {
  const { name } = await getUnitType(ctx, id);
  requireVerb(ctx, 'registry.edit');
  await ctx.db.transaction(async () => {
    const scope = registryScope(ctx);
    await lockTypeEdges(scope);
    const { isUsed, unitCount } = await getUnitType(ctx, id);
    if (isUsed) throw inUse(name, unitCount);
    await deleteType(scope, id);
    await writeAudit(ctx, { action: 'type.remove', subjectType: 'unit-type', subjectId: id, detail: { name } });
  });
}

function inUse(name: string, unitCount: number): Problem {
  const where = unitCount === 0 ? 'Units of other versions, or rejected ones,' : `${String(unitCount)} units`;
  return new Problem('type_in_use', {
    detail: `${where} have the type "${name}", so it cannot be removed. Give them another type first.`,
  });
}

interface TypeRelations {
  readonly studyIds: readonly string[] | undefined;
  readonly children: readonly AllowedChild[] | undefined;
}

async function writeType(
  scope: RegistryScope,
  type: TypeToWrite,
  { studyIds, children }: TypeRelations,
): Promise<void> {
  const edges = await lockTypeEdges(scope);
  if (await isTypeNameTaken(scope, type)) {
    const detail = 'Another type has this name at this depth.';
    throw new Problem('already_exists', { detail, fields: { name: detail } });
  }
  await upsertType(scope, type);
  if (studyIds) await setTypeStudies(scope, type.id, studyIds);
  if (!children) return;
  const allowed = [...new Map(children.map((child) => [child.id, child])).values()];
  const circle = findTypeCircle(
    edges,
    type.id,
    allowed.map(({ id }) => id),
  );
  if (circle) throw await inCircle(scope, circle);
  if (!(await setTypeChildren(scope, type.id, allowed))) {
    throw new Problem('input_invalid', { fields: { children: 'One of the types does not exist.' } });
  }
}

async function inCircle(scope: RegistryScope, circle: readonly string[]): Promise<Problem> {
  const names = new Map((await selectTypeTree(scope)).map(({ id, name }) => [id, name]));
  const way = circle.map((id) => names.get(id) ?? '?').join(' › ');
  return new Problem('type_in_circle', {
    detail: `A type would be allowed under itself: ${way}.`,
    fields: { children: `This closes a circle: ${way}.` },
  });
}
