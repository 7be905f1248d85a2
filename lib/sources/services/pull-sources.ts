import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { selectOpenAlertsOf } from '../data/alerts/alerts.sql.ts';
import { countPulledSources, selectPulledSources, type PulledSourceRow } from '../data/pulled-sources.sql.ts';
import { scopeOf } from '../data/scope.sql.ts';
import type { Alert } from '../domain/alerts/alert.ts';
import { readSourceQuestion } from '../domain/pulled-source.ts';

/** Most sources of one answer. */
const mostPulledSources = 1000;

export interface PullSourcesInput {
  readonly studyId: string;
  readonly filters: unknown;
  readonly excludes: unknown;
  readonly orderBy: unknown;
  /** From 0. */
  readonly pageIndex: number;
  readonly pageSize: number;
}

export interface PulledSources {
  readonly count: number;
  readonly pageIndex: number;
  readonly pageSize: number;
  readonly items: readonly PulledSource[];
}

/** A source with the alerts that are open about it, worst first. */
interface PulledSource extends PulledSourceRow {
  readonly alerts: readonly Alert[];
}

/**
 * Answers a pull client: sources of a study that are not archived and fit lookups, with what is open about them
 * (passive-data-kit.md, 1.15).
 * Errors: `permission_missing`, `input_invalid` (names the lookup).
 */
export async function pullSources(ctx: Context, input: PullSourcesInput): Promise<PulledSources> {
  requireVerb(ctx, 'sources.read', { studyId: input.studyId });
  const question = readSourceQuestion(input);
  const scope = scopeOf(ctx, 'sources.read');
  const pageSize = Math.min(input.pageSize, mostPulledSources);
  const skip = input.pageIndex * pageSize;
  const count = await countPulledSources(scope, input.studyId, question);
  const rows = skip < count ? await selectPulledSources(scope, input.studyId, { question, skip, limit: pageSize }) : [];
  const alerts = await selectOpenAlertsOf(
    scope,
    rows.map(({ id }) => id),
  );
  const alertsOf = Map.groupBy(alerts, ({ sourceId }) => sourceId);
  const items = rows.map((row) => ({ ...row, alerts: alertsOf.get(row.id) ?? [] }));
  return { count, pageIndex: input.pageIndex, pageSize, items };
}
