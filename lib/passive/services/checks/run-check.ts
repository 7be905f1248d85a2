import type { CheckedSource } from '#lib/sources/index.ts';
import type { Context } from '#lib/platform/context.ts';
import type { CheckFinding, CheckReadings, StatusCheck } from '../../domain/checks/status-check.ts';
import { createSearch } from '../search-pattern.ts';
import { createReadings } from './readings.ts';

/** Sources looked at together. */
export const sourcesAtATime = 500;
/** Failures of single sources after which the check itself is taken to be broken. */
const failuresBorne = 5;

/** What a check came to on some sources. */
export interface CheckRun {
  readonly findings: readonly CheckFinding[];
  /** Sources it could look at: the alerts of others stay as they are. */
  readonly lookedAt: readonly CheckedSource[];
  /** Why it failed on all or some; null: it did not. */
  readonly error: string | null;
}

/** A check, the sources it looks at together, and what was read of them already. */
interface CheckWork {
  readonly check: StatusCheck;
  readonly sources: readonly CheckedSource[];
  readonly readings?: CheckReadings;
}

/** Runs a check on sources; if that fails, on each alone, so that one bad source costs the others nothing. */
export async function runCheck(ctx: Context, { check, sources, readings }: CheckWork): Promise<CheckRun> {
  const ids = sources.map(({ id }) => id);
  const look = {
    sources,
    now: ctx.now(),
    readings: readings ?? createReadings(ctx, ids),
    search: searchFor(ctx, check),
  };
  try {
    return { findings: await check.evaluate(look), lookedAt: sources, error: null };
  } catch (error) {
    ctx.log.warn({ err: error, check: check.id }, 'a status check failed: each source by itself');
    if (sources.length === 1) return { findings: [], lookedAt: [], error: textOf(error) };
    return runSingly(ctx, { check, sources });
  }
}

async function runSingly(ctx: Context, { check, sources }: CheckWork): Promise<CheckRun> {
  const findings: CheckFinding[] = [];
  const lookedAt: CheckedSource[] = [];
  let failure: string | null = null;
  let failures = 0;
  for (const source of sources) {
    const run = await runCheck(ctx, { check, sources: [source] });
    findings.push(...run.findings);
    lookedAt.push(...run.lookedAt);
    failure ??= run.error;
    failures += run.error === null ? 0 : 1;
    if (failures === failuresBorne) break;
  }
  return { findings, lookedAt, error: failure };
}

/** Each check has its own time for regular expressions: a slow one takes none from the others. */
function searchFor(ctx: Context, check: StatusCheck) {
  return createSearch(() => {
    ctx.log.warn({ check: check.id }, 'a pattern of a status check took too long and was stopped');
  });
}

function textOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 500);
}
