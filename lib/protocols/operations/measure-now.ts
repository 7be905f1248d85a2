import { measureBacklog } from '#lib/passive/index.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { measureQueue } from '#lib/platform/tasks/measure-queue.sql.ts';

/**
 * Sets the gauges that describe the whole installation, so that any one process tells them. Without a database only
 * `cairn_database_up 0` is told.
 */
export async function measureNow(runtime: Pick<Runtime, 'db' | 'metrics' | 'log'>): Promise<void> {
  const { db, metrics, log } = runtime;
  try {
    const [backlog, queue] = await Promise.all([measureBacklog(runtime), measureQueue(db)]);
    metrics.setGauge('cairn_bundles_waiting', backlog.bundlesWaiting);
    metrics.setGauge('cairn_bundles_oldest_waiting_seconds', backlog.oldestWaitingS);
    metrics.setGauge('cairn_quarantine_open', backlog.quarantineOpen);
    metrics.setGauge('cairn_queue_jobs_ready', queue.ready);
    metrics.setGauge('cairn_queue_jobs_failed', queue.failed);
    metrics.setGauge('cairn_database_up', 1);
  } catch (error) {
    log.warn({ err: error }, 'measuring failed');
    metrics.setGauge('cairn_database_up', 0);
  }
}
