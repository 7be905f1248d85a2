import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { selectGroup, selectStudyId } from '../data/groups.sql.ts';
import { scopeOf } from '../data/scope.sql.ts';
import { insertSource } from '../data/sources.sql.ts';
import { nameSchema, sourceKindSchema, type Source } from '../domain/source.ts';
import { getSource } from './get-source.ts';

export const createSourceSchema = z.object({
  /** Key of the study. */
  study: z.string(),
  identifier: nameSchema,
  /** The identifier when left out. */
  name: nameSchema.optional(),
  kind: sourceKindSchema.default('other'),
  groupId: z.guid().nullable().default(null),
});
export type CreateSourceInput = z.infer<typeof createSourceSchema>;

/**
 * Adds a source before its first upload, so that it is grouped and named when data comes.
 * `id` is given for things that bring their own, such as sensor nodes.
 * Errors: `not_found` (study, group), `permission_missing`, `already_exists` (identifier taken in the study, or the id).
 */
export async function createSource(ctx: Context, input: CreateSourceInput, id: string = newId()): Promise<Source> {
  const studyId = await selectStudyId(scopeOf(ctx, 'sources.read'), input.study);
  if (studyId === null) throw new Problem('not_found', { fields: { study: 'There is no such study.' } });
  requireVerb(ctx, 'sources.manage', { studyId });
  await ctx.db.transaction(async () => {
    await requireGroupOfStudy(ctx, input.groupId, studyId);
    const row = { ...input, id, studyId, name: input.name ?? input.identifier };
    const isNew = await insertSource(scopeOf(ctx, 'sources.manage'), row);
    if (!isNew) {
      throw new Problem('already_exists', {
        detail: `The study has a source "${input.identifier}" already.`,
        fields: { identifier: 'Another source of the study has this identifier.' },
      });
    }
    const detail = { identifier: input.identifier, name: row.name, kind: input.kind, groupId: input.groupId };
    await writeAudit(ctx, { action: 'source.create', subjectType: 'source', subjectId: id, studyId, detail });
  });
  return getSource(ctx, id);
}

async function requireGroupOfStudy(ctx: Context, groupId: string | null, studyId: string): Promise<void> {
  if (groupId === null) return;
  const group = await selectGroup(scopeOf(ctx, 'sources.read'), groupId);
  if (group?.studyId !== studyId)
    throw new Problem('not_found', { fields: { groupId: 'The study has no such group.' } });
}
