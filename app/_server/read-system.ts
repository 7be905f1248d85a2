import { findProblems, readIntakeSeries, readWaitingBundles, sumBins } from '#lib/passive/index.ts';
import { requireVerb, studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { measureStorage } from '#lib/platform/metrics/measure-storage.ts';
import { countLiveWorkers } from '#lib/platform/process/worker-heartbeat.sql.ts';
import { selectPluginStates } from '#lib/platform/plugins/plugin-states.sql.ts';
import { getRuntime } from '#lib/platform/runtime.ts';
import { countJobs } from '#lib/platform/tasks/count-jobs.sql.ts';
import type { NowData, SeriesCounter, SeriesData } from '#components/system/system-data.ts';
import { chooseStudy } from './chosen-study.ts';

/** Bins of the two views: a day by the minute, a month (31 days) by the hour. */
export const systemViews = { minute: 24 * 60, hour: 31 * 24 } as const;
export type SystemView = keyof typeof systemViews;

const minutesOfRate = 5;

function requireHealth(ctx: Context): void {
  if (studiesWithVerb(ctx.actor, 'health.read')?.length === 0) requireVerb(ctx, 'health.read');
}

/** Intake of the studies the viewer may look at. Errors: `permission_missing`, `not_found`. */
export async function readSystemSeries(ctx: Context, view: SystemView, studyKey: string | null): Promise<SeriesData> {
  requireHealth(ctx);
  const { studyIds } = await chooseStudy(ctx, studyKey);
  const { bins, stepMs } = await readIntakeSeries(ctx, { studyIds, step: view, count: systemViews[view] });
  const column = (counter: SeriesCounter) => bins.map((bin) => bin[counter]);
  return {
    fromMs: bins[0]?.atMs ?? 0,
    stepMs,
    columns: {
      bundlesReceived: column('bundlesReceived'),
      bundlesRepeated: column('bundlesRepeated'),
      bytesReceived: column('bytesReceived'),
      bundlesProcessed: column('bundlesProcessed'),
      bundlesFailed: column('bundlesFailed'),
      pointsAdded: column('pointsAdded'),
      pointsQuarantined: column('pointsQuarantined'),
    },
  };
}

/** How the machine is now: intake of the viewer's studies; workers, queue and storage of the whole installation. */
export async function readSystemNow(ctx: Context, studyKey: string | null): Promise<NowData> {
  requireHealth(ctx);
  const { config } = await getRuntime();
  const { studyIds } = await chooseStudy(ctx, studyKey);
  const [waiting, day, workers, jobs, storage, plugins] = await Promise.all([
    readWaitingBundles(ctx, { studyIds }),
    readIntakeSeries(ctx, { studyIds, step: 'minute', count: systemViews.minute }),
    countLiveWorkers(ctx.db),
    countJobs(ctx.db),
    measureStorage({ db: ctx.db, dataDir: config.dataDir }),
    selectPluginStates(ctx.db),
  ]);
  const now = {
    atMs: ctx.now().getTime(),
    waiting: { count: waiting.count, isMore: waiting.isMore, oldestAtMs: waiting.oldestAt?.getTime() ?? null },
    lastHour: sumBins(day.bins.slice(-60)),
    lastDay: sumBins(day.bins),
    workers,
    jobs,
    storage,
    plugins,
  };
  // The running minute is not over: the rate is that of the whole ones before it.
  const rated = sumBins(day.bins.slice(-1 - minutesOfRate, -1));
  return { ...now, pointsPerMinute: Math.round(rated.pointsAdded / minutesOfRate), findings: findProblems(now) };
}
