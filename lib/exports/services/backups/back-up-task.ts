import { z } from 'zod';
import { IncrementStore } from '#lib/platform/backup/incremental/increment-store.ts';
import type { IncrementReport } from '#lib/platform/backup/incremental/increment.ts';
import { writeIncrement } from '#lib/platform/backup/incremental/write-increment.ts';
import { openSecretBox, type SecretBox } from '#lib/platform/crypto/secret-box.ts';
import type { Depot } from '#lib/platform/depots/depot.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { defineTaskKind, type TaskContext } from '#lib/platform/tasks/index.ts';
import { getDestinationRow, openSecrets } from '../list-destinations.ts';
import { openDestination } from '../open-destination.ts';

export type BackupRuntime = Pick<Runtime, 'db' | 'blobs' | 'config'>;

const inputSchema = z.object({ destinationId: z.guid() });

/** How Tasks that back up are named. */
export const backUp = { kind: 'backups.write', inputSchema };

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
 * The Task that sends to a destination what has changed in the installation since the last backup there (pdk-41). Run again
 * after a kill it goes on: pieces that have arrived are not sent twice. Errors: `state_conflict` (no key), those of the depot.
 */
export function backUpTask(runtime: BackupRuntime) {
  return defineTaskKind({ ...backUp, run: (ctx, input) => run(ctx, input, runtime) });
}

async function run(
  ctx: TaskContext,
  { destinationId }: z.infer<typeof inputSchema>,
  runtime: BackupRuntime,
): Promise<IncrementReport> {
  const { settings, ...row } = await getDestinationRow(ctx, destinationId);
  if (settings.kind === 'mail') throw new Problem('state_conflict', { detail: 'Backups are not sent by mail.' });
  const box = await openBackupBox(runtime.config);
  const secrets = openSecrets({ ...row, settings }, ctx.secret);
  const { hooks } = ctx.plugins;
  const { exportDir } = runtime.config;
  const depot = openDestination({ organizationId: ctx.organizationId, settings, secrets }, { exportDir, hooks });
  const folder = [settings.path, backupFolder].filter((part) => part !== '').join('/');
  return withDepot(depot, async () => {
    const report = await writeIncrement({
      runtime,
      store: new IncrementStore(depot, { box, folder, signal: ctx.signal }),
      now: ctx.now(),
      signal: ctx.signal,
      onProgress: (done, total, message) => {
        ctx.progress(done, total, message);
      },
    });
    const { rows, files, sentPieces, sentBytes, keptPieces } = report;
    ctx.logLine(
      'info',
      `${String(rows)} rows and ${String(files)} files are there; ${String(sentPieces)} pieces (${String(sentBytes)} bytes) were sent, ${String(keptPieces)} were there already.`,
    );
    return report;
  });
}

async function withDepot<Result>(depot: Depot, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } finally {
    await depot.close();
  }
}
