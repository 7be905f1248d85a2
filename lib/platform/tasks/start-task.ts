import type { Verb } from '../auth/verbs.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../http/parse-input.ts';
import { newId, type StudyId, type TaskId } from '../ids.ts';
import { enqueueTask } from './task-job.ts';
import type { TaskKind } from './task-kind.ts';
import { insertTaskRow } from './tasks.sql.ts';

export interface StartTaskInput<Input> {
  readonly kind: Pick<TaskKind<Input>, 'kind' | 'inputSchema'>;
  /** What it does and to what, for the list: "Export of 12 sources". */
  readonly title: string;
  /** Null: of the whole organization. */
  readonly studyId?: StudyId | null;
  /** Goes through JSON: the kind's schema must take it back. */
  readonly input: Input;
  /** Verb needed in the study to read the result file. */
  readonly resultVerb?: Verb;
}

/**
 * Starts a background task: its row and its job in one transaction (the caller's, if there is one).
 * Checks no permission: the use-case that starts it has. Throws `input_invalid`.
 */
export async function startTask<Input>(ctx: Context, start: StartTaskInput<Input>): Promise<TaskId> {
  parseInput(start.kind.inputSchema, JSON.parse(JSON.stringify(start.input)));
  const taskId = newId<TaskId>();
  const { actor } = ctx;
  await ctx.db.transaction(async () => {
    await insertTaskRow(ctx, {
      id: taskId,
      studyId: start.studyId ?? null,
      kind: start.kind.kind,
      title: start.title,
      input: start.input,
      resultVerb: start.resultVerb ?? null,
      createdById: actor.kind === 'user' || actor.kind === 'token' ? actor.id : null,
      createdAt: ctx.now(),
    });
    await enqueueTask(ctx, taskId);
  });
  return taskId;
}
