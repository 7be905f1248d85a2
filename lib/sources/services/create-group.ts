import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { insertGroup, selectGroup, selectStudyId } from '../data/groups.sql.ts';
import { scopeOf } from '../data/scope.sql.ts';
import { nameSchema, type SourceGroup } from '../domain/source.ts';

export const createGroupSchema = z.object({ study: z.string(), name: nameSchema });
export type CreateGroupInput = z.infer<typeof createGroupSchema>;

/** Adds a group to a study. Errors: `not_found` (study), `permission_missing`, `already_exists` (name). */
export async function createGroup(ctx: Context, input: CreateGroupInput): Promise<SourceGroup> {
  const studyId = await selectStudyId(scopeOf(ctx, 'sources.read'), input.study);
  if (studyId === null) throw new Problem('not_found', { fields: { study: 'There is no such study.' } });
  requireVerb(ctx, 'sources.manage', { studyId });
  const scope = scopeOf(ctx, 'sources.manage');
  return ctx.db.transaction(async () => {
    const id = newId();
    if (!(await insertGroup(scope, { id, studyId, name: input.name }))) throw groupNameTaken(input.name);
    const detail = { name: input.name };
    await writeAudit(ctx, { action: 'group.create', subjectType: 'group', subjectId: id, studyId, detail });
    const group = await selectGroup(scope, id);
    if (!group) throw new Problem('not_found');
    return group;
  });
}

/** The problem of two groups of one study with one name. */
export function groupNameTaken(name: string): Problem {
  return new Problem('already_exists', {
    detail: `The study has a group "${name}" already.`,
    fields: { name: 'Another group of the study has this name.' },
  });
}
