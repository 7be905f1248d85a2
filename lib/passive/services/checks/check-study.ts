import { listCheckedSources, queueNotices, reconcileAlerts, type CheckedSource } from '#lib/sources/index.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Locale } from '#lib/platform/i18n/locales.ts';
import { updateRuleErrors } from '../../data/checks/rules.sql.ts';
import { createReadings } from './readings.ts';
import { runCheck, sourcesAtATime } from './run-check.ts';
import { listEnabledChecks, type StudyCheck } from './status-checks.ts';

export interface CheckStudyInput {
  readonly studyId: string;
  /** Address of the platform as people type it, for links in messages. */
  readonly publicUrl: string;
  /** The installation's language, for people told of alerts who have chosen none. */
  readonly locale?: Locale;
  readonly signal?: AbortSignal;
  /** Hears of sources that are done. */
  readonly onProgress?: (sources: number) => void;
}

export interface CheckReport {
  readonly sources: number;
  readonly opened: number;
  readonly closed: number;
  /** Checks that failed, on all sources or some. */
  readonly failedChecks: number;
}

interface Totals {
  sources: number;
  opened: number;
  closed: number;
}

/**
 * Runs the status checks of a study over its sources and brings the alerts in line (passive-data-kit.md, 3.2). A check
 * or source that fails costs the others nothing. Asks for no verb. Cost: for each 500 sources one read per check.
 */
export async function checkStudy(ctx: Context, input: CheckStudyInput): Promise<CheckReport> {
  const { studyId, publicUrl, locale, signal, onProgress } = input;
  const checks = await listEnabledChecks(ctx, studyId);
  const errors = new Map<StudyCheck, string>();
  const totals: Totals = { sources: 0, opened: 0, closed: 0 };
  for (let after: string | null = null; ;) {
    signal?.throwIfAborted();
    const sources = await listCheckedSources(ctx, { studyId, after, limit: sourcesAtATime });
    after = sources.at(-1)?.id ?? null;
    if (after === null) break;
    await checkSources(ctx, { checks, sources, errors, totals });
    onProgress?.(totals.sources);
    if (sources.length < sourcesAtATime) break;
  }
  const known = checks.flatMap((one) =>
    one.ruleId === null ? [] : [{ id: one.ruleId, error: errors.get(one) ?? null }],
  );
  await updateRuleErrors(ctx, known);
  await queueNotices(ctx, { studyId, publicUrl, locale });
  return { ...totals, failedChecks: errors.size };
}

interface Batch {
  readonly checks: readonly StudyCheck[];
  readonly sources: readonly CheckedSource[];
  readonly errors: Map<StudyCheck, string>;
  readonly totals: Totals;
}

async function checkSources(ctx: Context, { checks, sources, errors, totals }: Batch): Promise<void> {
  const readings = createReadings(
    ctx,
    sources.map(({ id }) => id),
  );
  for (const one of checks) {
    const { check } = one;
    const run = await runCheck(ctx, { check, sources, readings });
    if (run.error !== null) errors.set(one, run.error);
    const findings = run.findings.map((finding) => ({ ...finding, checkId: check.id, checkLabel: check.label }));
    const sourceIds = run.lookedAt.map(({ id }) => id);
    const { opened, closed } = await reconcileAlerts(ctx, { sourceIds, checkIds: [check.id], findings });
    totals.opened += opened;
    totals.closed += closed;
  }
  totals.sources += sources.length;
}
