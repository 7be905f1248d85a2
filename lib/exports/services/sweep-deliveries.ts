import { newId, type OrganizationId } from '#lib/platform/ids.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { selectIdleDeliveries, selectUnreleasedTasks } from '../data/deliveries.sql.ts';
import { enqueueDelivery } from './delivery-job.ts';
import { startDeliveries } from './plan-deliveries.ts';

const atATime = 500;

/**
 * Takes up deliveries that nobody works on: their worker was killed, or died between making the archive and saying so.
 * Run by the clock; gives how many.
 */
export async function sweepDeliveries(runtime: Pick<Runtime, 'db' | 'context'>): Promise<number> {
  const contextOf = (organizationId: OrganizationId) =>
    runtime.context({ organizationId, actor: { kind: 'system', label: 'delivery' }, requestId: newId() });
  const ready = await selectUnreleasedTasks(runtime.db, atATime);
  for (const { organizationId, taskId } of ready) await startDeliveries(contextOf(organizationId), taskId);
  const idle = await selectIdleDeliveries(runtime.db, atATime);
  for (const { organizationId, id } of idle) await enqueueDelivery(contextOf(organizationId), id, new Date());
  return ready.length + idle.length;
}
