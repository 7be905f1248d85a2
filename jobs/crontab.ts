import { runBackupPlans, runSchedules, sweepDeliveries } from '#lib/exports/index.ts';
import type { CronItem, Task } from 'graphile-worker';
import {
  askStatistics,
  checkAllStudies,
  clearBundles,
  expireByTheClock,
  forwardJobName,
  fetchWithings,
  forwardPoints,
  nudgeByTheClock,
} from '#lib/passive/index.ts';
import { sweepAccessRecords } from '#lib/platform/audit/sweep-access-records.ts';
import { remindParticipants } from '#lib/donations/index.ts';
import { sweepDrafts } from '#lib/platform/blobs/sweep-drafts.ts';
import { tendEmbedded } from '#lib/platform/db/tend-embedded.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { countSamples, deliverPublications, packObservations, sweepMqttMessages } from '#lib/sensors/index.ts';
import { checkAllFidelities, deliverJobName, deliverMessages, sendDigests } from '#lib/sources/index.ts';

/** One piece of work that comes round by the clock (UTC). */
interface TimedWork {
  /** Five cron fields. */
  readonly match: string;
  readonly run: (runtime: Runtime) => Promise<unknown>;
}

/** What is done by the clock, by name; every worker process knows all of it and the queue runs each once. */
const timedWork: Readonly<Record<string, TimedWork>> = {
  'alerts.digest': { match: '*/5 * * * *', run: (runtime) => sendDigests(runtime) },
  [deliverJobName]: { match: '* * * * *', run: (runtime) => deliverMessages(runtime) },
  // Before the status checks, which look at what it finds.
  'sources.check-fidelity': { match: '*/5 * * * *', run: (runtime) => checkAllFidelities(runtime) },
  'passive.check-status': { match: '*/5 * * * *', run: checkAllStudies },
  'passive.clear-bundles': { match: '*/10 * * * *', run: clearBundles },
  'passive.expire-points': { match: '11 3 * * *', run: expireByTheClock },
  'passive.nudge': { match: '*/5 * * * *', run: nudgeByTheClock },
  'donations.remind': { match: '23 * * * *', run: remindParticipants },
  'passive.fetch-withings': { match: '*/10 * * * *', run: fetchWithings },
  'federation.statistics': { match: '*/5 * * * *', run: askStatistics },
  [forwardJobName]: { match: '* * * * *', run: forwardPoints },
  // Behind midnight, so that clocks that differ by minutes agree on which days are over.
  'sensors.count-samples': { match: '7 1 * * *', run: (runtime) => countSamples(runtime) },
  'sensors.pack-months': { match: '53 1 * * *', run: (runtime) => packObservations(runtime) },
  'sensors.sweep-mqtt': { match: '41 2 * * *', run: (runtime) => sweepMqttMessages(runtime) },
  'sensors.publish': { match: '* * * * *', run: (runtime) => deliverPublications(runtime) },
  'platform.sweep-access-records': { match: '37 2 * * *', run: sweepAccessRecords },
  'platform.tend-database': { match: '*/5 * * * *', run: tendEmbedded },
  'platform.sweep-drafts': { match: '17 * * * *', run: sweepDrafts },
  'exports.run-schedules': { match: '* * * * *', run: (runtime) => runSchedules(runtime) },
  'exports.run-backups': { match: '*/5 * * * *', run: (runtime) => runBackupPlans(runtime) },
  'exports.sweep-deliveries': { match: '* * * * *', run: sweepDeliveries },
};

/** The clock's entries for the queue. A run that was missed while nothing ran is not made up for. */
export const crontab: CronItem[] = Object.entries(timedWork).map(([task, { match }]) => ({
  task,
  match,
  options: { maxAttempts: 3, jobKey: task, jobKeyMode: 'replace', backfillPeriod: 0 },
}));

/** The jobs behind the clock's entries. */
export function createTimedTasks(runtime: Runtime): Record<string, Task> {
  return Object.fromEntries(
    Object.entries(timedWork).map(([task, { run }]) => [
      task,
      async () => {
        await run(runtime);
      },
    ]),
  );
}
