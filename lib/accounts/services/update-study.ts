import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { patchStudy, studyHasGroup, type StudyChange } from '../data/studies.ts';
import { changedFields } from '../domain/changed-fields.ts';
import { curve25519KeySchema, renameRuleSchema, studyNameSchema, type Study } from '../domain/study.ts';
import { forgetStudyKeys } from './get-study-keys.ts';
import { forgetIntakeStudies } from './intake-study.ts';
import { requireStudy } from './require-study.ts';
import { takeDefaultIntake } from './take-default-intake.ts';

const mostRenameRules = 50;
const longestRetentionDays = 36_500;

export const updateStudyInputSchema = z
  .strictObject({
    name: studyNameSchema,
    description: z.string().trim().max(2000),
    isDefaultIntake: z.boolean(),
    discardsUploads: z.boolean(),
    clientPublicKey: curve25519KeySchema.nullable(),
    defaultGroupId: z.uuid().nullable(),
    bundleRetentionDays: z.number().int().min(0).max(longestRetentionDays).nullable(),
    hasLegacyReports: z.boolean(),
    tracesBundles: z.boolean(),
    renameRules: z.array(renameRuleSchema).max(mostRenameRules),
  })
  .partial();

export type UpdateStudyInput = z.infer<typeof updateStudyInputSchema>;

/** Changes the settings given; the others stay. A study's key never changes: devices have it in their addresses. */
export async function updateStudy(
  ctx: Context,
  { studyId, ...given }: UpdateStudyInput & { readonly studyId: string },
): Promise<Study> {
  const before = await requireStudy(ctx, studyId, 'studies.manage');
  if (before.archivedAt) throw new Problem('state_conflict', { detail: 'The study is archived. Restore it first.' });
  const change = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as StudyChange;
  const after = await ctx.db.transaction(async () => {
    if (change.isDefaultIntake === true && !before.isDefaultIntake) await takeDefaultIntake(ctx);
    const { defaultGroupId = null } = change;
    if (defaultGroupId !== null && !(await studyHasGroup(ctx, studyId, defaultGroupId))) {
      throw new Problem('input_invalid', { fields: { defaultGroupId: 'The study has no such group.' } });
    }
    const changed = await patchStudy(ctx, studyId, change);
    const detail = changedFields(before, changed, Object.keys(change) as (keyof Study)[]);
    await writeAudit(ctx, { action: 'study.update', subjectType: 'study', subjectId: studyId, studyId, detail });
    return changed;
  });
  forgetIntakeStudies(ctx.db);
  forgetStudyKeys(ctx.db);
  return after;
}
