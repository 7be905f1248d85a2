import { taskStates, type TaskView } from './task-data.ts';

/** What the list can be narrowed to. */
export const taskFilters = ['all', 'unfinished', 'succeeded', 'failed', 'stopped'] as const;
export type TaskFilter = (typeof taskFilters)[number];

/** The states behind a filter; none: every state. */
export function taskStatesOf(filter: TaskFilter): TaskView['state'][] {
  if (filter === 'all') return [];
  if (filter === 'unfinished') return ['queued', 'running'];
  return taskStates.filter((state) => state === filter);
}
