import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import type { StudyId, TaskId } from '#lib/platform/ids.ts';
import { defineTaskKind, startTask, type TaskContext } from '#lib/platform/tasks/index.ts';
import { countOpen, selectToReplayByIds, selectToReplayByReason } from '../data/quarantine-rows.sql.ts';
import { quarantineReasonSchema } from '../domain/quarantine-views.ts';
import { quarantinedIdsSchema } from './dismiss-quarantined.ts';
import { quarantineScope } from './quarantine-scope.ts';
import { Replayer, type ReplayOutcome } from './replay-rows.ts';

export const replayQuarantinedSchema = quarantinedIdsSchema.extend({
  /** Takes the suggested mending of rows that have one. */
  mend: z.boolean().default(false),
});
export type ReplayQuarantinedInput = z.input<typeof replayQuarantinedSchema>;

/**
 * Reads rows of the quarantine again, as edited or as sent, and stores what is understood now; whole bundles go back to
 * the queue. Rows that are not open or not the actor's to decide on have no outcome. Errors: `permission_missing`.
 */
export async function replayQuarantined(ctx: Context, input: ReplayQuarantinedInput): Promise<ReplayOutcome[]> {
  const { ids, mend } = replayQuarantinedSchema.parse(input);
  const scope = quarantineScope(ctx, null);
  const rows = await selectToReplayByIds(scope, ids);
  if (rows.length === 0) return [];
  const record = async (outcomes: readonly ReplayOutcome[]) => {
    if (outcomes.length > 0) {
      await auditReplay(ctx, { ids: outcomes.map(({ id }) => id), mend, ...countOutcomes(outcomes) });
    }
  };
  return new Replayer(ctx).replay(scope, rows, { mend, record });
}

export const replayByReasonSchema = z.object({
  /** Null: every reason. */
  reason: quarantineReasonSchema.nullable(),
  /** Null: every study the actor may decide on. */
  studyIds: z.array(z.uuid()).nullable(),
  mend: z.boolean().default(false),
});
export type ReplayByReasonInput = z.input<typeof replayByReasonSchema>;

/** Starts a Task that reads all open rows of a reason again. Errors: `permission_missing`. */
export async function replayByReason(ctx: Context, input: ReplayByReasonInput): Promise<TaskId> {
  const { reason, studyIds, mend } = replayByReasonSchema.parse(input);
  const scope = quarantineScope(ctx, studyIds);
  const chosen = scope.studyIds === null ? null : [...scope.studyIds];
  const studyId = chosen?.length === 1 ? (chosen[0] as StudyId) : null;
  return startTask(ctx, {
    kind: replayQuarantine,
    title: reason === null ? 'Replay of the quarantine' : `Replay of the quarantine: ${reason}`,
    studyId,
    input: { reason, studyIds: chosen, mend },
  });
}

export interface ReplayReport {
  readonly stored: number;
  readonly waiting: number;
  readonly wrong: number;
}

/** Rows in one transaction. */
const rowsAtATime = 500;

/** The kind of Task that replays a reason. Safe to run again: rows that are done are not open any more. */
export const replayQuarantine = defineTaskKind({
  kind: 'passive.replay',
  inputSchema: replayByReasonSchema,
  run: replayAll,
});

async function replayAll(ctx: TaskContext, input: z.infer<typeof replayByReasonSchema>): Promise<ReplayReport> {
  // The studies were chosen, and the permission checked, when the task was started.
  const scope = { ctx, studyIds: input.studyIds };
  const total = await countOpen(scope, input.reason);
  const replayer = new Replayer(ctx);
  const sum = { stored: 0, waiting: 0, wrong: 0 };
  let after: string | null = null;
  for (;;) {
    ctx.signal.throwIfAborted();
    const rows = await selectToReplayByReason(scope, { reason: input.reason, after, limit: rowsAtATime });
    after = rows.at(-1)?.id ?? null;
    if (after === null) break;
    const counts = countOutcomes(await replayer.replay(scope, rows, { mend: input.mend }));
    sum.stored += counts.stored;
    sum.waiting += counts.waiting;
    sum.wrong += counts.wrong;
    ctx.progress(sum.stored + sum.waiting + sum.wrong, total);
  }
  await auditReplay(ctx, { reason: input.reason, studyIds: input.studyIds, mend: input.mend, ...sum });
  return sum;
}

function countOutcomes(outcomes: readonly ReplayOutcome[]): ReplayReport {
  const count = (wanted: ReplayOutcome['outcome']) => outcomes.filter(({ outcome }) => outcome === wanted).length;
  return { stored: count('stored'), waiting: count('waiting'), wrong: count('wrong') };
}

async function auditReplay(ctx: Context, detail: object): Promise<void> {
  await writeAudit(ctx, { action: 'quarantine.replay', subjectType: 'quarantine', detail });
}
