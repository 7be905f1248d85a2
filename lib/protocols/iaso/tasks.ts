import { z } from 'zod';
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
import { answerJson } from './answers.ts';
import type { IasoCall } from './exchange.ts';
import { envelopeOf, offsetOf, readPage } from './pages.ts';
import { readAll } from './read-all.ts';
import { readList, refuse } from './read-params.ts';
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

/** `GET /api/tasks/`: tasks that the caller may see, newest first; ids are ours. */
export async function listIasoTasks({ ctx, params }: IasoCall): Promise<Response> {
  const states = readList(params, 'status')?.map((word) => stateOf(word));
  const page = readPage(params, { most: 500 });
  const tasks = await readTasks(ctx, states);
  if (!page) return answerJson({ tasks: tasks.map(asTask) });
  const offset = offsetOf(page, tasks.length);
  const { count, ...rest } = envelopeOf(page, tasks.length);
  return answerJson({ count, tasks: tasks.slice(offset, offset + page.limit).map(asTask), ...rest });
}

/** `GET /api/tasks/types/`: kinds of tasks there have been. */
export async function listTaskTypes({ ctx }: IasoCall): Promise<Response> {
  return answerJson([...new Set((await readTasks(ctx)).map(({ kind }) => kind))].sort());
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
    status: statuses[task.state],
    name: task.kind,
    should_be_killed: task.stopRequestedAt !== null,
    progress_message: error?.detail ?? task.message,
    polio_notification_import_id: null,
    ...(resultFile ? { result_file: resultFile.name } : {}),
  };
}

function resultOf({ state, error, message, result }: Task) {
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
