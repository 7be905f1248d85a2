import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Config } from '#lib/platform/config/config.ts';
import type { Context } from '#lib/platform/context.ts';
import type { TaskId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { listTasks, startTask } from '#lib/platform/tasks/index.ts';
import { getDestinationRow } from '../list-destinations.ts';
import { backUp, openBackupBox } from './back-up-task.ts';

/**
 * Starts backing up the installation to a destination. All organizations are in it, so it takes an administrator of the
 * installation. Errors: `not_found`, `permission_missing`, `state_conflict` (a mail, no key, one is under way).
 */
export async function startBackup(
  ctx: Context,
  destinationId: string,
  { config }: { readonly config: Pick<Config, 'backupKey'> },
): Promise<TaskId> {
  requireVerb(ctx, 'destinations.manage');
  const { name, kind } = await getDestinationRow(ctx, destinationId);
  const { actor } = ctx;
  if (actor.kind !== 'system' && !(actor.kind === 'user' && actor.isAdministrator)) {
    throw new Problem('permission_missing', { detail: 'Only an administrator of the installation backs it up.' });
  }
  if (kind === 'mail') throw new Problem('state_conflict', { detail: 'Backups are not sent by mail.' });
  await openBackupBox(config);
  return ctx.db.transaction(async () => {
    const { items } = await listTasks(ctx, { kind: backUp.kind, states: ['queued', 'running'], limit: 1 });
    if (items.length > 0)
      throw new Problem('state_conflict', { detail: 'A backup is under way. Wait for its end, or stop it.' });
    const taskId = await startTask(ctx, { kind: backUp, title: `Backup to ${name}`, input: { destinationId } });
    await writeAudit(ctx, {
      action: 'backup.start',
      subjectType: 'destination',
      subjectId: destinationId,
      detail: { name, taskId },
    });
    return taskId;
  });
}
