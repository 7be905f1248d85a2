import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import { patchStudy } from '../data/studies.ts';
import type { Study } from '../domain/study.ts';
import { forgetIntakeStudies } from './intake-study.ts';
import { requireStudy } from './require-study.ts';

/**
 * Closes a study: its addresses answer as if it did not exist, its data stays and can be read. Doing it again changes
 * nothing. It gives `/data/…` up.
 */
export function archiveStudy(ctx: Context, studyId: string): Promise<Study> {
  return setArchived(ctx, studyId, ctx.now());
}

/** Opens an archived study again, under the same addresses. */
export function restoreStudy(ctx: Context, studyId: string): Promise<Study> {
  return setArchived(ctx, studyId, null);
}

async function setArchived(ctx: Context, studyId: string, archivedAt: Date | null): Promise<Study> {
  const before = await requireStudy(ctx, studyId, 'studies.manage');
  if ((before.archivedAt === null) === (archivedAt === null)) return before;
  const action = archivedAt ? 'study.archive' : 'study.restore';
  const after = await ctx.db.transaction(async () => {
    const changed = await patchStudy(ctx, studyId, { archivedAt, ...(archivedAt ? { isDefaultIntake: false } : {}) });
    await writeAudit(ctx, { action, subjectType: 'study', subjectId: studyId, studyId, detail: { key: before.key } });
    return changed;
  });
  forgetIntakeStudies(ctx.db);
  return after;
}
