import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import type { StudyId, TaskId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { defineTaskKind, startTask, type TaskContext } from '#lib/platform/tasks/index.ts';
import { addSplitSource, findSourceIdentity, splitNode, splitSourceTasks } from '#lib/sources/index.ts';
import { nothingDone, splitRuleSchema, type SourceWorkPlan, type SourceWorkReport } from '../domain/source-work.ts';
import { maxIdentifierBytes } from '../domain/read-point.ts';
import type { ColdConfig } from './cold/cold-place.ts';
import { moveInColdMonths } from './cold/sources-in-cold-months.ts';
import { movePoints } from './move-points.ts';
import { planSourceWork } from './plan-source-work.ts';
import { requireSourceToWorkOn } from './require-source-to-work-on.ts';

const identifierSchema = z
  .string()
  .trim()
  .min(1)
  .refine((text) => Buffer.byteLength(text) <= maxIdentifierBytes, 'The identifier is too long.')
  .regex(/^\P{Cc}*$/u, 'Control characters cannot be used.');

export const splitSourceSchema = z.strictObject({
  sourceId: z.guid(),
  rule: splitRuleSchema,
  newIdentifier: identifierSchema,
});
export type SplitSourceInput = z.infer<typeof splitSourceSchema>;

const splitTaskSchema = z.object({ sourceId: z.guid(), intoId: z.guid(), rule: splitRuleSchema, points: z.number() });

/** What starting a split needs to know of the work: how its Tasks are named. */
const splitTask = { kind: 'sources.split', inputSchema: splitTaskSchema };

/**
 * Gives part of a source's points, by type or by time, to a source of their own (pdk-43); of a sensor's observations, by quantity
 * or time. What comes later stays with the old one. Points in files of months that left the database go by the same rule: each
 * such file is written anew.
 */
export function splitSourceTask(cold: ColdConfig) {
  return defineTaskKind({ ...splitTask, run: (ctx, input) => split(ctx, input, cold) });
}

/** What splitting would move, in numbers. Errors: `not_found`, `permission_missing`. */
export async function planSplit(
  ctx: Context,
  { sourceId, rule }: Pick<SplitSourceInput, 'sourceId' | 'rule'>,
): Promise<SourceWorkPlan> {
  return planSourceWork(ctx, await requireSourceToWorkOn(ctx, sourceId), rule);
}

/**
 * Starts splitting. Errors: `not_found`, `permission_missing`, `already_exists` (identifier), `input_invalid` (nothing to move,
 * and no file of a cold month to look through).
 */
export async function startSplit(ctx: Context, input: SplitSourceInput): Promise<TaskId> {
  const source = await requireSourceToWorkOn(ctx, input.sourceId);
  const { points, coldFiles } = await planSourceWork(ctx, source, input.rule);
  // What is in the files of cold months is known only once they are read.
  if (points === 0 && coldFiles === 0)
    throw new Problem('input_invalid', { detail: 'The source has no points that the rule would move.' });
  return ctx.db.transaction(async () => {
    const intoId = await addSplitSource(ctx, { source, identifier: input.newIdentifier });
    await splitNode(ctx, { from: source.id, to: intoId });
    const taskId = await startTask(ctx, {
      kind: splitTask,
      title: `Split ${source.identifier} into ${input.newIdentifier}`,
      studyId: source.studyId as StudyId,
      input: { sourceId: source.id, intoId, rule: input.rule, points },
    });
    const detail = { into: { id: intoId, identifier: input.newIdentifier }, rule: input.rule, points, taskId };
    const subject = { subjectType: 'source', subjectId: source.id, studyId: source.studyId };
    await writeAudit(ctx, { action: 'source.split', ...subject, detail });
    return taskId;
  });
}

async function split(
  ctx: TaskContext,
  input: z.infer<typeof splitTaskSchema>,
  cold: ColdConfig,
): Promise<SourceWorkReport> {
  const [from, to] = [await findSourceIdentity(ctx, input.sourceId), await findSourceIdentity(ctx, input.intoId)];
  if (!from || !to) throw new Problem('not_found', { detail: 'One of the two sources is not there any more.' });
  await splitSourceTasks(ctx, { from: from.id, to: to.id });
  const { points: coldPoints } = await moveInColdMonths(ctx, cold, { source: from, into: to, rule: input.rule });
  const finish = () => Promise.resolve(true);
  const moved = await movePoints(ctx, { from, to, rule: input.rule, total: input.points, finish });
  return { ...nothingDone, ...moved, coldPoints };
}
