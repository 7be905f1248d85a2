import { hasVerb } from '../auth/require-verb.ts';
import type { Verb } from '../auth/verbs.ts';
import type { Actor, Context } from '../context.ts';
import type { TaskId } from '../ids.ts';
import { Problem } from '../problems/problem.ts';
import { isUnfinished, type Task } from './task.ts';
import { findTaskRow, type TaskRow } from './tasks.sql.ts';

/** True for the person or token that started the task. */
function isOwn(actor: Actor, row: TaskRow): boolean {
  return (actor.kind === 'user' || actor.kind === 'token') && actor.id === row.created_by_id;
}

function maySee(actor: Actor, row: TaskRow): boolean {
  return isOwn(actor, row) || hasVerb(actor, 'tasks.read', { studyId: row.study_id });
}

/** Stopping and retrying: one's own, or any with `tasks.manage` in the study. */
export function mayManage(actor: Actor, row: TaskRow): boolean {
  return isOwn(actor, row) || hasVerb(actor, 'tasks.manage', { studyId: row.study_id });
}

/** Reading the result: seeing the task is not enough when its kind asks for a verb of its own. */
export function mayDownload(actor: Actor, row: TaskRow): boolean {
  return row.result_verb === null || hasVerb(actor, row.result_verb as Verb, { studyId: row.study_id });
}

/** The row of a task the actor may see; anything else is `not_found`, whether it exists or not. */
export async function getVisibleRow(ctx: Context, taskId: TaskId): Promise<TaskRow> {
  const row = await findTaskRow(ctx, taskId);
  if (!row || !maySee(ctx.actor, row)) throw new Problem('not_found');
  return row;
}

/** What a person sees of a row. */
export function toTask(ctx: Context, row: TaskRow): Task {
  const manages = mayManage(ctx.actor, row);
  return {
    id: row.id,
    studyId: row.study_id,
    kind: row.kind,
    title: row.title,
    state: row.state,
    progress: { done: row.progress_done, total: row.progress_total },
    message: row.message,
    attempt: row.attempt,
    createdBy: row.created_by_id && { id: row.created_by_id, name: row.created_by_name ?? '' },
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    stopRequestedAt: row.stop_requested_at,
    error: row.error_code === null ? null : { code: row.error_code, detail: row.error_detail ?? '' },
    result: row.result ?? null,
    resultFile: resultFileOf(row),
    resultRemovedAt: row.result_removed_at,
    can: {
      stop: manages && isUnfinished(row.state) && row.stop_requested_at === null,
      retry: manages && (row.state === 'failed' || row.state === 'stopped'),
      download: row.result_blob_key !== null && mayDownload(ctx.actor, row),
    },
  };
}

function resultFileOf(row: TaskRow): Task['resultFile'] {
  if (row.result_name === null || row.result_sha256 === null) return null;
  return { name: row.result_name, sizeBytes: row.result_size_bytes ?? 0, sha256: row.result_sha256 };
}
