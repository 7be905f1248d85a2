import { resolve } from 'node:path';
import { z } from 'zod';
import { openBackupBox } from '#lib/exports/index.ts';
import { IncrementStore } from '#lib/platform/backup/incremental/increment-store.ts';
import {
  checkIncrement,
  readIncrement,
  type RestoredIncrement,
} from '#lib/platform/backup/incremental/read-increment.ts';
import { writeIncrement } from '#lib/platform/backup/incremental/write-increment.ts';
import { newSecretBoxKey } from '#lib/platform/crypto/secret-box.ts';
import { createFolderDepot } from '#lib/platform/depots/folder-depot.ts';
import { createS3Depot } from '#lib/platform/depots/s3-depot.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { defineCommand, defineOfflineCommand, UsageError } from './command.ts';

const place = { options: { dir: { type: 'string' }, folder: { type: 'string' } } } as const;
const placeSchema = {
  dir: z.string().min(1).nullable().default(null),
  folder: z.string().default('cairn-backup'),
};

/** Works with the backups of a folder of this machine, or of the installation's bucket. */
async function atPlace<Result>(
  { config }: Runtime,
  { dir, folder }: { readonly dir: string | null; readonly folder: string },
  work: (store: IncrementStore) => Promise<Result>,
): Promise<Result> {
  if (dir === null && config.s3 === null) throw new UsageError('Say where backups are: --dir DIR, or set CAIRN_S3_….');
  const depot = dir === null && config.s3 ? createS3Depot(config.s3) : createFolderDepot(resolve(dir ?? ''));
  try {
    const box = await openBackupBox(config);
    return await work(new IncrementStore(depot, { box, folder, signal: new AbortController().signal }));
  } finally {
    await depot.close();
  }
}

const key = defineOfflineCommand({
  name: 'increment key',
  usage: '',
  summary:
    'Prints a new key for sealed backups, for CAIRN_BACKUP_KEY. Without it they cannot be opened: keep it elsewhere.',
  inputSchema: z.strictObject({}),
  async run() {
    const made = await newSecretBoxKey();
    return { data: { key: made }, text: made };
  },
});

const write = defineCommand({
  name: 'increment write',
  usage: '[--dir DIR] [--folder cairn-backup]',
  summary:
    'Sends what has changed since the last sealed backup to a folder, or to the bucket; for the clock of the machine.',
  ...place,
  inputSchema: z.strictObject(placeSchema),
  async run(runtime, input) {
    const report = await atPlace(runtime, input, (store) => {
      const { signal } = new AbortController();
      return writeIncrement({ runtime, store, now: new Date(), signal, onProgress: () => undefined });
    });
    const { rows, files, sentPieces, sentBytes, keptPieces } = report;
    const text = `${String(rows)} rows and ${String(files)} files are backed up: ${String(sentPieces)} pieces sent (${String(sentBytes)} bytes), ${String(keptPieces)} were there.`;
    return { data: report, text };
  },
});

const readSchema = { ...placeSchema, index: z.string().min(1).nullable().default(null) };

function tell(what: string, { writtenAt, rows, files, missingFiles }: RestoredIncrement): string {
  const missing = missingFiles > 0 ? `; ${String(missingFiles)} files were gone when it was written` : '';
  return `${what} the state of ${writtenAt}: ${String(rows)} rows, ${String(files)} files${missing}.`;
}

const check = defineCommand({
  name: 'increment check',
  usage: '[--dir DIR] [--folder cairn-backup] [--index NAME]',
  summary: 'Opens every piece of a sealed backup and counts what is in it; nothing is restored.',
  options: { ...place.options, index: { type: 'string' } },
  inputSchema: z.strictObject(readSchema),
  async run(runtime, { index, ...input }) {
    const found = await atPlace(runtime, input, (store) => checkIncrement(store, index));
    return { data: found, text: tell('Whole is', found) };
  },
});

const restore = defineCommand({
  name: 'increment restore',
  usage: '[--dir DIR] [--folder cairn-backup] [--index NAME] [--replace]',
  summary:
    'Puts a sealed backup into an empty installation; with --replace, in the place of what is there. Stop the platform first.',
  options: { ...place.options, index: { type: 'string' }, replace: { type: 'boolean' } },
  inputSchema: z.strictObject({ ...readSchema, replace: z.boolean().default(false) }),
  async run(runtime, { index, replace, ...input }) {
    const restored = await atPlace(runtime, input, (store) => readIncrement(runtime, store, { index, replace }));
    return { data: restored, text: tell('Restored', restored) };
  },
});

export const incrementCommands = [key, write, check, restore];
