import { z } from 'zod';
import { requireAdministrator } from '#lib/accounts/index.ts';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import type { TaskId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { defineTaskKind, startTask, type TaskContext } from '#lib/platform/tasks/index.ts';
import { monthOf } from '#lib/platform/time/month.ts';
import { selectHeldMonths } from '../../data/cold-months.sql.ts';
import { monthOfText, monthTextSchema, type HeldMonth } from '../../domain/cold-month.ts';
import { defaultColdPlace, openColdPlace, type ColdConfig } from './cold-place.ts';
import { freezeMonth } from './freeze-month.ts';

export const startFreezeSchema = z.strictObject({
  month: monthTextSchema,
  /** Drops the month's table at once; otherwise it stays, out of the way, until the operator drops it. */
  isDropped: z.boolean().default(false),
});
export type StartFreezeInput = z.infer<typeof startFreezeSchema>;

/** How Tasks that freeze are named. */
const freezeTask = { kind: 'passive.freeze', inputSchema: startFreezeSchema };

/** SQLSTATE of a lock that was not to be had in time. */
const lockNotAvailable = '55P03';

/** The kind of Task that takes a month out of the database, as {@link freezeMonth} says; stopped, nothing has changed. */
export function freezeMonthTask(config: ColdConfig) {
  return defineTaskKind({ ...freezeTask, run: (ctx, input) => freeze(ctx, input, config) });
}

interface FreezeReport {
  readonly month: string;
  /** Of the organization that the Task is of. */
  readonly points: number;
}

async function freeze(ctx: TaskContext, input: StartFreezeInput, config: ColdConfig): Promise<FreezeReport> {
  const place = defaultColdPlace(config);
  const depot = openColdPlace(config, place);
  try {
    const frozen = await freezeMonth(ctx, {
      month: monthOfText(input.month),
      depot,
      place,
      workDir: config.dataDir,
      isDropped: input.isDropped,
      now: ctx.now(),
      signal: ctx.signal,
      onPoints: (written, total) => {
        ctx.progress(written, total);
      },
    }).catch(translate);
    const own = frozen.files.find(({ organizationId }) => organizationId === ctx.organizationId);
    const where = own ? `${String(own.points)} points as ${own.path}, SHA-256 ${own.sha256}` : 'no points';
    ctx.logLine('info', `${input.month} left the database: of this organization ${where}.`);
    return { month: input.month, points: own?.points ?? 0 };
  } finally {
    await depot.close();
  }
}

function translate(error: unknown): never {
  if ((error as { code?: unknown }).code !== lockNotAvailable) throw error;
  throw new Problem('state_conflict', {
    detail: 'Somebody was reading the month for long. Run it again at a calm hour.',
    cause: error,
  });
}

/** Months in the database, oldest first: what can leave, and how much disk it takes. Errors: `permission_missing`. */
export async function listHeldMonths(ctx: Context): Promise<HeldMonth[]> {
  requireAdministrator(ctx);
  const thisMonth = monthOf(ctx.now());
  return (await selectHeldMonths(ctx.db)).map(({ name, points, sizeBytes }) => {
    const month = name.slice(-7).replace('_', '-');
    return { month, points, sizeBytes, isOver: monthOfText(month) < thisMonth };
  });
}

/**
 * Starts the Task that takes a month of all organizations out of the database; for administrators of the installation.
 * Errors: `permission_missing`, `not_found` (no points of the month), `input_invalid` (the month is not over).
 */
export async function startFreeze(ctx: Context, input: StartFreezeInput): Promise<TaskId> {
  const held = (await listHeldMonths(ctx)).find(({ month }) => month === input.month);
  if (!held) throw new Problem('not_found', { detail: `There are no points of ${input.month} in the database.` });
  if (!held.isOver) {
    const detail = 'The month is not over yet.';
    throw new Problem('input_invalid', { detail, fields: { month: detail } });
  }
  return ctx.db.transaction(async () => {
    const title = `Points of ${input.month} leave the database as files`;
    const taskId = await startTask(ctx, { kind: freezeTask, title, input });
    await writeAudit(ctx, {
      action: 'cold-month.freeze',
      subjectType: 'task',
      subjectId: taskId,
      detail: { ...input },
    });
    return taskId;
  });
}
