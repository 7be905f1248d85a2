import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { scopeOf } from '../data/scope.sql.ts';
import { updateSourceName } from '../data/sources.sql.ts';
import { nameSchema, type Source } from '../domain/source.ts';
import { getSource } from './get-source.ts';

export const renameSourceSchema = z.object({ name: nameSchema });

/**
 * Gives a source another name for people; what the device calls itself stays. The same name again changes nothing.
 * Errors: `not_found`, `permission_missing`.
 */
export async function renameSource(
  ctx: Context,
  input: { readonly id: string; readonly name: string },
): Promise<Source> {
  const source = await getSource(ctx, input.id);
  requireVerb(ctx, 'sources.manage', { studyId: source.studyId });
  if (source.name === input.name) return source;
  await ctx.db.transaction(async () => {
    await updateSourceName(scopeOf(ctx, 'sources.manage'), input.id, input.name);
    await writeAudit(ctx, {
      action: 'source.rename',
      subjectType: 'source',
      subjectId: input.id,
      studyId: source.studyId,
      detail: { before: source.name, after: input.name },
    });
  });
  return { ...source, name: input.name };
}
