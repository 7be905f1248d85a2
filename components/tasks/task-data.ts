import { z } from 'zod';

export const taskStates = ['queued', 'running', 'succeeded', 'failed', 'stopped'] as const;

/** A task as our API gives it; instants as ISO texts. */
export const taskSchema = z.object({
  id: z.string(),
  studyId: z.string().nullable(),
  kind: z.string(),
  title: z.string(),
  state: z.enum(taskStates),
  progress: z.object({ done: z.number(), total: z.number().nullable() }),
  message: z.string(),
  attempt: z.number(),
  createdBy: z.object({ id: z.string(), name: z.string() }).nullable(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  stopRequestedAt: z.string().nullable(),
  error: z.object({ code: z.string(), detail: z.string() }).nullable(),
  result: z.unknown(),
  resultFile: z.object({ name: z.string(), sizeBytes: z.number(), sha256: z.string() }).nullable(),
  resultRemovedAt: z.string().nullable(),
  can: z.object({ stop: z.boolean(), retry: z.boolean(), download: z.boolean() }),
});
export type TaskView = z.infer<typeof taskSchema>;

export const taskPageSchema = z.object({ items: z.array(taskSchema), next: z.string().nullable() });

export const taskLogLineSchema = z.object({
  id: z.number(),
  at: z.string(),
  level: z.enum(['info', 'warning', 'error']),
  message: z.string(),
});
export type TaskLogLineView = z.infer<typeof taskLogLineSchema>;

/** `next` is never null: asked with it, the log gives what was written since. */
export const taskLogPageSchema = z.object({ items: z.array(taskLogLineSchema), next: z.string() });

/** It waits for a worker or holds one. */
export function isUnfinished({ state }: Pick<TaskView, 'state'>): boolean {
  return state === 'queued' || state === 'running';
}
