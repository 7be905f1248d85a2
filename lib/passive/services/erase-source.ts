import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import type { StudyId, TaskId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { defineTaskKind, startTask, type TaskContext } from '#lib/platform/tasks/index.ts';
import { findSourceIdentity, type SourceIdentity } from '#lib/sources/index.ts';
import { deleteQuarantinedOf } from '../data/erase-bundles.sql.ts';
import {
  deleteSomePoints,
  deleteSourceRows,
  lockEmptySource,
  recountSource,
  selectWorkPlan,
} from '../data/source-work.sql.ts';
import type { SourceWorkPlan, SourceWorkReport } from '../domain/source-work.ts';
import { eraseFiles, eraseFromBundles, waitForProcessing } from './erase-bundles.ts';
import { requireSourceToWorkOn } from './require-source-to-work-on.ts';
import { readStudySettings } from './study-settings.ts';

const eraseInputSchema = z.object({
  sourceId: z.guid(),
  studyId: z.guid(),
  points: z.number(),
  bundles: z.number(),
  until: z.coerce.date(),
});

/**
 * Erases a source and all it sent (pdk-43): points, attachments and their files, quarantine, totals, alerts and whatever else
 * names it, and its part of raw uploads. Finished exports and backups are not reached; the plan says how many exports there are.
 */
export const eraseSourceTask = defineTaskKind({
  kind: 'sources.erase',
  inputSchema: eraseInputSchema,
  run: erase,
});

/** What erasing would touch, in numbers. Errors: `not_found`, `permission_missing`. */
export async function planErase(ctx: Context, sourceId: string): Promise<SourceWorkPlan> {
  return selectWorkPlan(ctx, await requireSourceToWorkOn(ctx, sourceId), null);
}

/**
 * Starts erasing a source; `expectedPoints` is what the person was told it would cost. Errors: `not_found`,
 * `permission_missing`, `changed_meanwhile` (it sent more since the person looked).
 */
export async function startErase(
  ctx: Context,
  { sourceId, expectedPoints }: { readonly sourceId: string; readonly expectedPoints: number },
): Promise<TaskId> {
  const { id, studyId, names } = await requireSourceToWorkOn(ctx, sourceId);
  const plan = await selectWorkPlan(ctx, { id, studyId, names }, null);
  if (plan.points !== expectedPoints) {
    throw new Problem('changed_meanwhile', {
      detail: 'The source has sent more since you looked. Look at the numbers again.',
    });
  }
  return ctx.db.transaction(async () => {
    // The title stays in the list of tasks: it names nobody who was erased.
    const taskId = await startTask(ctx, {
      kind: eraseSourceTask,
      title: `Erase a source with ${String(plan.points)} points`,
      studyId: studyId as StudyId,
      input: { sourceId, studyId, points: plan.points, bundles: plan.bundles, until: ctx.now() },
    });
    const detail = { points: plan.points, attachments: plan.attachments, quarantined: plan.quarantined, taskId };
    await writeAudit(ctx, { action: 'source.erase', subjectType: 'source', subjectId: sourceId, studyId, detail });
    return taskId;
  });
}

async function erase(ctx: TaskContext, input: z.infer<typeof eraseInputSchema>): Promise<SourceWorkReport> {
  const { sourceId, studyId } = input;
  const nothing = { points: 0, repeats: 0, bundlesRewritten: 0, bundlesCleared: 0, filesRemoved: 0, quarantined: 0 };
  const source = await findSourceIdentity(ctx, sourceId);
  // Gone: a run before this one was killed after its last step.
  if (!source) return nothing;
  await waitForProcessing(ctx, studyId, input.until);
  const settings = await readStudySettings(ctx, studyId as StudyId);
  const bundles = await eraseFromBundles(ctx, { studyId, names: source.names, settings }, input.bundles);
  const files = await eraseFiles(ctx, sourceId);
  const quarantined = await deleteQuarantinedOf(ctx, source);
  const points = await erasePoints(ctx, source, input.points);
  ctx.logLine('info', `${String(points)} points and ${String(files + bundles.files)} files erased.`);
  return {
    points,
    repeats: 0,
    bundlesRewritten: bundles.rewritten,
    bundlesCleared: bundles.cleared,
    filesRemoved: files + bundles.files,
    quarantined,
  };
}

async function erasePoints(ctx: TaskContext, source: SourceIdentity, total: number): Promise<number> {
  let points = 0;
  let isOver = false;
  try {
    while (!isOver) {
      ctx.signal.throwIfAborted();
      const count = await deleteSomePoints(ctx, source.id);
      points += count;
      ctx.progress(points, Math.max(total, points), 'Erases points.');
      if (count === 0) isOver = await removeEmpty(ctx, source.id);
    }
  } finally {
    // Stopped half-way, the source goes on with what it still has, and its numbers say so.
    if (!isOver) await recountSource(ctx, source);
  }
  return points;
}

/** Takes the source itself away, unless something of it was stored a moment ago. */
function removeEmpty(ctx: TaskContext, sourceId: string): Promise<boolean> {
  return ctx.db.transaction(async () => {
    if (!(await lockEmptySource(ctx, sourceId))) return false;
    await deleteSourceRows(ctx, sourceId);
    return true;
  });
}
