import { IncrementStore } from '#lib/platform/backup/incremental/increment-store.ts';
import { openSecretBox, type SecretBox } from '#lib/platform/crypto/secret-box.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import type { TaskContext } from '#lib/platform/tasks/index.ts';
import { getDestinationRow, openSecrets } from '../list-destinations.ts';
import { openDestination } from '../open-destination.ts';

/** What Tasks about backups need besides their context. */
export type BackupRuntime = Pick<Runtime, 'db' | 'blobs' | 'config'>;

/** Folder of backups below that of a destination. */
const backupFolder = 'cairn-backup';

/** The box of CAIRN_BACKUP_KEY. Throws `state_conflict` when the installation has none. */
export async function openBackupBox({ backupKey }: Pick<Runtime['config'], 'backupKey'>): Promise<SecretBox> {
  if (backupKey === null) {
    throw new Problem('state_conflict', {
      detail: 'Backups are sealed, and CAIRN_BACKUP_KEY is not set. `cairn increment key` makes one.',
    });
  }
  return openSecretBox(Buffer.from(backupKey, 'base64'));
}

/**
 * Does something with the backups at a destination. Throws `not_found`, `state_conflict` (a mail, no key), and what the depot
 * throws.
 */
export async function atDestination<Result>(
  ctx: TaskContext,
  { destinationId, runtime: { config } }: { readonly destinationId: string; readonly runtime: BackupRuntime },
  work: (store: IncrementStore) => Promise<Result>,
): Promise<Result> {
  const { settings, ...row } = await getDestinationRow(ctx, destinationId);
  if (settings.kind === 'mail') throw new Problem('state_conflict', { detail: 'Backups are not sent by mail.' });
  const box = await openBackupBox(config);
  const secrets = openSecrets({ ...row, settings }, ctx.secret);
  const { exportDir } = config;
  const depot = openDestination(
    { organizationId: ctx.organizationId, settings, secrets },
    { exportDir, hooks: ctx.plugins.hooks },
  );
  const folder = [settings.path, backupFolder].filter((part) => part !== '').join('/');
  try {
    return await work(new IncrementStore(depot, { box, folder, signal: ctx.signal }));
  } finally {
    await depot.close();
  }
}
