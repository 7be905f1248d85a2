import type { Context } from '../context.ts';
import type { TaskId } from '../ids.ts';
import { getVisibleRow, toTask } from './see-task.ts';
import type { Task } from './task.ts';

/** One task as the actor sees it. Throws `not_found`, also when it is not theirs to see. */
export async function getTask(ctx: Context, taskId: TaskId): Promise<Task> {
  return toTask(ctx, await getVisibleRow(ctx, taskId));
}
