import type { Context } from '#lib/platform/context.ts';
import { listTasks, type ListTasksInput, type Task } from '#lib/platform/tasks/index.ts';
import { compileExport } from './compile-export.ts';

export type ListExportsInput = Pick<ListTasksInput, 'studyId' | 'cursor' | 'limit'>;

/** The exports of studies in which the actor may export, a Task for each part, newest first. */
export function listExports(
  ctx: Context,
  input: ListExportsInput,
): Promise<{ readonly items: readonly Task[]; readonly next: string | null }> {
  return listTasks(ctx, { ...input, kind: compileExport.kind, verb: 'passive.export' });
}
