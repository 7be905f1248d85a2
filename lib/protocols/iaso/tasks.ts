import { answerJson } from '#lib/platform/http/answer-json.ts';
import { z } from 'zod';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import type { TaskId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import {
  getTask,
  listTaskLog,
  listTasks,
  maxTasksPerPage,
  retryTask,
  stopTask,
  type Task,
  type TaskState,
} from '#lib/platform/tasks/index.ts';
import type { IasoCall } from './exchange.ts';
import { readAll } from './read-all.ts';
import { readDay, readList, refuse, type Params } from './read-params.ts';
import { tellList } from './tell-list.ts';
import { seconds } from './unit-shapes.ts';

const statuses: Readonly<Record<TaskState, string>> = {
  queued: 'QUEUED',
  running: 'RUNNING',
  succeeded: 'SUCCESS',
  failed: 'ERRORED',
  stopped: 'KILLED',
};
/** Tasks that a list looks back over. */
const mostTasks = 5_000;

/**
 * `GET /api/tasks/`: tasks that the caller may see, newest first; ids are ours. By `status`, `task_type`, `users` (who
 * started it) and days of UTC, `start_date` and `end_date`, on one of which it was made, begun or ended.
 */
export async function listIasoTasks({ ctx, params }: IasoCall): Promise<Response> {
  const words = readList(params, 'status');
  const states = words?.map((word) => stateOf(word));
  // A run that wrote nothing has done what it was asked, and is told as a failure.
  const read = states?.includes('failed') ? [...new Set<TaskState>([...states, 'succeeded'])] : states;
  const told = (await readTasks(ctx, read)).filter(isWanted(params)).map(asTask);
  const rows = told.filter(({ status }) => words?.includes(status) ?? true);
  return tellList({ key: 'tasks', rows, params, sorts: ['name', 'status', 'created_at', 'started_at', 'ended_at'] });
}

function isWanted(params: Params): (task: Task) => boolean {
  const [kinds, users] = [readList(params, 'task_type'), readList(params, 'users')];
  const [from, to] = [readDay(params, 'start_date'), readDay(params, 'end_date')];
  return ({ kind, createdBy, createdAt, startedAt, finishedAt }) => {
    const days = [createdAt, startedAt, finishedAt].flatMap((at) => (at ? [at.toISOString().slice(0, 10)] : []));
    return (
      (kinds?.includes(kind) ?? true) &&
      (users === undefined || (createdBy !== null && users.includes(String(createdBy.id)))) &&
      (from === undefined || days.some((day) => day >= from)) &&
      (to === undefined || days.some((day) => day <= to))
    );
  };
}

/** `GET /api/tasks/types/`: kinds of tasks there have been. */
export async function listTaskTypes({ ctx }: IasoCall): Promise<Response> {
  return answerJson([...new Set((await readTasks(ctx)).map(({ kind }) => kind))].sort());
}

/**
 * `GET /api/tasks/deployment-status/`: whether work that waits or runs stands in the way of a new release (spec 6).
 * Errors: `permission_missing`.
 */
export async function getDeploymentStatus({ ctx }: IasoCall): Promise<Response> {
  requireVerb(ctx, 'tasks.read');
  const blocking = (await readTasks(ctx, ['queued', 'running'])).map(asTask);
  const count = (wanted: string) => blocking.filter(({ status }) => status === wanted).length;
  return answerJson({
    can_deploy: blocking.length === 0,
    blocking_tasks_count: blocking.length,
    statuses: { QUEUED: count(statuses.queued), RUNNING: count(statuses.running) },
    blocking_tasks: blocking.map(({ id, name, status, created_at, started_at, launcher }) => ({
      ...{ id, name, status, created_at, started_at },
      launcher: launcher?.user_name ?? null,
    })),
  });
}

/** `GET /api/tasks/{id}/`. */
export async function getIasoTask(call: IasoCall): Promise<Response> {
  return answerJson(asTask(await getTask(call.ctx, taskIdOf(call))));
}

const patchSchema = z.looseObject({ should_be_killed: z.boolean() });

/** `PATCH /api/tasks/{id}/` with `should_be_killed`: stops it. A task that has ended stays as it is. */
export async function patchIasoTask(call: IasoCall): Promise<Response> {
  const { ctx, readBody } = call;
  const patch = patchSchema.safeParse(await readBody());
  if (!patch.success) return refuse('should_be_killed', 'Say true to stop the task.');
  const task = await getTask(ctx, taskIdOf(call));
  const isEnded = task.finishedAt !== null;
  return answerJson(asTask(patch.data.should_be_killed && !isEnded ? await stopTask(ctx, task.id) : task));
}

/** `PATCH /api/tasks/{id}/relaunch/`: runs a task again that failed or was stopped. */
export async function relaunchTask(call: IasoCall): Promise<Response> {
  return answerJson(asTask(await retryTask(call.ctx, taskIdOf(call))));
}

/**
 * `GET /api/tasks/{id}/presigned-url/`: where the file of a task is; it asks for the caller's token or session once more.
 * Errors: `not_found`, `input_invalid` (the task has no file).
 */
export async function getResultAddress(call: IasoCall): Promise<Response> {
  const { id, resultFile } = await getTask(call.ctx, taskIdOf(call));
  if (!resultFile) return refuse('presigned_url', 'This task has no file.');
  return answerJson({ presigned_url: `${call.runtime.config.publicUrl}/api/cairn/v1/tasks/${id}/result` });
}

/** `GET /api/tasks/{id}/logs/`: everything the task has said. */
export async function listIasoTaskLog(call: IasoCall): Promise<Response> {
  const { ctx } = call;
  const taskId = taskIdOf(call);
  const { state, message } = await getTask(ctx, taskId);
  const logs: { readonly created_at: number; readonly message: string }[] = [];
  for (let cursor: string | null = null, seen = -1; logs.length > seen;) {
    seen = logs.length;
    const page: Awaited<ReturnType<typeof listTaskLog>> = await listTaskLog(ctx, { taskId, cursor });
    logs.push(...page.items.map((line) => ({ created_at: seconds(line.at), message: line.message })));
    cursor = page.next;
  }
  return answerJson({ status: statuses[state], progress_message: message, logs });
}

/** A task as Iaso tells it. */
export function asTask(task: Task) {
  const { progress, createdBy, error, resultFile } = task;
  const refused = refusalOf(task);
  const person = createdBy && { id: createdBy.id, user_name: createdBy.name, first_name: '', last_name: '' };
  return {
    id: task.id,
    created_at: seconds(task.createdAt),
    started_at: task.startedAt && seconds(task.startedAt),
    ended_at: task.finishedAt && seconds(task.finishedAt),
    progress_value: progress.done,
    end_value: progress.total ?? 0,
    created_by: person,
    launcher: person,
    result: resultOf(task),
    status: refused === null ? statuses[task.state] : statuses.failed,
    name: task.kind,
    should_be_killed: task.stopRequestedAt !== null,
    progress_message: error?.detail ?? refused ?? task.message,
    polio_notification_import_id: null,
    ...(resultFile ? { result_file: resultFile.name } : {}),
  };
}

const importResultSchema = z.object({ isDone: z.literal(false), reason: z.string() });

/**
 * Why an import wrote nothing: its refused rows are a report to us and a failure in Iaso, told by its first reason
 * (spec iaso-georegistry 4.2). Null: it did, or the task is another.
 */
function refusalOf({ kind, state, result }: Task): string | null {
  if (kind !== 'registry.run-import' || state !== 'succeeded') return null;
  return importResultSchema.safeParse(result).data?.reason ?? null;
}

function resultOf(task: Task) {
  const { state, error, message, result } = task;
  const refused = refusalOf(task);
  if (refused !== null) return { result: 'ERRORED', message: refused, data: result };
  if (state === 'succeeded') return { result: 'SUCCESS', message, data: result };
  return error ? { result: 'ERRORED', message: error.detail } : null;
}

function readTasks(ctx: Context, states?: readonly TaskState[]): Promise<readonly Task[]> {
  const wanted = { ...(states ? { states } : {}), limit: maxTasksPerPage };
  return readAll((cursor) => listTasks(ctx, { ...wanted, cursor: cursor ?? null }), mostTasks);
}

function taskIdOf({ id }: IasoCall): TaskId {
  const parsed = z.uuid().safeParse(id);
  if (!parsed.success) throw new Problem('not_found');
  return parsed.data as TaskId;
}

function stateOf(word: string): TaskState {
  const found = (Object.keys(statuses) as TaskState[]).find((state) => statuses[state] === word);
  return found ?? refuse('status', `There is no status ${word.slice(0, 40)}.`);
}
