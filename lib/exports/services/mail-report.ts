import { localesOfAddresses } from '#lib/accounts/index.ts';
import { translatorFor } from '#lib/platform/i18n/translator.ts';
import type { TaskContext } from '#lib/platform/tasks/index.ts';
import type { ExportPart, ExportReport } from '../domain/export-order.ts';

/** Tells the person who ordered that a part is ready, in their language. The link asks to sign in; nothing of the data is in the mail. */
export async function mailReport(ctx: TaskContext, part: ExportPart, report: ExportReport): Promise<void> {
  const requester = ctx.task.createdBy;
  if (!part.order.mailWhenReady || !ctx.mail.canSend || requester === null) return;
  const { email, name } = requester;
  const localeOf = await localesOfAddresses(ctx, { emails: [email], fallback: ctx.locale });
  const t = translatorFor(localeOf(email), 'exports');
  await ctx.mail.send({
    to: email,
    subject: t('mail.subject', { part: part.part, parts: part.parts }),
    text: t('mail.text', {
      name: name || email,
      points: report.points,
      sources: report.sources,
      link: `${ctx.publicUrl}/tasks/${ctx.task.id}`,
    }),
  });
}
