import { minuteMs } from '#lib/platform/time/zone.ts';

/** What is known of the machine at one moment. Sizes in bytes. */
export interface HealthNow {
  readonly atMs: number;
  readonly waiting: { readonly count: number; readonly isMore: boolean; readonly oldestAtMs: number | null };
  /** Sums of the last hour and of the last 24. */
  readonly lastHour: { readonly bundlesReceived: number; readonly bundlesProcessed: number };
  readonly lastDay: {
    readonly bundlesReceived: number;
    readonly bundlesFailed: number;
    readonly pointsAdded: number;
    readonly pointsQuarantined: number;
  };
  /** Worker processes seen in the last half minute. */
  readonly workers: number;
  readonly jobs: readonly {
    readonly kind: string;
    readonly waiting: number;
    readonly running: number;
    readonly failed: number;
  }[];
  readonly storage: {
    readonly databaseBytes: number;
    readonly diskFreeBytes: number | null;
    readonly diskTotalBytes: number | null;
  };
}

/** One thing that is wrong, or worth a look; `values` fill the sentence of the page. */
export interface HealthFinding {
  readonly code: (typeof findingCodes)[number];
  readonly severity: 'bad' | 'warn';
  readonly values: Readonly<Record<string, number | string>>;
}

export const findingCodes = [
  'noWorker',
  'processingStopped',
  'processingBehind',
  'silence',
  'bundlesFailed',
  'pointsQuarantined',
  'jobsFailed',
  'diskFull',
  'diskLow',
] as const;

/** Bundles older than this are not being worked on at the pace they come. */
const behindAfterMs = 5 * minuteMs;
const diskFullShare = 0.03;
const diskLowShare = 0.1;
/** A share of quarantined points that a person should look at. */
const quarantineShare = 0.01;

/** Says what is wrong with the machine, worst first; an empty list: all is well. */
export function findProblems(now: HealthNow): HealthFinding[] {
  const findings = [...workFindings(now), ...dataFindings(now), ...machineFindings(now)];
  return findings.sort((a, b) => Number(a.severity === 'warn') - Number(b.severity === 'warn'));
}

function workFindings({ atMs, waiting, lastHour, workers }: HealthNow): HealthFinding[] {
  const findings: HealthFinding[] = [];
  const ageMs = waiting.oldestAtMs === null ? 0 : Math.max(0, atMs - waiting.oldestAtMs);
  if (workers === 0) findings.push({ code: 'noWorker', severity: 'bad', values: {} });
  if (ageMs <= behindAfterMs) return findings;
  const values = { count: waiting.count, ...ageOf(ageMs) };
  const hasStopped = lastHour.bundlesProcessed === 0;
  findings.push(
    hasStopped
      ? { code: 'processingStopped', severity: 'bad', values }
      : { code: 'processingBehind', severity: 'warn', values },
  );
  return findings;
}

/** An age in the largest unit that tells it well: from two hours on in hours, from two days on in days. */
function ageOf(ageMs: number): { readonly age: number; readonly unit: 'minute' | 'hour' | 'day' } {
  const minutes = Math.round(ageMs / minuteMs);
  if (minutes < 120) return { age: minutes, unit: 'minute' };
  const hours = Math.round(minutes / 60);
  return hours < 48 ? { age: hours, unit: 'hour' } : { age: Math.round(hours / 24), unit: 'day' };
}

function dataFindings({ lastHour, lastDay }: HealthNow): HealthFinding[] {
  const findings: HealthFinding[] = [];
  if (lastHour.bundlesReceived === 0 && lastDay.bundlesReceived > 0) {
    findings.push({ code: 'silence', severity: 'warn', values: {} });
  }
  if (lastDay.bundlesFailed > 0) {
    findings.push({ code: 'bundlesFailed', severity: 'warn', values: { count: lastDay.bundlesFailed } });
  }
  const points = lastDay.pointsAdded + lastDay.pointsQuarantined;
  if (points > 0 && lastDay.pointsQuarantined / points > quarantineShare) {
    const percent = Math.max(1, Math.round((lastDay.pointsQuarantined / points) * 100));
    findings.push({
      code: 'pointsQuarantined',
      severity: 'warn',
      values: { count: lastDay.pointsQuarantined, percent },
    });
  }
  return findings;
}

function machineFindings({ jobs, storage }: HealthNow): HealthFinding[] {
  const findings: HealthFinding[] = [];
  const failed = jobs.reduce((sum, job) => sum + job.failed, 0);
  if (failed > 0) findings.push({ code: 'jobsFailed', severity: 'warn', values: { count: failed } });
  const { diskFreeBytes, diskTotalBytes } = storage;
  if (diskFreeBytes === null || !diskTotalBytes) return findings;
  const share = diskFreeBytes / diskTotalBytes;
  const percent = Math.floor(share * 100);
  if (share < diskFullShare) findings.push({ code: 'diskFull', severity: 'bad', values: { percent } });
  else if (share < diskLowShare) findings.push({ code: 'diskLow', severity: 'warn', values: { percent } });
  return findings;
}
