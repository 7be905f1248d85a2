import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import type { StudyId, TaskId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { getTaskInput } from '#lib/platform/tasks/index.ts';
import { exportPartSchema, type ExportOrder } from '../domain/export-order.ts';
import { compileExport } from './compile-export.ts';

export interface RepeatableOrder {
  readonly studyId: StudyId;
  readonly order: Omit<ExportOrder, 'partPoints'>;
}

/** What a part of an export was asked for, to ask for it again. Throws `not_found`, `permission_missing`. */
export async function getExportOrder(ctx: Context, taskId: TaskId): Promise<RepeatableOrder> {
  const task = await getTaskInput(ctx, taskId);
  if (task.kind !== compileExport.kind) throw new Problem('not_found');
  const part = exportPartSchema.parse(task.input);
  const studyId = part.studyId as StudyId;
  requireVerb(ctx, 'passive.export', { studyId });
  const { sourceIds, types, dateKind, from, to, timeZone, formats, prefix, suffix, mailWhenReady } = part;
  const order = {
    sourceIds,
    groupIds: [],
    types,
    dateKind,
    from,
    to,
    timeZone,
    formats,
    prefix,
    suffix,
    mailWhenReady,
  };
  return { studyId, order };
}
