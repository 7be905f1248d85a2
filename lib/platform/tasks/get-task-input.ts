import type { Context } from '../context.ts';
import type { TaskId } from '../ids.ts';
import { getVisibleRow } from './see-task.ts';

/** What a task was started with, for the wing whose kind it is. Throws `not_found`. */
export async function getTaskInput(
  ctx: Context,
  taskId: TaskId,
): Promise<{ readonly kind: string; readonly input: unknown }> {
  const { kind, input } = await getVisibleRow(ctx, taskId);
  return { kind, input };
}
