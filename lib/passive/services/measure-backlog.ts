import type { Runtime } from '#lib/platform/runtime.ts';
import { selectBacklog, type Backlog } from '../data/backlog.sql.ts';

/**
 * What waits in the whole installation: bundles, the age of the oldest in seconds, and open quarantined points.
 * For those who run it: three totals, nothing of any organization.
 */
export function measureBacklog(runtime: Pick<Runtime, 'db'>): Promise<Backlog> {
  return selectBacklog(runtime.db);
}
