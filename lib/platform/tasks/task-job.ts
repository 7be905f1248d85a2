import { z } from 'zod';
import type { Context } from '../context.ts';
import type { OrganizationId, TaskId } from '../ids.ts';

/** Name of the queue's job behind every task. */
export const taskJobName = 'tasks.run';

/** Runs of one job before the queue gives up: worker deaths and passing troubles count, a person's retry starts anew. */
export const maxRunsOfOneJob = 5;

export const taskJobSchema = z.object({
  organizationId: z.uuid().transform((text) => text as OrganizationId),
  taskId: z.uuid().transform((text) => text as TaskId),
});

/** One job per task at a time. */
export function taskJobKey(taskId: TaskId): string {
  return `task:${taskId}`;
}

/** Adds the job of a task, in the caller's transaction. */
export async function enqueueTask(ctx: Pick<Context, 'enqueue' | 'organizationId'>, taskId: TaskId): Promise<void> {
  const { organizationId } = ctx;
  await ctx.enqueue(
    taskJobName,
    { organizationId, taskId },
    {
      jobKey: taskJobKey(taskId),
      maxAttempts: maxRunsOfOneJob,
    },
  );
}
