import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { locales } from '#lib/platform/i18n/locales.ts';
import type { StudyId, TaskId } from '#lib/platform/ids.ts';
import { startTask } from '#lib/platform/tasks/index.ts';
import { isTimeZone } from '#lib/platform/time/zone-clock.ts';
import { getSource } from '#lib/sources/index.ts';
import { personalReport } from './personal-report.ts';

export const personalReportSchema = z.strictObject({
  /** Language of the report. */
  locale: z.enum(locales).default('en'),
  /** IANA zone of its days and times. */
  timeZone: z.string().max(64).refine(isTimeZone, 'This is no time zone.').default('UTC'),
});

/**
 * Starts the Task that writes a person's own report: a zip that opens without a server.
 * Errors: `not_found`, `permission_missing`.
 */
export async function orderPersonalReport(
  ctx: Context,
  { sourceId, ...wish }: z.infer<typeof personalReportSchema> & { readonly sourceId: string },
): Promise<TaskId> {
  const source = await getSource(ctx, sourceId);
  const studyId = source.studyId as StudyId;
  requireVerb(ctx, 'passive.export', { studyId });
  return ctx.db.transaction(async () => {
    const taskId = await startTask(ctx, {
      kind: personalReport,
      title: `Personal report of ${source.name}`,
      studyId,
      input: { ...wish, sourceId },
      resultVerb: 'passive.export',
    });
    const detail = { identifier: source.identifier, ...wish };
    await writeAudit(ctx, { action: 'export.personal', subjectType: 'source', subjectId: sourceId, studyId, detail });
    return taskId;
  });
}
