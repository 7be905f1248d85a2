import { requireAdministrator } from '#lib/accounts/index.ts';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { keptIndexes } from '#lib/platform/backup/incremental/increment.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Config } from '#lib/platform/config/config.ts';
import type { Context } from '#lib/platform/context.ts';
import type { TaskId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { listTasks, startTask } from '#lib/platform/tasks/index.ts';
import type { DestinationRow } from '../../data/destinations.sql.ts';
import { getDestinationRow } from '../list-destinations.ts';
import { backUp } from './back-up-task.ts';
import { openBackupBox } from './backup-depot.ts';
import { checkBackup, tryBackup } from './look-tasks.ts';

interface StartOptions {
  readonly config: Pick<Config, 'backupKey'>;
}

/**
 * A destination that the actor may back the installation up to. All organizations are in a backup, so it takes an administrator of
 * the installation. Throws `not_found`, `permission_missing`, `state_conflict` (a mail, no key).
 */
export async function requireBackupPlace(
  ctx: Context,
  destinationId: string,
  { config }: StartOptions,
): Promise<DestinationRow> {
  requireVerb(ctx, 'destinations.manage');
  const destination = await getDestinationRow(ctx, destinationId);
  requireAdministrator(ctx);
  if (destination.kind === 'mail') throw new Problem('state_conflict', { detail: 'Backups are not sent by mail.' });
  await openBackupBox(config);
  return destination;
}

/**
 * Starts backing up the installation to a destination. Errors: as {@link requireBackupPlace}, and `state_conflict` when something
 * is done with backups already.
 */
export async function startBackup(ctx: Context, destinationId: string, options: StartOptions): Promise<TaskId> {
  const { name } = await requireBackupPlace(ctx, destinationId, options);
  const input = { destinationId, keep: keptIndexes };
  const start = () => startTask(ctx, { kind: backUp, title: `Backup to ${name}`, input });
  return startAlone(ctx, { destinationId, name, action: 'backup.start', start });
}

/**
 * Starts a backup after which none of the older states is left at the destination: what was erased before is gone from it. Errors:
 * as {@link startBackup}.
 */
export async function dropOlderBackups(ctx: Context, destinationId: string, options: StartOptions): Promise<TaskId> {
  const { name } = await requireBackupPlace(ctx, destinationId, options);
  const title = `Backup to ${name}, older ones dropped`;
  const start = () => startTask(ctx, { kind: backUp, title, input: { destinationId, keep: 1 } });
  return startAlone(ctx, { destinationId, name, action: 'backup.drop-older', start });
}

interface LookInput {
  readonly destinationId: string;
  /** File of the index of a state; null: the newest. */
  readonly state: string | null;
}

/** Starts opening every piece of a state. Errors: as {@link startBackup}. */
export async function startBackupCheck(ctx: Context, input: LookInput, options: StartOptions): Promise<TaskId> {
  const { name } = await requireBackupPlace(ctx, input.destinationId, options);
  const start = () => startTask(ctx, { kind: checkBackup, title: `Check of backups at ${name}`, input });
  return startAlone(ctx, { ...input, name, action: 'backup.check', start });
}

/** Starts restoring a state, to try it, into a database that is thrown away. Errors: as {@link startBackup}. */
export async function startRestoreTrial(ctx: Context, input: LookInput, options: StartOptions): Promise<TaskId> {
  const { name } = await requireBackupPlace(ctx, input.destinationId, options);
  const start = () => startTask(ctx, { kind: tryBackup, title: `Trial of restoring from ${name}`, input });
  return startAlone(ctx, { ...input, name, action: 'backup.try-restore', start });
}

interface Start {
  readonly destinationId: string;
  /** Of the destination. */
  readonly name: string;
  readonly action: string;
  readonly start: () => Promise<TaskId>;
}

/** Starts a Task unless another works with backups: what one lets go of, another may be looking into. */
function startAlone(ctx: Context, { destinationId, name, action, start }: Start): Promise<TaskId> {
  return ctx.db.transaction(async () => {
    for (const { kind } of [backUp, checkBackup, tryBackup]) {
      const { items } = await listTasks(ctx, { kind, states: ['queued', 'running'], limit: 1 });
      if (items.length > 0) {
        throw new Problem('state_conflict', {
          detail: 'A backup is under way, or being looked into. Wait for its end, or stop it.',
        });
      }
    }
    const taskId = await start();
    const subject = { subjectType: 'destination', subjectId: destinationId };
    await writeAudit(ctx, { action, ...subject, detail: { name, taskId } });
    return taskId;
  });
}
