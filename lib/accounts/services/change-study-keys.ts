import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import { patchStudy, type StudyChange } from '../data/studies.ts';
import type { Study } from '../domain/study.ts';
import { forgetStudyKeys } from './get-study-keys.ts';
import { forgetIntakeStudies } from './intake-study.ts';
import { requireStudy } from './require-study.ts';

export interface StudyKeyChange {
  /** For the audit log, as "study.fleet-keys". */
  readonly action: string;
  readonly change: Pick<StudyChange, 'clientPublicKey' | 'serverPublicKey' | 'serverKeySealed'>;
}

/** Stores keys of a study; what they were and are goes to the audit log as far as it is public. */
export async function changeStudyKeys(
  ctx: Context,
  studyId: string,
  { action, change }: StudyKeyChange,
): Promise<Study> {
  await requireStudy(ctx, studyId, 'studies.manage');
  const study = await ctx.db.transaction(async () => {
    const changed = await patchStudy(ctx, studyId, change);
    const detail = { serverPublicKey: changed.serverPublicKey, clientPublicKey: changed.clientPublicKey };
    await writeAudit(ctx, { action, subjectType: 'study', subjectId: studyId, studyId, detail });
    return changed;
  });
  forgetStudyKeys(ctx.db);
  forgetIntakeStudies(ctx.db);
  return study;
}
