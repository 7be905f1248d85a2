import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import type { StudyId, TaskId } from '#lib/platform/ids.ts';
import { defineTaskKind, startTask, type TaskContext } from '#lib/platform/tasks/index.ts';
import {
  deleteVariables,
  lockVariableCount,
  mergeVariables,
  selectTypesToInfer,
  type TypeToInfer,
} from '../data/variables.sql.ts';
import { FormTallies, type VariableTally } from '../domain/codebook/tally-variables.ts';
import { StudyNotes } from '../domain/codebook/type-notes.ts';
import { readPoints } from './read-points.ts';
import { StoredPointReader } from './read-stored-point.ts';
import { readSensitiveFilter } from './sensitive/make-filter.ts';

export const inferVariablesSchema = z.strictObject({
  /** Null: every type. */
  type: z.string().min(1).nullable().default(null),
});
export type InferVariablesInput = z.input<typeof inferVariablesSchema>;

/**
 * Starts a Task that infers variables again from the points that are stored: after points were removed, or for points
 * stored before variables were noted. What people wrote stays. Errors: `permission_missing`.
 */
export async function inferVariables(ctx: Context, input: InferVariablesInput): Promise<TaskId> {
  const { type } = inferVariablesSchema.parse(input);
  requireVerb(ctx, 'passive.configure');
  return ctx.db.transaction(async () => {
    const title = type === null ? 'Codebook: all types again' : `Codebook: ${type} again`;
    const taskId = await startTask(ctx, { kind: inferVariablesTask, title, input: { type } });
    await writeAudit(ctx, { action: 'codebook.infer', subjectType: 'data_type', detail: { type, taskId } });
    return taskId;
  });
}

/** How often a type is read again because points came in while it was read. */
const maxReadings = 3;

interface InferReport {
  readonly types: number;
  readonly variables: number;
  readonly points: number;
}

/** The kind of Task behind {@link inferVariables}. Safe to run again: each type is replaced in one transaction. */
export const inferVariablesTask = defineTaskKind({
  kind: 'passive.infer',
  inputSchema: inferVariablesSchema,
  run: inferAll,
});

async function inferAll(ctx: TaskContext, { type }: z.infer<typeof inferVariablesSchema>): Promise<InferReport> {
  const types = await selectTypesToInfer(ctx, type);
  const total = types.reduce((sum, { pointCount }) => sum + pointCount, 0);
  const report = { types: 0, variables: 0, points: 0 };
  const onPoint = () => {
    report.points += 1;
    ctx.progress(report.points, Math.max(total, report.points));
  };
  for (const one of types) {
    report.variables += await inferType(ctx, one, onPoint);
    report.types += 1;
  }
  return report;
}

/**
 * Infers the variables of types of a study again, within a Task that removed points: types without points are forgotten.
 * Costs a reading of all points of these types.
 */
export async function inferTypesAgain(
  ctx: TaskContext,
  { studyId, typeIds }: { readonly studyId: string; readonly typeIds: readonly number[] },
): Promise<void> {
  const left = await selectTypesToInfer(ctx, null);
  for (const typeId of typeIds) {
    ctx.signal.throwIfAborted();
    const type = left.find((one) => one.studyId === studyId && one.typeId === typeId);
    if (type) await inferType(ctx, type, () => undefined);
    else await deleteVariables(ctx, { studyId, typeId });
  }
}

async function inferType(ctx: TaskContext, type: TypeToInfer, onPoint: () => void): Promise<number> {
  for (let reading = 1; ; reading += 1) {
    const before = await ctx.db.transaction(() => lockVariableCount(ctx, type));
    const tallies = await readVariables(ctx, type, onPoint);
    const isLast = reading === maxReadings;
    const isDone = await ctx.db.transaction(async () => {
      const isQuiet = (await lockVariableCount(ctx, type)) === before;
      if (isQuiet) await deleteVariables(ctx, type);
      // Points that came meanwhile are counted already; what is added is what they do not have.
      const added = isQuiet ? tallies : tallies.map((tally) => ({ ...tally, pointCount: 0 }));
      if ((isQuiet || isLast) && added.length > 0) await mergeVariables(ctx.db, added);
      return isQuiet || isLast;
    });
    if (isDone) return tallies.length;
    ctx.logLine('info', `Points of ${type.type} came in meanwhile: it is read again.`);
  }
}

async function readVariables(ctx: TaskContext, type: TypeToInfer, onPoint: () => void): Promise<VariableTally[]> {
  const { studyId, typeId, sourceIds } = type;
  const filter = await readSensitiveFilter(ctx, studyId);
  const redact = filter && ((text: Buffer) => filter.redactPoint(text));
  const reader = new StoredPointReader(new StudyNotes(studyId as StudyId), redact);
  const tallies = new FormTallies();
  const place = { organizationId: ctx.organizationId, studyId, typeId };
  for await (const row of readPoints(ctx, { sourceIds, typeIds: [typeId] }, ctx.signal)) {
    const form = reader.read(row)?.form;
    if (form) tallies.add(form, row.recordedAtUs / 1000, () => place);
    onPoint();
  }
  return tallies.list();
}
