import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { saveVariableText } from '../data/variable-texts.sql.ts';
import { type CodebookType, wholeType } from '../domain/codebook/codebook.ts';
import { getCodebookType } from './get-codebook.ts';

/** A text that is there, or null for the built-in one; an empty text is one that is there. */
const wordsSchema = (maxCharacters: number) => z.string().trim().max(maxCharacters).nullable().default(null);

export const editCodebookSchema = z.strictObject({
  type: z.string().min(1),
  /** Without it, the type itself. */
  path: z.string().default(wholeType),
  title: wordsSchema(200),
  description: wordsSchema(4000),
  groupName: wordsSchema(200),
  sortOrder: z.number().int().min(0).max(100_000).nullable().default(null),
});
export type EditCodebookInput = z.input<typeof editCodebookSchema>;

/**
 * Writes what the codebook says of a variable or a type, for the whole organization; a member that is null has the
 * built-in text again. Gives the type as it reads now. Errors: `permission_missing`, `not_found` (a type of which the
 * actor may see no points; a path it does not have), `input_invalid` (a title for a variable).
 */
export async function editCodebook(ctx: Context, input: EditCodebookInput): Promise<CodebookType> {
  const text = editCodebookSchema.parse(input);
  requireVerb(ctx, 'passive.configure');
  const before = await getCodebookType(ctx, text.type);
  const isWhole = text.path === wholeType;
  if (!isWhole && !before.variables.some(({ path }) => path === text.path)) throw new Problem('not_found');
  if (!isWhole && text.title !== null) {
    throw new Problem('input_invalid', { fields: { title: 'A variable is called by its path.' } });
  }
  await ctx.db.transaction(async () => {
    await saveVariableText(ctx, text, ctx.now());
    const { type, ...detail } = text;
    await writeAudit(ctx, { action: 'codebook.edit', subjectType: 'data_type', detail: { type, ...detail } });
  });
  return getCodebookType(ctx, text.type);
}
