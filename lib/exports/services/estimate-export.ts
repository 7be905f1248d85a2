import type { Context } from '#lib/platform/context.ts';
import type { StudyId } from '#lib/platform/ids.ts';
import type { ExportOrder } from '../domain/export-order.ts';
import { estimateZipBytes } from '../domain/split-order.ts';
import { planOrder } from './plan-order.ts';

/** What an order would come to. */
export interface ExportEstimate {
  readonly sources: number;
  readonly types: number;
  /** About how many points, from running totals. */
  readonly points: number;
  /** About how large the archives would be together. */
  readonly sizeBytes: number;
  readonly parts: number;
  /** The study wants the headers and files of PDK. */
  readonly hasLegacyReports: boolean;
}

export interface EstimateExportInput {
  readonly studyId: StudyId;
  readonly order: ExportOrder;
}

/** Says what an order would come to, without giving it. Throws as {@link planOrder}. */
export async function estimateExport(ctx: Context, { studyId, order }: EstimateExportInput): Promise<ExportEstimate> {
  const plan = await planOrder(ctx, studyId, order);
  return {
    sources: plan.sources.length,
    types: plan.types.length,
    points: plan.points,
    sizeBytes: Math.round(estimateZipBytes(plan.points, order)),
    parts: plan.parts.length,
    hasLegacyReports: plan.hasLegacyReports,
  };
}
