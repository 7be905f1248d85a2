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

/** What is given back by a worker that ends waits this long, so that the same worker does not take it again. */
const givenBackWaitMs = 1_000;

/** Adds the job of a task, in the caller's transaction; `givenBack`: by a worker that could not do it. */
export async function enqueueTask(
  ctx: Pick<Context, 'enqueue' | 'organizationId' | 'now'>,
  taskId: TaskId,
  how?: 'givenBack',
): Promise<void> {
  const { organizationId } = ctx;
  await ctx.enqueue(
    taskJobName,
    { organizationId, taskId },
    {
      jobKey: taskJobKey(taskId),
      maxAttempts: maxRunsOfOneJob,
      ...(how === 'givenBack' && { runAt: new Date(ctx.now().getTime() + givenBackWaitMs) }),
    },
  );
}
