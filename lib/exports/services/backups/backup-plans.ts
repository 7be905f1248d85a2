import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Config } from '#lib/platform/config/config.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { deleteBackupPlan, notePlanRun, takeDuePlan, upsertBackupPlan, type DuePlan } from '../../data/backups.sql.ts';
import type { BackupPlanDraft } from '../../domain/backup.ts';
import { nextRunAfter } from '../../domain/schedule.ts';
import { requireBackupPlace, startBackup } from './start-backup.ts';

interface PlanInput extends BackupPlanDraft {
  readonly destinationId: string;
}

/** The first instant after another at which a plan runs: every day at its hour, in its zone. */
function nextRunOf({ hour, timeZone }: { readonly hour: number; readonly timeZone: string }, after: Date): Date {
  return nextRunAfter({ every: 'day', hour, onDay: 1 }, timeZone, after);
}

/**
 * Sets when the installation is backed up to a destination by the clock (pdk-41); `hour` null: not any more. Errors: `not_found`,
 * `permission_missing` (administrators of the installation), `state_conflict` (a mail, no key).
 */
export async function saveBackupPlan(
  ctx: Context,
  { destinationId, hour, timeZone }: PlanInput,
  options: { readonly config: Pick<Config, 'backupKey'> },
): Promise<void> {
  const { name } = await requireBackupPlace(ctx, destinationId, options);
  const at = ctx.now();
  await ctx.db.transaction(async () => {
    if (hour === null) await deleteBackupPlan(ctx, destinationId);
    else {
      const nextRunAt = nextRunOf({ hour, timeZone }, at);
      await upsertBackupPlan(ctx, { destinationId, hour, timeZone, createdBy: ctx.actor.label, nextRunAt, at });
    }
    const subject = { subjectType: 'destination', subjectId: destinationId };
    await writeAudit(ctx, { action: 'backup.plan', ...subject, detail: { name, hour, timeZone } });
  });
}

type PlanRuntime = Pick<Runtime, 'db' | 'context' | 'log' | 'config'>;

/**
 * Starts the backups that are due, of every organization, each once by one worker; a run that was missed is made once. One plan's
 * trouble stops no other's: it is noted and shown. Gives how many were due. Run by the clock.
 */
export async function runBackupPlans(runtime: PlanRuntime, now: () => Date = () => new Date()): Promise<number> {
  let count = 0;
  while (await runNext(runtime, now())) count += 1;
  return count;
}

function runNext(runtime: PlanRuntime, at: Date): Promise<boolean> {
  return runtime.db.transaction(async () => {
    const due = await takeDuePlan(runtime.db, at);
    if (!due) return false;
    const outcome = await begin(runtime, due);
    const { organizationId, destinationId } = due;
    await notePlanRun({ db: runtime.db, organizationId }, { destinationId, nextRunAt: nextRunOf(due, at), ...outcome });
    return true;
  });
}

async function begin(runtime: PlanRuntime, { organizationId, destinationId }: DuePlan) {
  const actor = { kind: 'system', label: 'backups' } as const;
  const ctx = runtime.context({ organizationId, actor, requestId: newId() });
  try {
    return { lastTaskId: await startBackup(ctx, destinationId, runtime), lastError: null };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    runtime.log.warn({ err: error, destinationId }, 'a backup did not begin');
    return { lastTaskId: null, lastError: error.message };
  }
}
