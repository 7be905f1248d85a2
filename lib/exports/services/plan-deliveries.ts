import type { Context } from '#lib/platform/context.ts';
import { newId, type StudyId, type TaskId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { insertDelivery, releaseDeliveries } from '../data/deliveries.sql.ts';
import { findDestinationRow } from '../data/destinations.sql.ts';
import { enqueueDelivery } from './delivery-job.ts';

export interface PlanDeliveriesInput {
  readonly studyId: StudyId;
  readonly taskIds: readonly TaskId[];
  readonly destinationIds: readonly string[];
}

/**
 * Sets down, in the transaction of the order, where each archive goes once it is made. The caller has checked the verb.
 * Throws `input_invalid` for a destination that is not there.
 */
export async function planDeliveries(ctx: Context, input: PlanDeliveriesInput): Promise<void> {
  const { studyId, taskIds } = input;
  for (const destinationId of new Set(input.destinationIds)) {
    if ((await findDestinationRow(ctx, destinationId)) === null) {
      const message = 'one of the destinations is not there any more';
      throw new Problem('input_invalid', {
        detail: `The export cannot be made: ${message}.`,
        fields: { destinationIds: message },
      });
    }
    for (const taskId of taskIds)
      await insertDelivery(ctx, { id: newId(), studyId, taskId, destinationId, at: ctx.now() });
  }
}

/** Lets the deliveries of a task begin once its archive is recorded; calling it again changes nothing. */
export async function startDeliveries(ctx: Context, taskId: TaskId): Promise<void> {
  await ctx.db.transaction(async () => {
    const now = ctx.now();
    for (const id of await releaseDeliveries(ctx, taskId, now)) await enqueueDelivery(ctx, id, now);
  });
}
