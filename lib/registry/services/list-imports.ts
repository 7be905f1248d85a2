import { z } from 'zod';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/db/cursor.ts';
import { selectImports } from '../data/imports.sql.ts';
import { registryScope } from '../data/scope.ts';
import type { ImportView } from '../domain/import-record.ts';

const positionSchema = z.tuple([z.uuid()]);

interface ListImportsInput {
  readonly cursor: string | null;
  readonly limit: number;
}

/** Imports of the organization, newest first. Errors: `permission_missing`, `cursor_invalid`. */
export async function listImports(
  ctx: Context,
  { cursor, limit }: ListImportsInput,
): Promise<{ readonly items: readonly ImportView[]; readonly next: string | null }> {
  requireVerb(ctx, 'registry.edit');
  const before = decodeCursor(positionSchema, cursor)?.[0] ?? null;
  const rows = await selectImports(registryScope(ctx), { before, limit: limit + 1 });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? encodeCursor([last.id]) : null };
}
