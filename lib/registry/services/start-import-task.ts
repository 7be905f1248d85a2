import { z } from 'zod';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import type { TaskId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { startTask } from '#lib/platform/tasks/index.ts';
import { assignTask, findImport, type ImportRow } from '../data/imports.sql.ts';
import { registryScope } from '../data/scope.ts';
import { isList } from '../domain/import-format.ts';
import { importSettingsSchema, type ImportSettings, type ImportState } from '../domain/import-record.ts';
import { checkImportTask, runImportTask, undoImportTask } from './import-tasks.ts';
import { starterOf } from './import-starter.ts';

interface ImportOrder {
  readonly importId: string;
  readonly settings: z.input<typeof importSettingsSchema>;
}

/** States from which a file can be checked and brought in. */
const waiting: readonly ImportState[] = ['uploaded', 'checked', 'refused'];

/**
 * Starts a Task that says what the import would do. Errors: `permission_missing`, `not_found`, `input_invalid`,
 * `state_conflict` while another task works on it, or when it is in already.
 */
export function startImportCheck(ctx: Context, { importId, settings }: ImportOrder): Promise<TaskId> {
  return startOnFile(ctx, {
    importId,
    settings: importSettingsSchema.parse(settings),
    kind: checkImportTask,
    title: 'Check',
  });
}

/** Starts a Task that brings the import in: all of it, or nothing. Errors: as {@link startImportCheck}. */
export function startImportRun(ctx: Context, { importId, settings }: ImportOrder): Promise<TaskId> {
  return startOnFile(ctx, {
    importId,
    settings: importSettingsSchema.parse(settings),
    kind: runImportTask,
    title: 'Import',
  });
}

/** Starts a Task that takes an import back. Errors: as {@link startImportCheck}. */
export function startImportUndo(ctx: Context, { importId }: { readonly importId: string }): Promise<TaskId> {
  return assign(ctx, { importId, from: ['imported'], settings: null }, ({ fileName }) =>
    startTask(ctx, {
      kind: undoImportTask,
      title: `Undo of the import of ${fileName}`,
      input: { importId, by: starterOf(ctx) },
      resultVerb: 'registry.edit',
    }),
  );
}

interface FileOrder {
  readonly importId: string;
  readonly settings: ImportSettings;
  readonly kind: typeof checkImportTask;
  readonly title: string;
}

function startOnFile(ctx: Context, { importId, settings, kind, title }: FileOrder): Promise<TaskId> {
  return assign(ctx, { importId, from: waiting, settings }, ({ fileName, format }) => {
    if (isList(format) && settings.mapping === null) {
      throw new Problem('input_invalid', {
        fields: { mapping: 'A list needs a mapping that tells which column is what.' },
      });
    }
    const input = { importId, by: starterOf(ctx), settings };
    return startTask(ctx, { kind, title: `${title} of ${fileName}`, input, resultVerb: 'registry.edit' });
  });
}

interface Assignment {
  readonly importId: string;
  readonly from: readonly ImportState[];
  readonly settings: ImportSettings | null;
}

/** Gives an import a task of its own, when none works on it. */
async function assign(
  ctx: Context,
  { importId, from, settings }: Assignment,
  start: (row: ImportRow) => Promise<TaskId>,
): Promise<TaskId> {
  requireVerb(ctx, 'registry.edit');
  return ctx.db.transaction(async () => {
    const scope = registryScope(ctx);
    const row = await findImport(scope, importId, { isLocked: true });
    if (!row) throw new Problem('not_found');
    if (row.taskState === 'queued' || row.taskState === 'running') {
      throw new Problem('state_conflict', { detail: 'A task works on this import already. Wait for it, or stop it.' });
    }
    if (!from.includes(row.state)) throw new Problem('state_conflict', { detail: conflicts[row.state] });
    const taskId = await start(row);
    await assignTask(scope, importId, { taskId, settings });
    return taskId;
  });
}

const conflicts: Readonly<Record<ImportState, string>> = {
  uploaded: 'There is nothing to undo: this file was not brought in.',
  checked: 'There is nothing to undo: this file was only checked.',
  refused: 'There is nothing to undo: nothing of this file was written.',
  imported: 'This file is in already. Undo it first, or send it again.',
  undone: 'This import was undone. Send the file again to bring it in once more.',
};
