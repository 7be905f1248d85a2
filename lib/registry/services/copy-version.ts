import { z } from 'zod';
import type { ChangeSet } from '../data/changes.sql.ts';
import {
  copyGroups,
  copyMembers,
  copyUnits,
  countContent,
  emptyVersion,
  freezeView,
  mapUnits,
  type CopiedRange,
} from '../data/copy-version.sql.ts';
import { sortPendingNames } from '../data/pending-names.sql.ts';
import { insertVersion, lockVersion, selectVersions } from '../data/pyramids.sql.ts';
import { registryScope, type RegistryScope } from '../data/scope.ts';
import { lockPyramid, selectVersion } from '../data/version-rows.sql.ts';
import type { PyramidVersion } from '../domain/pyramid.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { defineTaskKind, type TaskContext } from '#lib/platform/tasks/index.ts';

/** Units of one statement: as often a person's stop is heard. */
const unitsPerStep = 10_000;

const copyOrderSchema = z.object({
  fromId: z.guid(),
  pyramidId: z.guid(),
  /** Id of the version if it is to be made: a run that finds it there has been done already. */
  newVersionId: z.guid(),
  /** Null: the next one. */
  number: z.int().nullable(),
  /** Null: that of the version that is copied. */
  description: z.string().nullable(),
  force: z.boolean(),
  orderedBy: z.object({ id: z.string().nullable(), label: z.string() }),
});
type CopyOrder = z.infer<typeof copyOrderSchema>;

/** What a copy has made. */
interface CopyResult {
  readonly versionId: string;
  readonly number: number;
  readonly units: number;
  /** Null: made by a run whose worker was lost before it could tell. */
  readonly groups: number | null;
  readonly sets: number | null;
}

/** The kind of Task that copies a version: one transaction, so that a copy is whole or not there. */
export const copyVersionTask = defineTaskKind({
  kind: 'registry.copy-version',
  inputSchema: copyOrderSchema,
  run: copyVersion,
});

async function copyVersion(ctx: TaskContext, order: CopyOrder): Promise<CopyResult> {
  const scope = registryScope(ctx);
  const copied = await ctx.db.transaction(async () => {
    await freezeView(scope);
    await lockPyramid(scope, order.pyramidId);
    const made = await selectVersion(scope, order.newVersionId, null);
    if (made) return { versionId: made.id, number: made.number, units: made.unitCount, groups: null, sets: null };
    const from = await selectVersion(scope, order.fromId, null);
    if (!from) throw new Problem('not_found');
    const destination = await openDestination(scope, order, from);
    const set: ChangeSet = {
      versionId: destination.id,
      origin: 'copy',
      actorId: order.orderedBy.id,
      actorLabel: order.orderedBy.label,
      importId: null,
    };
    ctx.progress(0, null);
    if (destination.isThere && order.force) await emptyVersion(scope, set);
    const versions = { fromId: from.id, toId: destination.id };
    const units = await mapUnits(scope, from.id);
    if (units !== from.unitCount) throw inCircle(from.unitCount - units);
    const { groups, sets } = await copyGroups(scope, versions);
    await inSteps(ctx, units, (range) => copyUnits(scope, { fromId: from.id, set }, range));
    await copyMembers(scope, destination.id);
    return { versionId: destination.id, number: destination.number, units, groups, sets };
  });
  await sortPendingNames(ctx);
  return copied;
}

interface Destination {
  readonly id: string;
  readonly number: number;
  /** It was there before. */
  readonly isThere: boolean;
}

async function openDestination(scope: RegistryScope, order: CopyOrder, from: PyramidVersion): Promise<Destination> {
  const versions = await selectVersions(scope, order.pyramidId);
  const number = order.number ?? (versions.at(-1)?.number ?? -1) + 1;
  const known = versions.find((version) => version.number === number);
  if (!known) {
    const { newVersionId: id, pyramidId } = order;
    await insertVersion(scope, { id, pyramidId, number, description: order.description ?? from.description });
    return { id, number, isThere: false };
  }
  await lockVersion(scope, known.id);
  if (!order.force && (await countContent(scope, known.id)) > 0) throw new Problem('version_not_empty');
  return { id: known.id, number, isThere: true };
}

function inCircle(count: number): Problem {
  return new Problem('state_conflict', {
    detail: `${String(count)} units stand under themselves or under such a unit: no root leads to them. Mend their parents first.`,
  });
}

async function inSteps(ctx: TaskContext, units: number, step: (range: CopiedRange) => Promise<void>): Promise<void> {
  for (let after = 0; after < units; after += unitsPerStep) {
    ctx.signal.throwIfAborted();
    const to = Math.min(after + unitsPerStep, units);
    await step({ after, to });
    ctx.progress(to, units);
  }
}
