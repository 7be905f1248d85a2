import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import type { StudyId, TaskId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { defineTaskKind, startTask, type TaskContext } from '#lib/platform/tasks/index.ts';
import {
  eraseSomeObservations,
  eraseSourceBlobs,
  eraseSourceRows,
  findSourceIdentity,
  forgetSourceInTasks,
  type SourceFollower,
  type SourceIdentity,
} from '#lib/sources/index.ts';
import { deleteQuarantinedOf } from '../data/erase-bundles.sql.ts';
import { deleteSomePoints, lockEmptySource, selectTypeIdsOf } from '../data/source-work.sql.ts';
import { nothingDone, type SourceWorkPlan, type SourceWorkReport } from '../domain/source-work.ts';
import type { ColdConfig } from './cold/cold-place.ts';
import { eraseFromColdMonths } from './cold/sources-in-cold-months.ts';
import { eraseFiles, eraseFromBundles, waitForProcessing } from './erase-bundles.ts';
import { inferTypesAgain } from './infer-variables.ts';
import { planSourceWork } from './plan-source-work.ts';
import { recountSource } from './recount-source.ts';
import { requireSourceToWorkOn } from './require-source-to-work-on.ts';
import { readStudySettings } from './study-settings.ts';

const eraseInputSchema = z.object({
  sourceId: z.guid(),
  studyId: z.guid(),
  points: z.number(),
  bundles: z.number(),
  until: z.coerce.date(),
  /** Types it has sent: what the codebook says of them is read anew. */
  typeIds: z.array(z.number()),
});

/** How Tasks that erase are named. */
const eraseTask = { kind: 'sources.erase', inputSchema: eraseInputSchema };

/**
 * Erases a source and all it sent (pdk-43): points, observations, attachments and their files, quarantine, totals, alerts and
 * whatever else names it, its part of raw uploads, and what `followers` keep of it. The codebook forgets what only its points
 * told; archives and reports that hold it are removed, files of months that left the database are written anew without it,
 * and Tasks do not name it any more. Backups are not reached, nor is what was delivered outside.
 */
export function eraseSourceTask(reach: EraseReach) {
  return defineTaskKind({ ...eraseTask, run: (ctx, input) => erase(ctx, input, reach) });
}

/** What erasing reaches beside the points in the database. */
export interface EraseReach {
  readonly followers: readonly SourceFollower[];
  /** Where files of cold months lie. */
  readonly cold: ColdConfig;
}

/** What erasing would touch, in numbers. Errors: `not_found`, `permission_missing`. */
export async function planErase(ctx: Context, sourceId: string): Promise<SourceWorkPlan> {
  return planSourceWork(ctx, await requireSourceToWorkOn(ctx, sourceId), null);
}

/**
 * Starts erasing a source; `expectedPoints` is what the person was told it would cost. Errors: `not_found`,
 * `permission_missing`, `changed_meanwhile` (it sent more since the person looked).
 */
export async function startErase(
  ctx: Context,
  { sourceId, expectedPoints }: { readonly sourceId: string; readonly expectedPoints: number },
): Promise<TaskId> {
  const source = await requireSourceToWorkOn(ctx, sourceId);
  const { studyId } = source;
  const plan = await planSourceWork(ctx, source, null);
  if (plan.points !== expectedPoints) {
    throw new Problem('changed_meanwhile', {
      detail: 'The source has sent more since you looked. Look at the numbers again.',
    });
  }
  const typeIds = await selectTypeIdsOf(ctx, sourceId);
  return ctx.db.transaction(async () => {
    // The title stays in the list of tasks: it names nobody who was erased.
    const taskId = await startTask(ctx, {
      kind: eraseTask,
      title: `Erase a source with ${String(plan.points)} points`,
      studyId: studyId as StudyId,
      input: { sourceId, studyId, points: plan.points, bundles: plan.bundles, until: ctx.now(), typeIds },
    });
    const detail = { points: plan.points, attachments: plan.attachments, quarantined: plan.quarantined, taskId };
    await writeAudit(ctx, { action: 'source.erase', subjectType: 'source', subjectId: sourceId, studyId, detail });
    return taskId;
  });
}

async function erase(
  ctx: TaskContext,
  input: z.infer<typeof eraseInputSchema>,
  reach: EraseReach,
): Promise<SourceWorkReport> {
  const { sourceId, studyId, typeIds } = input;
  const source = await findSourceIdentity(ctx, sourceId);
  let report = nothingDone;
  // Gone: a run before this one was killed behind that step.
  if (source) report = await eraseFound(ctx, { source, input, reach });
  // Last: what an export reads while points go is in an archive that this removes.
  const exportsRemoved = await forgetSourceInTasks(ctx, sourceId);
  for (const follower of reach.followers) await follower.forget?.(ctx);
  ctx.progress(report.points, null, 'Reads the codebook anew.');
  await inferTypesAgain(ctx, { studyId, typeIds });
  ctx.logLine('info', `${String(report.points)} points and ${String(report.filesRemoved)} files erased.`);
  return { ...report, exportsRemoved };
}

interface Erasing {
  readonly source: SourceIdentity;
  readonly input: z.infer<typeof eraseInputSchema>;
  readonly reach: EraseReach;
}

async function eraseFound(ctx: TaskContext, { source, input, reach }: Erasing): Promise<SourceWorkReport> {
  const { sourceId, studyId } = input;
  let files = 0;
  for (const follower of reach.followers) files += (await follower.erase?.(ctx, source)) ?? 0;
  const cold = await eraseFromColdMonths(ctx, reach.cold, source);
  await waitForProcessing(ctx, studyId, input.until);
  const settings = await readStudySettings(ctx, studyId as StudyId);
  const bundles = await eraseFromBundles(ctx, { studyId, names: source.names, settings }, input.bundles);
  files += bundles.files + (await eraseFiles(ctx, sourceId)) + (await eraseSourceBlobs(ctx, sourceId));
  const quarantined = await deleteQuarantinedOf(ctx, source);
  const points = await erasePoints(ctx, source, input.points);
  return {
    ...nothingDone,
    points,
    bundlesRewritten: bundles.rewritten,
    bundlesCleared: bundles.cleared,
    filesRemoved: files,
    quarantined,
    coldPoints: cold.points,
  };
}

async function erasePoints(ctx: TaskContext, source: SourceIdentity, total: number): Promise<number> {
  let points = 0;
  let isOver = false;
  try {
    while (!isOver) {
      ctx.signal.throwIfAborted();
      const count = (await deleteSomePoints(ctx, source.id)) + (await eraseSomeObservations(ctx, source.id));
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
    await eraseSourceRows(ctx, sourceId);
    return true;
  });
}
