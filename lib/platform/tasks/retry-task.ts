import { writeAudit } from '../audit/write-audit.ts';
import { requireVerb } from '../auth/require-verb.ts';
import type { Context } from '../context.ts';
import type { TaskId } from '../ids.ts';
import { Problem } from '../problems/problem.ts';
import { getVisibleRow, mayManage, toTask } from './see-task.ts';
import { enqueueTask } from './task-job.ts';
import type { Task } from './task.ts';
import { requeueFinishedRow } from './tasks.sql.ts';

/**
 * Runs a failed or stopped task again, from the start, with the input it had.
 * Throws `not_found`, `permission_missing`, `state_conflict` when it has not failed or been stopped.
 */
export async function retryTask(ctx: Context, taskId: TaskId): Promise<Task> {
  const row = await getVisibleRow(ctx, taskId);
  if (!mayManage(ctx.actor, row)) requireVerb(ctx, 'tasks.manage', { studyId: row.study_id });
  await ctx.db.transaction(async () => {
    if (!(await requeueFinishedRow(ctx, taskId))) {
      throw new Problem('state_conflict', { detail: 'Only a task that failed or was stopped can be run again.' });
    }
    await enqueueTask(ctx, taskId);
    await writeAudit(ctx, {
      action: 'task.retry',
      subjectType: 'task',
      subjectId: taskId,
      studyId: row.study_id,
      detail: { kind: row.kind, title: row.title },
    });
  });
  return toTask(ctx, await getVisibleRow(ctx, taskId));
}
