import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import type { StudyId } from '#lib/platform/ids.ts';
import { listTypeTotals, type TypeTotal } from '#lib/passive/index.ts';
import type { HookRegistry } from '#lib/platform/plugins/hook-registry.ts';
import type { ExportOrder } from '../domain/export-order.ts';
import { combinedReportsOf, type CombinedReport } from '../domain/reports/combined-report.ts';
import { findReport } from './find-report.ts';
import { choiceOf } from './plan-order.ts';

/** A type that can be exported, and how its table looks. */
export interface ExportableType extends Omit<TypeTotal, 'typeId'> {
  readonly table: 'standard' | 'generic';
}

export interface ListExportableTypesInput extends Pick<ExportOrder, 'sourceIds' | 'groupIds'> {
  readonly studyId: StudyId;
}

/** Types of plug-ins that stand for others, with the points of those together. */
function typesThatCover(sent: readonly ExportableType[], hooks: HookRegistry): ExportableType[] {
  return hooks.types.flatMap(({ identifier, covers }) => {
    const covered = sent.filter(({ type }) => covers?.includes(type));
    if (covered.length === 0 || sent.some(({ type }) => type === identifier)) return [];
    const points = covered.reduce((sum, total) => sum + total.points, 0);
    const sources = Math.max(...covered.map((total) => total.sources));
    return [{ ...(covered[0] as ExportableType), type: identifier, points, sources, table: 'standard' as const }];
  });
}

/**
 * The types that the chosen sources have sent, with their totals, and the reports over many of them.
 * Throws `permission_missing`.
 */
export async function listExportableTypes(ctx: Context, input: ListExportableTypesInput): Promise<ExportableType[]> {
  requireVerb(ctx, 'passive.export', { studyId: input.studyId });
  const { hooks } = ctx.plugins;
  const totals = await listTypeTotals(ctx, choiceOf(input.studyId, input));
  const sent = totals.map(({ typeId: _id, ...total }): ExportableType => ({
    ...total,
    table: findReport(total.type, hooks) ? 'standard' : 'generic',
  }));
  const reports = combinedReportsOf(sent.map(({ type }) => type)).map((report) => sumOf(report, sent));
  return [...sent, ...reports, ...typesThatCover(sent, hooks)];
}

/** A report over many types, with the totals of those it is about. */
function sumOf(report: CombinedReport, types: readonly ExportableType[]): ExportableType {
  const about = types.filter(({ type }) => report.isAbout(type));
  const times = (read: (type: ExportableType) => Date) => about.map((type) => read(type).getTime());
  return {
    type: report.type,
    table: 'standard',
    points: about.reduce((sum, { points }) => sum + points, 0),
    sources: Math.max(...about.map(({ sources }) => sources)),
    firstCreatedAt: new Date(Math.min(...times(({ firstCreatedAt }) => firstCreatedAt))),
    lastCreatedAt: new Date(Math.max(...times(({ lastCreatedAt }) => lastCreatedAt))),
  };
}
