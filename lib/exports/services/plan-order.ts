import { getStudy } from '#lib/accounts/index.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import type { StudyId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import {
  estimateSources,
  getTypeIds,
  listTypeTotals,
  type SourceChoice,
  type SourceEstimate,
} from '#lib/passive/index.ts';
import type { ExportOrder } from '../domain/export-order.ts';
import { combinedReportsOf, findCombinedReport } from '../domain/reports/combined-report.ts';
import { isOtherReport } from '../domain/reports/other-report.ts';
import { splitOrder } from '../domain/split-order.ts';
import { rangeOf } from './range-of-days.ts';

/** What an order comes to. */
export interface OrderPlan {
  readonly sources: readonly SourceEstimate[];
  readonly types: readonly string[];
  readonly parts: readonly (readonly SourceEstimate[])[];
  /** About how many, from running totals. */
  readonly points: number;
  /** The study wants the headers and files of PDK. */
  readonly hasLegacyReports: boolean;
}

/**
 * Works out whose points an order means and how it is cut into parts. Reads no point.
 * Throws `permission_missing`, `input_invalid` when it names sources or types that are not there.
 */
export async function planOrder(ctx: Context, studyId: StudyId, order: ExportOrder): Promise<OrderPlan> {
  requireVerb(ctx, 'passive.export', { studyId });
  const choice = choiceOf(studyId, order);
  const sent = (await listTypeTotals(ctx, choice)).map((total) => total.type);
  const types = await realTypes(ctx, order.types ?? [...sent, ...combinedReportsOf(sent).map(({ type }) => type)]);
  // It tells of devices and people what is known of sources beyond their points.
  if (types.some(isOtherReport)) requireVerb(ctx, 'sources.read', { studyId });
  const counted = types.flatMap((type) => typesCounted(type, sent));
  const sources = await estimateSources(ctx, { choice, types: [...new Set(counted)], range: rangeOf(order) });
  requireKnownSources(order, sources);
  await requireKnownTypes(
    ctx,
    types.filter((type) => !isOtherReport(type) && !combinedReportsOf(sent).some((report) => report.type === type)),
  );
  const points = sources.reduce((sum, source) => sum + source.points, 0);
  // Who may export need not be allowed to read all of the study's settings.
  const { hasLegacyReports } = await getStudy({ ...ctx, actor: { kind: 'system', label: 'exports' } }, studyId);
  const parts = splitOrder(sources, order.partPoints);
  return { sources, types: [...types].sort(), parts, points, hasLegacyReports };
}

/** The types whose points an ordered name costs. */
function typesCounted(type: string, sent: readonly string[]): readonly string[] {
  if (isOtherReport(type)) return type === 'pdk-personal-data' ? sent : [];
  const report = findCombinedReport(type);
  return report ? sent.filter((one) => report.isAbout(one)) : [type];
}

/** A type of a plug-in that stands for others is those of them that somebody has sent. */
async function realTypes(ctx: Context, types: readonly string[]): Promise<string[]> {
  const covered = types.flatMap((type) => ctx.plugins.hooks.typeOf(type)?.covers ?? []);
  if (covered.length === 0) return [...types];
  const known = await getTypeIds(ctx, covered);
  const kept = types.filter((type) => (ctx.plugins.hooks.typeOf(type)?.covers ?? []).length === 0);
  return [...new Set([...kept, ...covered.filter((type) => known.has(type))])];
}

/** Whose points are meant. */
export function choiceOf(
  studyId: StudyId,
  { sourceIds, groupIds }: Pick<ExportOrder, 'sourceIds' | 'groupIds'>,
): SourceChoice {
  return { studyId, named: sourceIds.length + groupIds.length > 0 ? { sourceIds, groupIds } : null };
}

/** Throws `input_invalid` for an order that comes to nothing. */
export function requireSomething({ sources, types }: OrderPlan): void {
  if (sources.length === 0) throw invalid('sourceIds', 'there are no sources to export');
  if (types.length === 0) throw invalid('types', 'these sources have not sent anything yet');
}

function requireKnownSources(order: ExportOrder, sources: readonly SourceEstimate[]): void {
  const found = new Set<string>(sources.map((source) => source.id));
  const missing = order.sourceIds.filter((id) => !found.has(id.toLowerCase()));
  if (missing.length > 0) {
    const first = missing.slice(0, 3).join(', ');
    throw invalid('sourceIds', `${String(missing.length)} of these are no sources of the study: ${first}`);
  }
}

async function requireKnownTypes(ctx: Context, types: readonly string[]): Promise<void> {
  const known = await getTypeIds(ctx, types);
  const missing = types.filter((type) => !known.has(type));
  if (missing.length > 0) throw invalid('types', `nobody has sent points of these types: ${missing.join(', ')}`);
}

function invalid(field: string, message: string): Problem {
  return new Problem('input_invalid', {
    detail: `The export cannot be made: ${message}.`,
    fields: { [field]: message },
  });
}
