import { apiGet, apiPost, apiUrl } from '#components/ui/api-client.ts';
import { isUnfinished, taskLogPageSchema, taskPageSchema, taskSchema, type TaskView } from './task-data.ts';

/** How often a page looks at tasks, in milliseconds: while one moves, and while none does. */
const busyMs = 1_500;
const idleMs = 20_000;

/** The interval at which to look again at these tasks. */
export function pollMs(tasks: readonly Pick<TaskView, 'state'>[]): number {
  return tasks.some(isUnfinished) ? busyMs : idleMs;
}

export interface TaskListView {
  readonly study: string | null;
  readonly states: readonly TaskView['state'][];
}

export function fetchTaskPage({ study, states }: TaskListView, cursor: string | null, signal: AbortSignal) {
  return apiGet('tasks', taskPageSchema, { query: { study, state: states.join(','), cursor }, signal });
}

export function fetchTask(id: string, signal: AbortSignal): Promise<TaskView> {
  return apiGet(`tasks/${id}`, taskSchema, { signal });
}

export function fetchTaskLog(id: string, cursor: string | null, signal: AbortSignal) {
  return apiGet(`tasks/${id}/log`, taskLogPageSchema, { query: { cursor }, signal });
}

export function stopTask(id: string): Promise<TaskView> {
  return apiPost(`tasks/${id}/stop`, {}, taskSchema);
}

export function retryTask(id: string): Promise<TaskView> {
  return apiPost(`tasks/${id}/retry`, {}, taskSchema);
}

/** Address of the result file. */
export function resultUrl(id: string): string {
  return apiUrl(`tasks/${id}/result`);
}
