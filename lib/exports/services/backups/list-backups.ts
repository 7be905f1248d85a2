import { requireAdministrator } from '#lib/accounts/index.ts';
import { hasVerb } from '#lib/platform/auth/require-verb.ts';
import type { Config } from '#lib/platform/config/config.ts';
import type { Context } from '#lib/platform/context.ts';
import { selectBackupPlans, selectBackupStates, selectLastErasure } from '../../data/backups.sql.ts';
import { listDestinationRows } from '../../data/destinations.sql.ts';
import type { BackupPlace, Backups } from '../../domain/backup.ts';

/**
 * Where the installation is backed up to, what lies there as far as it was looked at, and when backups are made by the clock: at
 * destinations of the organization that one works in, for administrators of the installation who manage them. Errors:
 * `permission_missing`.
 */
export async function listBackups(ctx: Context, { backupKey }: Pick<Config, 'backupKey'>): Promise<Backups> {
  requireAdministrator(ctx);
  const destinations = hasVerb(ctx.actor, 'destinations.manage') ? await listDestinationRows(ctx) : [];
  const states = await selectBackupStates(ctx);
  const plans = new Map((await selectBackupPlans(ctx)).map(({ destinationId, ...plan }) => [destinationId, plan]));
  const items = destinations
    .filter(({ kind }) => kind !== 'mail')
    .map(({ id, name, kind }): BackupPlace => ({
      destinationId: id,
      name,
      kind,
      plan: plans.get(id) ?? null,
      states: states.flatMap(({ destinationId, ...state }) => (destinationId === id ? [state] : [])),
    }));
  return { hasKey: backupKey !== null, lastErasedAt: await selectLastErasure(ctx.db), items };
}
