import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { insertChanges, type UnitChange } from '../data/changes.sql.ts';
import { selectGroups, setMemberships } from '../data/groups.sql.ts';
import { findImport, markUndone, type ImportRow } from '../data/imports.sql.ts';
import { lockVersion } from '../data/pyramids.sql.ts';
import { registryScope, type RegistryScope } from '../data/scope.ts';
import {
  removeEmptyGroups,
  removeEmptyPyramid,
  removeEmptyVersion,
  releaseCodesOfImport,
  removeMadeUnits,
  restoreGroupNames,
  restoreUnits,
  selectChangesOfImport,
  selectObstacles,
  type ChangeToUndo,
  type UndoObstacle,
} from '../data/undo-import.sql.ts';
import { selectCircles, selectMisfits, type UndoMisfit } from '../data/undo-misfits.sql.ts';
import { rewritePaths } from '../data/write-units.sql.ts';
import type { ImportMarks } from '../domain/import-record.ts';
import { unwatched, type ImportWatch } from './import-watch.ts';

/** What an undo came to. */
export interface UndoneImport {
  readonly removed: number;
  readonly restored: number;
}

/**
 * Takes a whole import back, in one transaction: units it made are removed, units it changed are what they were, groups and
 * the version it made are gone when nothing else is in them. Types stay. Errors: `permission_missing`, `not_found`,
 * `state_conflict` when it is not in, when units of it were changed since or have got children, comments or pictures, or
 * when what they were fits no more (parent, type or code): then nothing is undone, and they are named.
 */
export async function undoImport(
  ctx: Context,
  { importId }: { readonly importId: string },
  watch: ImportWatch = unwatched,
): Promise<UndoneImport> {
  requireVerb(ctx, 'registry.edit');
  return ctx.db.transaction(async () => {
    const scope = registryScope(ctx);
    const { marks, fileName } = await openUndo(scope, importId);
    const restored = await restoreChanges(ctx, { importId, marks }, watch);
    watch.progress(restored, null, 'Removing new places');
    const removed = await removeMadeUnits(scope, importId);
    await takeGroupsBack(scope, marks);
    await removePlace(scope, { importId, marks });
    const detail = { fileName, removed, restored };
    await writeAudit(ctx, { action: 'registry.undo', subjectType: 'registry-import', subjectId: importId, detail });
    watch.signal.throwIfAborted();
    return { removed, restored };
  });
}

async function openUndo(scope: RegistryScope, importId: string): Promise<ImportRow & { readonly marks: ImportMarks }> {
  const row = await findImport(scope, importId, { isLocked: true });
  if (!row) throw new Problem('not_found');
  const { state, marks } = row;
  if (state !== 'imported' || marks === null) {
    throw new Problem('state_conflict', { detail: 'There is nothing to undo: this import is not in the pyramid.' });
  }
  await lockVersion(scope, marks.versionId);
  const most = { limit: namedObstacles + 1 };
  refuseObstacles(await selectObstacles(scope, importId, most));
  refuseObstacles(await selectMisfits(scope, importId, most));
  return { ...row, marks };
}

function refuseObstacles(obstacles: readonly Obstacle[]): void {
  if (obstacles.length > 0) throw new Problem('state_conflict', { detail: tellObstacles(obstacles) });
}

/** What keeps an import from being taken back. */
type Obstacle = UndoObstacle | UndoMisfit;

/** Units that a refusal names. */
const namedObstacles = 10;

const reasonsInWords: Readonly<Record<Obstacle['reason'], string>> = {
  changed: 'changed since',
  children: 'has other places under it',
  attached: 'has comments or pictures',
  gone: 'is not there any more',
  'parent gone': 'stood under a place that is not there any more',
  'type gone': 'had a type that is not there any more, or has another name',
  'code taken': 'had a code that another place has now',
  circle: 'would stand under itself',
};

function tellObstacles(obstacles: readonly Obstacle[]): string {
  const named = obstacles
    .slice(0, namedObstacles)
    .map(({ id, name, reason }) => `"${name === '' ? id : name}" (${reasonsInWords[reason]})`);
  const more = obstacles.length > namedObstacles ? ' and more' : '';
  return `The import cannot be undone as a whole, and nothing was undone: ${named.join(', ')}${more}.`;
}

interface Undoing {
  readonly importId: string;
  readonly marks: ImportMarks;
}

/** Gives changed units back what they were, and writes the history of all. Gives the number of those restored. */
async function restoreChanges(
  ctx: Context,
  { importId, marks: { versionId } }: Undoing,
  { signal, progress }: ImportWatch,
): Promise<number> {
  const scope = registryScope(ctx);
  const actorId = ctx.actor.kind === 'user' ? ctx.actor.id : null;
  const set = { versionId, origin: 'undo', actorId, actorLabel: ctx.actor.label, importId } as const;
  const groupIds = new Map((await selectGroups(scope, versionId)).map(({ ref, id }) => [ref, id]));
  await releaseCodesOfImport(scope, importId);
  let restored = 0;
  let hasMoved = false;
  for await (const page of selectChangesOfImport(scope, importId)) {
    signal.throwIfAborted();
    progress(restored, null, 'Giving changed places back what they were');
    const changed = page.filter(({ before }) => before !== null);
    await insertChanges(scope, set, page.map(reverse));
    await restoreUnits(
      scope,
      changed.map(({ id }) => id),
    );
    await setMemberships(scope, versionId, membershipsBefore(changed, groupIds));
    hasMoved ||= changed.some(({ before }) => before !== null && 'parentId' in before);
    restored += changed.length;
  }
  if (hasMoved) {
    await rewritePaths(scope, versionId);
    refuseObstacles(await selectCircles(scope, versionId, { limit: namedObstacles + 1 }));
  }
  return restored;
}

function reverse({ unitId, before, after }: ChangeToUndo): UnitChange {
  return { id: newId(), unitId, before: after, after: before };
}

function membershipsBefore(changes: readonly ChangeToUndo[], groupIds: ReadonlyMap<string, string>) {
  return changes.flatMap(({ unitId, before }) => {
    const refs = before?.['groupRefs'];
    if (!Array.isArray(refs)) return [];
    return [{ id: unitId, groupIds: refs.flatMap((ref) => groupIds.get(String(ref)) ?? []) }];
  });
}

async function takeGroupsBack(scope: RegistryScope, { groups }: ImportMarks): Promise<void> {
  if (groups.made.length > 0) await removeEmptyGroups(scope, groups.made);
  if (groups.renamed.length > 0) await restoreGroupNames(scope, groups.renamed);
}

/** Removes the version and the pyramid that the import made, when nothing else is in them. */
async function removePlace(scope: RegistryScope, { importId, marks }: Undoing): Promise<void> {
  await markUndone(scope, importId, { versionIsGone: marks.madeVersion });
  const isGone = marks.madeVersion && (await removeEmptyVersion(scope, marks.versionId));
  if (isGone && marks.madePyramid) await removeEmptyPyramid(scope, marks.pyramidId);
}
