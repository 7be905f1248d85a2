import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId, type StudyId, type TaskId } from '#lib/platform/ids.ts';
import { startTask } from '#lib/platform/tasks/index.ts';
import { ZoneClock } from '#lib/platform/time/zone-clock.ts';
import type { ExportOrder, ExportPart } from '../domain/export-order.ts';
import { compileExport } from './compile-export.ts';
import { planDeliveries } from './plan-deliveries.ts';
import { planOrder, requireSomething, type OrderPlan } from './plan-order.ts';

export interface OrderExportInput {
  readonly studyId: StudyId;
  readonly order: ExportOrder;
}

export interface OrderedExport {
  readonly orderId: string;
  /** One for each part. */
  readonly taskIds: readonly TaskId[];
}

/**
 * Orders an export: a Task for each part, in one transaction. Who may download is decided again at the download.
 * Throws `permission_missing`, `input_invalid`.
 */
export async function orderExport(ctx: Context, { studyId, order }: OrderExportInput): Promise<OrderedExport> {
  const plan = await planOrder(ctx, studyId, order);
  requireSomething(plan);
  const orderId = newId();
  const taskIds: TaskId[] = [];
  await ctx.db.transaction(async () => {
    for (const input of partsOf(ctx, { studyId, order, plan, orderId })) {
      taskIds.push(
        await startTask(ctx, {
          kind: compileExport,
          title: titleOf(input),
          studyId,
          input,
          resultVerb: 'passive.export',
        }),
      );
    }
    await planDeliveries(ctx, { studyId, taskIds, destinationIds: order.destinationIds });
    await writeAudit(ctx, {
      action: 'export.order',
      subjectType: 'export',
      subjectId: orderId,
      studyId,
      detail: {
        sources: plan.sources.length,
        types: plan.types,
        formats: order.formats,
        fileFormats: order.fileFormats,
        dateKind: order.dateKind,
        from: order.from,
        to: order.to,
        points: plan.points,
        parts: plan.parts.length,
        destinations: order.destinationIds,
      },
    });
  });
  return { orderId, taskIds };
}

interface Planned extends OrderExportInput {
  readonly plan: OrderPlan;
  readonly orderId: string;
}

function partsOf(ctx: Context, { studyId, order, plan, orderId }: Planned): ExportPart[] {
  const now = ctx.now();
  const localMs = now.getTime() + new ZoneClock(order.timeZone).offsetSeconds(now.getTime() / 1000) * 1000;
  return plan.parts.map((sources, index) => ({
    orderId,
    studyId,
    part: index + 1,
    parts: plan.parts.length,
    order,
    sourceIds: sources.map((source) => source.id),
    types: [...plan.types],
    orderedOn: new Date(localMs).toISOString().slice(0, 10),
    estimatedPoints: sources.reduce((sum, source) => sum + source.points, 0),
    hasLegacyReports: plan.hasLegacyReports,
  }));
}

/** English, as it is kept: the pages say the same in the reader's language from the task's facts. */
function titleOf({ sourceIds, types, part, parts }: ExportPart): string {
  const count = (number: number, word: string) => `${String(number)} ${word}${number === 1 ? '' : 's'}`;
  const whole = `Export of ${count(types.length, 'type')} of ${count(sourceIds.length, 'source')}`;
  return parts > 1 ? `${whole} (${String(part)} of ${String(parts)})` : whole;
}
