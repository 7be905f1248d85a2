import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { findImport, type ImportRow } from '../data/imports.sql.ts';
import { registryScope } from '../data/scope.ts';
import type { ImportView } from '../domain/import-record.ts';

/** An import with its numbers and the first rows of its report. Errors: `permission_missing`, `not_found`. */
export async function getImport(ctx: Context, { importId }: { readonly importId: string }): Promise<ImportView> {
  return toView(await requireImport(ctx, importId));
}

/** The row of an import that the actor may see. Errors: `permission_missing`, `not_found`. */
export async function requireImport(ctx: Context, importId: string): Promise<ImportRow> {
  requireVerb(ctx, 'registry.edit');
  const row = await findImport(registryScope(ctx), importId);
  if (!row) throw new Problem('not_found');
  return row;
}

/** What people see of a row. */
export function toView({ blobKey: _blobKey, reportKey: _reportKey, marks: _marks, ...view }: ImportRow): ImportView {
  return view;
}
