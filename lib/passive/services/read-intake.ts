import { studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import type { Verb } from '#lib/platform/auth/verbs.ts';
import type { Context } from '#lib/platform/context.ts';
import {
  countOpenQuarantine,
  selectIntakeBins,
  selectNewTypes,
  selectWaitingBundles,
  type StudyScope,
} from '../data/intake-series.sql.ts';
import { fillBins, intakeSteps, type IntakeBin, type IntakeStep } from '../domain/intake.ts';

/** Numbers beyond which a count says "more than". */
export const mostCounted = 10_000;
const mostNewTypes = 20;

/** Which studies; null: every one in which the actor may look. */
export interface IntakeOfStudies {
  readonly studyIds: readonly string[] | null;
}

export interface IntakeSeries {
  readonly stepMs: number;
  /** Every bin of the window in order; the last one is still filling. */
  readonly bins: readonly IntakeBin[];
}

function scopeOf(ctx: Context, verb: Verb, asked: readonly string[] | null): StudyScope {
  const mine: readonly string[] | null = studiesWithVerb(ctx.actor, verb);
  const studyIds = mine === null || asked === null ? (asked ?? mine) : asked.filter((id) => mine.includes(id));
  return { db: ctx.db, organizationId: ctx.organizationId, studyIds };
}

/**
 * What came in over the last `count` minutes or hours, by bins, for those who may see sources or the health of the system.
 * Studies in which the actor may not look count nothing. Cost: one row a minute and study, never a point.
 */
export async function readIntakeSeries(
  ctx: Context,
  input: IntakeOfStudies & {
    readonly step: IntakeStep;
    readonly count: number;
    readonly verb?: 'sources.read' | 'health.read';
  },
): Promise<IntakeSeries> {
  const stepMs = intakeSteps[input.step];
  const toMs = (Math.floor(ctx.now().getTime() / stepMs) + 1) * stepMs;
  const fromMs = toMs - input.count * stepMs;
  const scope = scopeOf(ctx, input.verb ?? 'health.read', input.studyIds);
  const bins = await selectIntakeBins(scope, { from: new Date(fromMs), to: new Date(toMs), stepMs });
  return { stepMs, bins: fillBins(bins, { fromMs, toMs }, stepMs) };
}

/** A count that stops at {@link mostCounted}. */
export interface CappedCount {
  readonly count: number;
  readonly isMore: boolean;
}

/** Bundles that wait for processing, and the oldest of them. */
export async function readWaitingBundles(
  ctx: Context,
  input: IntakeOfStudies & { readonly verb?: 'sources.read' | 'health.read' },
): Promise<CappedCount & { readonly oldestAt: Date | null }> {
  const scope = scopeOf(ctx, input.verb ?? 'health.read', input.studyIds);
  const { count, oldestAt } = await selectWaitingBundles(scope, mostCounted);
  return { count, isMore: count >= mostCounted, oldestAt };
}

/** What the quarantine holds open in the studies where the actor may decide on it. */
export async function readOpenQuarantine(ctx: Context, input: IntakeOfStudies): Promise<CappedCount> {
  const count = await countOpenQuarantine(scopeOf(ctx, 'passive.quarantine', input.studyIds), mostCounted);
  return { count, isMore: count >= mostCounted };
}

/** Identifiers of types that the organization saw for the first time since an instant, newest first, 20 at most. */
export async function listNewTypes(ctx: Context, input: IntakeOfStudies & { readonly since: Date }): Promise<string[]> {
  return selectNewTypes(scopeOf(ctx, 'sources.read', input.studyIds), input.since, mostNewTypes);
}
