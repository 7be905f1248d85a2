import { z } from 'zod';
import { readBackup } from '#lib/platform/backup/read-backup.ts';
import { writeBackup } from '#lib/platform/backup/write-backup.ts';
import type { BackupTotals } from '#lib/platform/backup/manifest.ts';
import { defineCommand } from './command.ts';

const fileSchema = z.string('name a file').min(1, 'name a file');

function describe({ rows, blobs, missingBlobs }: BackupTotals): string {
  const missing = missingBlobs > 0 ? `; ${String(missingBlobs)} files were removed meanwhile` : '';
  return `${rows.toLocaleString('en')} rows, ${blobs.toLocaleString('en')} files${missing}`;
}

export const backupCommand = defineCommand({
  name: 'backup',
  usage: 'FILE',
  summary: 'Writes everything (rows of one moment, files, the secret) into one tar.gz. Keep it as you keep the data.',
  positionals: ['file'],
  inputSchema: z.strictObject({ file: fileSchema }),
  async run(runtime, { file }) {
    const totals = await writeBackup(runtime, file);
    return { data: { file, ...totals }, text: `Backed up: ${describe(totals)}.` };
  },
});

export const restoreCommand = defineCommand({
  name: 'restore',
  usage: 'FILE [--replace]',
  summary:
    'Puts a backup into an empty installation; with --replace, in the place of what is there. Stop the platform first.',
  options: { replace: { type: 'boolean' } },
  positionals: ['file'],
  inputSchema: z.strictObject({ file: fileSchema, replace: z.boolean().default(false) }),
  async run(runtime, { file, replace }) {
    const totals = await readBackup(runtime, file, { replace });
    return { data: { file, ...totals }, text: `Restored: ${describe(totals)}.` };
  },
});
