import { writeAudit } from '../audit/write-audit.ts';
import { requireVerb } from '../auth/require-verb.ts';
import type { Context } from '../context.ts';
import type { TaskId } from '../ids.ts';
import { Problem } from '../problems/problem.ts';
import { getVisibleRow, mayManage, toTask } from './see-task.ts';
import { removeJob } from './stale-tasks.sql.ts';
import { taskJobKey } from './task-job.ts';
import type { Task } from './task.ts';
import { requestStopRow } from './tasks.sql.ts';

/**
 * Stops a task: a waiting one at once, a running one within about two seconds. Stopping twice is fine.
 * Throws `not_found`, `permission_missing`, `state_conflict` when it has ended already.
 */
export async function stopTask(ctx: Context, taskId: TaskId): Promise<Task> {
  const row = await getVisibleRow(ctx, taskId);
  if (!mayManage(ctx.actor, row)) requireVerb(ctx, 'tasks.manage', { studyId: row.study_id });
  await ctx.db.transaction(async () => {
    const outcome = await requestStopRow(ctx, taskId);
    if (outcome === null) throw new Problem('state_conflict', { detail: 'The task has ended already.' });
    if (outcome === 'stopped') await removeJob(ctx.db, taskJobKey(taskId));
    await writeAudit(ctx, {
      action: 'task.stop',
      subjectType: 'task',
      subjectId: taskId,
      studyId: row.study_id,
      detail: { kind: row.kind, title: row.title },
    });
  });
  return toTask(ctx, await getVisibleRow(ctx, taskId));
}
