import type { Context } from '../context.ts';
import { decodeCursor, encodeCursor } from '../db/cursor.ts';
import { z } from 'zod';
import type { TaskId } from '../ids.ts';
import { getVisibleRow } from './see-task.ts';
import type { TaskLogLine } from './task.ts';
import { listLogRows } from './tasks.sql.ts';

const positionSchema = z.tuple([z.number().int().nonnegative()]);
const maxLinesPerPage = 500;

export interface ListTaskLogInput {
  readonly taskId: TaskId;
  /** From an earlier answer: only lines written since. */
  readonly cursor?: string | null;
}

/**
 * Log lines, oldest first. `next` is never null: asked again with it, the list gives what was written since, so a
 * watching page reads each line once. Throws `not_found`, `cursor_invalid`.
 */
export async function listTaskLog(
  ctx: Context,
  input: ListTaskLogInput,
): Promise<{ readonly items: readonly TaskLogLine[]; readonly next: string }> {
  await getVisibleRow(ctx, input.taskId);
  const afterId = decodeCursor(positionSchema, input.cursor)?.[0] ?? 0;
  const items = await listLogRows(ctx, input.taskId, { afterId, limit: maxLinesPerPage });
  return { items, next: encodeCursor([items.at(-1)?.id ?? afterId]) };
}
