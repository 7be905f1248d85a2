import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { deleteImport } from '../data/imports.sql.ts';
import { registryScope } from '../data/scope.ts';
import { requireImport } from './get-import.ts';
import { importOrgUnits, type ImportResult } from './import-org-units.ts';
import { keepImportReport } from './keep-import-report.ts';
import { receiveImport } from './receive-import.ts';

type FileOrder = Omit<Parameters<typeof importOrgUnits>[1], 'importId' | 'isDryRun'> & { readonly maxBytes: number };

/**
 * Brings in a file of this machine at once, recorded like one that was sent: its report can be read in the browser, and it
 * can be undone. A file that cannot be read leaves nothing. Errors: as receiveImport and importOrgUnits.
 */
export async function bringInFile(
  ctx: Context,
  { maxBytes, ...order }: FileOrder,
): Promise<ImportResult & { readonly importId: string }> {
  const file = await open(order.path).catch((error: unknown) => {
    throw new Problem('file_unreadable', { detail: `${order.path} cannot be opened.`, cause: error });
  });
  const sent = { fileName: basename(order.path), content: file.createReadStream(), announcedBytes: null, maxBytes };
  const { id } = await receiveImport(ctx, sent);
  const row = await requireImport(ctx, id);
  try {
    const result = await importOrgUnits(ctx, { ...order, importId: id });
    await keepImportReport(ctx, row, { result, isDryRun: false, name: newId() });
    return { ...result, importId: id };
  } catch (error) {
    if (await deleteImport(registryScope(ctx), id)) await ctx.blobs.remove(row.blobKey);
    throw error;
  }
}
