import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { insertChanges, keepOldShapes, type UnitChange } from '../data/changes.sql.ts';
import { selectGroups, setMemberships, upsertGroups, type UpsertedGroups } from '../data/groups.sql.ts';
import { registryScope, type RegistryScope } from '../data/scope.ts';
import { allowChildTypes, findOrInsertType, shareTypes } from '../data/types.sql.ts';
import {
  insertUnits,
  movePaths,
  releaseCodes,
  rewritePaths,
  selectPaths,
  takeLegacyIds,
  updateUnits,
  type UnitToInsert,
  type UnitToWrite,
} from '../data/write-units.sql.ts';
import type { ImportedFile } from '../domain/imported-unit.ts';
import { typeKey, typePairs } from '../domain/type-pairs.ts';
import type { ImportPlan } from '../domain/plan-import.ts';
import type { PlannedUnit, UnitFacts } from '../domain/planned-unit.ts';
import { inParts, type ImportWatch } from './import-watch.ts';

interface PlanToApply {
  readonly plan: ImportPlan;
  readonly file: Pick<ImportedFile, 'groups' | 'levels'>;
  readonly versionId: string;
  readonly importId: string;
}

/** Units written between two looks at whether to stop. */
const partSize = 5000;

/**
 * Writes what a plan says, in the caller's transaction: types, groups, units, their places in the tree, their history.
 * Gives what it did to groups.
 */
export async function applyPlan(
  ctx: Context,
  { plan, file, versionId, importId }: PlanToApply,
  { signal, progress }: ImportWatch,
): Promise<UpsertedGroups> {
  const scope = registryScope(ctx);
  const { actor } = ctx;
  const actorId = actor.kind === 'user' ? actor.id : null;
  const written = [...plan.created, ...plan.updated];
  const typeIds = await makeTypes(scope, { versionId, units: written, levels: file.levels ?? [] });
  const withType = (unit: PlannedUnit): UnitToWrite => ({
    ...unit,
    typeId: typeIds.get(typeKey(unit.facts.type)) ?? '',
  });
  const upserted = await upsertGroups(scope, versionId, file.groups);
  const changes = written.map(changeOf);
  await insertChanges(scope, { versionId, origin: 'import', actorId, actorLabel: actor.label, importId }, changes);
  await keepOldShapes(scope, importId);
  const created = await placeInTree(scope, plan.created.map(withType));
  const total = created.length + plan.updated.length;
  await releaseCodes(
    scope,
    plan.updated.filter(givesCodeUp).map(({ id }) => id),
  );
  await inParts(created, { size: partSize, signal }, async (part, done) => {
    progress(done, total, 'Writing new places');
    await insertUnits(scope, part, { versionId, createdBy: actorId });
  });
  await inParts(plan.updated.map(withType), { size: partSize, signal }, async (part, done) => {
    progress(created.length + done, total, 'Writing changed places');
    await updateUnits(scope, part);
  });
  await movePlaces(scope, versionId, plan);
  await writeMemberships(scope, versionId, plan);
  progress(total, total, 'Written');
  return upserted;
}

function givesCodeUp({ before, changed }: PlannedUnit): boolean {
  return before !== null && before.code !== '' && (changed.includes('code') || changed.includes('status'));
}

/** One unit that moved takes its branch along; of several, each may have moved under another. */
async function movePlaces(scope: RegistryScope, versionId: string, { updated }: ImportPlan): Promise<void> {
  const moved = updated.filter(({ changed }) => changed.includes('parentId'));
  if (moved.length > 1) await rewritePaths(scope, versionId);
  else for (const { id } of moved) await movePaths(scope, versionId, id);
}

interface TypesToMake {
  readonly versionId: string;
  readonly units: readonly PlannedUnit[];
  readonly levels: readonly string[];
}

/** Types by key, made for all studies of the pyramid where they are missing, each allowed where the units ask for it. */
async function makeTypes(
  scope: RegistryScope,
  { versionId, units, levels }: TypesToMake,
): Promise<ReadonlyMap<string, string>> {
  const types = new Map(units.map((unit) => [typeKey(unit.facts.type), unit.facts.type]));
  const typeIds = new Map<string, string>();
  const made: string[] = [];
  // In one order for all: two imports that make the same types wait for each other, never in a circle.
  for (const [key, type] of [...types].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { id, isNew } = await findOrInsertType(scope, type);
    typeIds.set(key, id);
    if (isNew) made.push(id);
  }
  await shareTypes(scope, versionId, made);
  const pairs = typePairs(units, levels).flatMap(([above, below]): (readonly [string, string])[] => {
    const [parentId, childId] = [typeIds.get(above), typeIds.get(below)];
    return parentId && childId ? [[parentId, childId]] : [];
  });
  await allowChildTypes(
    scope,
    pairs.sort((a, b) => (a.join() < b.join() ? -1 : 1)),
  );
  return typeIds;
}

async function placeInTree(scope: RegistryScope, units: readonly UnitToWrite[]): Promise<UnitToInsert[]> {
  if (units.length === 0) return [];
  const legacyIds = await takeLegacyIds(scope, units.length);
  const own = new Set(units.map(({ id }) => id));
  const elsewhere = units.flatMap(({ facts: { parentId } }) =>
    parentId !== null && !own.has(parentId) ? [parentId] : [],
  );
  const paths = new Map(await selectPaths(scope, [...new Set(elsewhere)]));
  return units.map((unit, place) => {
    const legacyId = legacyIds[place] ?? 0;
    const above = unit.facts.parentId === null ? undefined : paths.get(unit.facts.parentId);
    const path = above === undefined ? String(legacyId) : `${above}.${String(legacyId)}`;
    paths.set(unit.id, path);
    return { ...unit, legacyId, path };
  });
}

async function writeMemberships(scope: RegistryScope, versionId: string, plan: ImportPlan): Promise<void> {
  const moved = [
    ...plan.created.filter(({ facts }) => facts.groupRefs.length > 0),
    ...plan.updated.filter(({ changed }) => changed.includes('groupRefs')),
  ];
  if (moved.length === 0) return;
  const ids = new Map((await selectGroups(scope, versionId)).map(({ ref, id }) => [ref, id]));
  const memberships = moved.map(({ id, facts }) => ({
    id,
    groupIds: facts.groupRefs.flatMap((ref) => ids.get(ref) ?? []),
  }));
  await setMemberships(scope, versionId, memberships);
}

function changeOf({ id, before, facts, changed }: PlannedUnit): UnitChange {
  if (before === null) return { id: newId(), unitId: id, before: null, after: facts };
  const only = (of: UnitFacts) => Object.fromEntries(changed.map((member) => [member, of[member]]));
  return { id: newId(), unitId: id, before: only(before), after: only(facts) };
}
