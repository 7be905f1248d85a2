import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import type { StudyId, TaskId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { defineTaskKind, startTask, type TaskContext } from '#lib/platform/tasks/index.ts';
import { addAliases, findSourceIdentity, mergeSourceRows, mergeSourceTasks } from '#lib/sources/index.ts';
import { lockEmptySource } from '../data/source-work.sql.ts';
import { nothingDone, type SourceWorkPlan, type SourceWorkReport } from '../domain/source-work.ts';
import { moveInColdMonths } from './cold/sources-in-cold-months.ts';
import type { EraseReach } from './erase-source.ts';
import { movePoints } from './move-points.ts';
import { planSourceWork } from './plan-source-work.ts';
import { requireSourceToWorkOn } from './require-source-to-work-on.ts';

const mergeInputSchema = z.object({ sourceId: z.guid(), intoId: z.guid(), points: z.number() });

export const mergeSourcesSchema = z.strictObject({ sourceId: z.guid(), intoId: z.guid() });
export type MergeSourcesInput = z.infer<typeof mergeSourcesSchema>;

/** What starting a merge needs to know of the work: how its Tasks are named. */
const mergeTask = { kind: 'sources.merge', inputSchema: mergeInputSchema };

/**
 * Merges a source into another of its study (pdk-43): its points carry the other's identifier from then on, columns and JSON
 * alike, and what a device goes on sending under the old name arrives in the other. Observations, alerts and messages go
 * along; a sensor's radio address does not: it names one device. Files of months that left the database are written anew, so
 * that erasing the other reaches them. `followers` are the wings that keep something else of sources.
 */
export function mergeSourcesTask(reach: EraseReach) {
  return defineTaskKind({ ...mergeTask, run: (ctx, input) => merge(ctx, input, reach) });
}

async function requirePair(ctx: Context, { sourceId, intoId }: MergeSourcesInput) {
  const [source, into] = [await requireSourceToWorkOn(ctx, sourceId), await requireSourceToWorkOn(ctx, intoId)];
  if (source.id === into.id || source.studyId !== into.studyId) {
    const detail = 'Choose another source of the same study.';
    throw new Problem('input_invalid', { detail, fields: { intoId: detail } });
  }
  if ((source.kind === 'sensor') !== (into.kind === 'sensor')) {
    const detail = 'A sensor can be merged with a sensor only.';
    throw new Problem('input_invalid', { detail, fields: { intoId: detail } });
  }
  return { source, into };
}

/** What merging would move, in numbers. Errors as {@link startMerge}. */
export async function planMerge(ctx: Context, input: MergeSourcesInput): Promise<SourceWorkPlan> {
  return planSourceWork(ctx, (await requirePair(ctx, input)).source, null);
}

/** Starts merging. Errors: `not_found`, `permission_missing`, `input_invalid` (same source, other study, a sensor with something else). */
export async function startMerge(ctx: Context, input: MergeSourcesInput): Promise<TaskId> {
  const { source, into } = await requirePair(ctx, input);
  const { points } = await planSourceWork(ctx, source, null);
  return ctx.db.transaction(async () => {
    const taskId = await startTask(ctx, {
      kind: mergeTask,
      title: `Merge ${source.identifier} into ${into.identifier}`,
      studyId: source.studyId as StudyId,
      input: { ...input, points },
    });
    const detail = {
      identifier: source.identifier,
      into: { id: into.id, identifier: into.identifier },
      points,
      taskId,
    };
    const subject = { subjectType: 'source', subjectId: source.id, studyId: source.studyId };
    await writeAudit(ctx, { action: 'source.merge', ...subject, detail });
    return taskId;
  });
}

async function merge(
  ctx: TaskContext,
  input: z.infer<typeof mergeInputSchema>,
  { followers, cold }: EraseReach,
): Promise<SourceWorkReport> {
  const [source, into] = [await findSourceIdentity(ctx, input.sourceId), await findSourceIdentity(ctx, input.intoId)];
  // Gone: a run before this one was killed after its last step.
  if (!source) return nothingDone;
  if (!into) throw new Problem('not_found', { detail: 'The source to merge into is not there any more.' });
  await addAliases(ctx, { source, intoId: into.id });
  for (const follower of followers) await follower.merge?.(ctx, { source, into });
  const { points: coldPoints } = await moveInColdMonths(ctx, cold, { source, into, rule: null });
  const finish = () =>
    ctx.db.transaction(async () => {
      if (!(await lockEmptySource(ctx, source.id))) return false;
      await mergeSourceRows(ctx, { from: source.id, to: into.id });
      await mergeSourceTasks(ctx, { from: source.id, to: into.id });
      return true;
    });
  const moved = await movePoints(ctx, { from: source, to: into, rule: null, total: input.points, finish });
  return { ...nothingDone, ...moved, coldPoints };
}
