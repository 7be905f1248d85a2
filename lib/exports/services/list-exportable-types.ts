import { hasVerb, requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import type { StudyId } from '#lib/platform/ids.ts';
import { listTypeTotals, type TypeTotal } from '#lib/passive/index.ts';
import type { HookRegistry } from '#lib/platform/plugins/hook-registry.ts';
import type { ExportOrder } from '../domain/export-order.ts';
import { otherReports } from '../domain/reports/other-report.ts';
import { combinedReportsOf } from '../domain/reports/combined-report.ts';
import { findReport } from './find-report.ts';
import { choiceOf } from './plan-order.ts';

/** A type that can be exported, and how its table looks; `report`: it is about no type, and there only when named. */
export interface ExportableType extends Omit<TypeTotal, 'typeId'> {
  readonly table: 'standard' | 'generic' | 'report';
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
 * The types that the chosen sources have sent, with their totals, the reports over many of them, and for who may read
 * the sources the reports about something else, with the totals of all.
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
  const reports = combinedReportsOf(sent.map(({ type }) => type)).map((report) => ({
    ...sumOf(sent.filter(({ type }) => report.isAbout(type))),
    type: report.type,
  }));
  const others =
    sent.length > 0 && hasVerb(ctx.actor, 'sources.read', input)
      ? otherReports.map((type) => ({ ...sumOf(sent), type, table: 'report' as const }))
      : [];
  return [...sent, ...reports, ...typesThatCover(sent, hooks), ...others];
}

/** Totals of several types together. */
function sumOf(types: readonly ExportableType[]): Omit<ExportableType, 'type'> {
  const times = (read: (type: ExportableType) => Date) => types.map((type) => read(type).getTime());
  return {
    table: 'standard',
    points: types.reduce((sum, { points }) => sum + points, 0),
    sources: Math.max(...types.map(({ sources }) => sources)),
    firstCreatedAt: new Date(Math.min(...times(({ firstCreatedAt }) => firstCreatedAt))),
    lastCreatedAt: new Date(Math.max(...times(({ lastCreatedAt }) => lastCreatedAt))),
  };
}
