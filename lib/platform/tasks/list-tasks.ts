import { z } from 'zod';
import { studiesWithVerb } from '../auth/require-verb.ts';
import type { Verb } from '../auth/verbs.ts';
import type { Context } from '../context.ts';
import { decodeCursor, encodeCursor } from '../db/cursor.ts';
import type { StudyId, TaskId } from '../ids.ts';
import { toTask } from './see-task.ts';
import type { Task, TaskState } from './task.ts';
import { listTaskRows } from './tasks.sql.ts';

/** Longest page. */
export const maxTasksPerPage = 200;

export interface ListTasksInput {
  readonly studyId?: StudyId | null;
  readonly states?: readonly TaskState[];
  readonly kind?: string | null;
  readonly cursor?: string | null;
  readonly limit?: number;
  /** Whose holders see the tasks of a study; `tasks.read` unless the list is another wing's. */
  readonly verb?: Verb;
}

const positionSchema = z.tuple([
  z.number().transform((ms) => new Date(ms)),
  z.uuid().transform((text) => text as TaskId),
]);

/** Tasks the actor may see (their own, and those of studies where they hold the verb), newest first. */
export async function listTasks(
  ctx: Context,
  input: ListTasksInput = {},
): Promise<{ readonly items: readonly Task[]; readonly next: string | null }> {
  const limit = Math.min(input.limit ?? 50, maxTasksPerPage);
  const position = decodeCursor(positionSchema, input.cursor);
  const { actor } = ctx;
  const rows = await listTaskRows(ctx, {
    visibleStudyIds: studiesWithVerb(actor, input.verb ?? 'tasks.read'),
    viewerId: actor.kind === 'user' || actor.kind === 'token' ? actor.id : null,
    studyId: input.studyId ?? null,
    ...(input.states && { states: input.states }),
    kind: input.kind ?? null,
    after: position && { createdAt: position[0], id: position[1] },
    limit: limit + 1,
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const next = rows.length > limit && last ? encodeCursor([last.created_at.getTime(), last.id]) : null;
  return { items: page.map((row) => toTask(ctx, row)), next };
}
