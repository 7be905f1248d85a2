import type { Database } from '../db/database.ts';
import { listAppliedMigrations, migrate } from '../db/migrate.ts';
import type { OrganizationId, TaskId } from '../ids.ts';
import { Problem } from '../problems/problem.ts';
import { countLiveWorkers } from '../process/worker-heartbeat.sql.ts';
import type { Runtime } from '../runtime.ts';
import { createEnqueue } from '../tasks/index.ts';
import { enqueueTask } from '../tasks/task-job.ts';
import { emptyTables, isEmptyInstallation, requeueTasks, type BackupTable } from './backup-tables.sql.ts';

export interface RestoreOptions {
  /** Empty an installation that is in use first. */
  readonly replace: boolean;
}

/** Brings the database up to date before something is restored. Throws `state_conflict` while workers run on it. */
export async function prepareTarget(db: Database): Promise<void> {
  await migrate(db);
  if ((await countLiveWorkers(db)) > 0) {
    throw new Problem('state_conflict', {
      detail: 'Workers are running on this database. Stop the platform, then restore.',
    });
  }
}

/** Guards against a backup that does not fit. Throws `state_conflict`: another version, another secret. */
export async function requireSameVersion(
  { db, config }: Pick<Runtime, 'db' | 'config'>,
  manifest: { readonly migrations: readonly string[]; readonly secret: string },
): Promise<void> {
  const here = await listAppliedMigrations(db);
  if (here.join() !== manifest.migrations.join()) {
    throw new Problem('state_conflict', {
      detail: 'The backup was written by another version of Cairn. Restore it with that version, then update.',
    });
  }
  const given = process.env['CAIRN_SECRET'] ?? process.env['CAIRN_SECRET_FILE'];
  if (given !== undefined && config.secret !== manifest.secret) {
    throw new Problem('state_conflict', {
      detail:
        'CAIRN_SECRET is not that of the backup; what is sealed in it would not open. Leave it out or set the old one.',
    });
  }
}

/** Sees to it that nothing is there, in the caller's transaction. Throws `state_conflict` when the installation is in use. */
export async function makeRoom(
  db: Database,
  tables: readonly BackupTable[],
  { replace }: RestoreOptions,
): Promise<void> {
  if (replace) {
    await emptyTables(db, tables);
    return;
  }
  if (await isEmptyInstallation(db)) return;
  throw new Problem('state_conflict', {
    detail: 'This installation is in use. `--replace` empties it first: everything in it is lost.',
  });
}

/** Lets workers take up the Tasks that waited or ran when the backup was made. */
export async function requeue(db: Database): Promise<void> {
  const enqueue = createEnqueue(db);
  for (const task of await requeueTasks(db)) {
    const ctx = { enqueue, now: () => new Date(), organizationId: task.organization_id as OrganizationId };
    await enqueueTask(ctx, task.id as TaskId);
  }
}
