import { Logger as QueueLogger, parseCronItems, run } from 'graphile-worker';
import { startCatchUps, startProcessing } from '#lib/passive/index.ts';
import type { Logger } from '#lib/platform/log/log.ts';
import { endWithParent, tellParent } from '#lib/platform/process/end-with-parent.ts';
import { keepBeating } from '#lib/platform/process/worker-heartbeat.sql.ts';
import { openRuntime, setRuntime, type Runtime } from '#lib/platform/runtime.ts';
import { keepSweepingTasks } from '#lib/platform/tasks/index.ts';
import { queueOptions } from '#lib/platform/tasks/queue.ts';
import { keepMqttConnections } from '#lib/protocols/ingest/mqtt/keep-connections.ts';
import { speakThings } from '#lib/protocols/sta/mqtt/speak-things.ts';
import { createTimedTasks, crontab } from './crontab.ts';
import { createTaskList } from './task-list.ts';

/** Jobs one process runs side by side; long Tasks leave room for short ones. */
const concurrency = 4;

/** Starts everything a worker does; the result ends it well. */
async function startWorker(runtime: Runtime): Promise<() => Promise<void>> {
  const shutdown = new AbortController();
  const { signal } = shutdown;
  const runner = await run({
    pgPool: runtime.db.pool,
    ...queueOptions(runtime.db),
    concurrency,
    pollInterval: 1_000,
    noHandleSignals: true,
    logger: queueLogger(runtime.log),
    taskList: { ...createTaskList(runtime, signal), ...createTimedTasks(runtime) },
    parsedCronItems: parseCronItems(crontab),
  });
  runner.events.on('job:success', () => {
    runtime.metrics.jobs.inc({ outcome: 'succeeded' });
  });
  runner.events.on('job:error', () => {
    runtime.metrics.jobs.inc({ outcome: 'failed' });
  });
  await startCatchUps(runtime);
  const loops = [
    keepBeating(runtime, signal),
    keepSweepingTasks(runtime, signal),
    keepMqttConnections({ ...runtime, speaker: speakThings(runtime.config) }, signal),
    startProcessing(runtime, { signal, lanes: runtime.config.processingLanes }),
  ];
  return async () => {
    shutdown.abort();
    await Promise.all([runner.stop(), ...loops]);
  };
}

/** graphile-worker's log lines in ours. */
function queueLogger(log: Logger): QueueLogger {
  return new QueueLogger(() => (level, message) => {
    // What it tells as information is news to nobody but its maintainers.
    const ours = level === 'error' ? 'error' : level === 'warning' ? 'warn' : 'debug';
    log[ours]({ part: 'queue' }, message);
  });
}

const runtime = await openRuntime({ process: 'jobs' });
setRuntime(runtime);
const stop = await startWorker(runtime);
endWithParent(async () => {
  await stop();
  await runtime.close();
});
tellParent({ state: 'ready' });
runtime.log.info('jobs process runs');
