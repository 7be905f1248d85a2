import type { TaskContext } from '#lib/platform/tasks/index.ts';
import type { ExportPart, ExportReport } from '../domain/export-order.ts';

/** Tells the person who ordered that a part is ready. The link asks to sign in; nothing of the data is in the mail. */
export async function mailReport(ctx: TaskContext, part: ExportPart, report: ExportReport): Promise<void> {
  const requester = ctx.task.createdBy;
  if (!part.order.mailWhenReady || !ctx.mail.canSend || requester === null) return;
  await ctx.mail.send({
    to: requester.email,
    subject: `[Cairn] Your export is ready (${String(part.part)} of ${String(part.parts)})`,
    text: [
      `Hello ${requester.name || requester.email},`,
      '',
      `${ctx.task.title} is ready: ${String(report.points)} points of ${String(report.sources)} sources.`,
      '',
      `Download it at ${ctx.publicUrl}/tasks/${ctx.task.id}`,
      '',
    ].join('\n'),
  });
}
