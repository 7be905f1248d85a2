import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import type { StudyId, TaskId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { getTaskInput } from '#lib/platform/tasks/index.ts';
import { exportPartSchema, type ExportOrder } from '../domain/export-order.ts';
import { compileExport } from './compile-export.ts';

export interface RepeatableOrder {
  readonly studyId: StudyId;
  readonly order: ExportOrder;
}

/** What an export was asked for, by one of its parts, to ask for it again. Throws `not_found`, `permission_missing`. */
export async function getExportOrder(ctx: Context, taskId: TaskId): Promise<RepeatableOrder> {
  const task = await getTaskInput(ctx, taskId);
  if (task.kind !== compileExport.kind) throw new Problem('not_found');
  const part = exportPartSchema.parse(task.input);
  const studyId = part.studyId as StudyId;
  requireVerb(ctx, 'passive.export', { studyId });
  return { studyId, order: part.order };
}
