import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import type { OrganizationId } from '#lib/platform/ids.ts';

/** Name of the queue's job behind every delivery. */
export const deliveryJobName = 'exports.deliver';

export const deliveryJobSchema = z.object({
  organizationId: z.guid().transform((id) => id as OrganizationId),
  deliveryId: z.guid(),
});

/** Adds the job of a delivery, in the caller's transaction; one at a time. Tries are counted by us, not by the queue. */
export async function enqueueDelivery(
  { enqueue, organizationId }: Pick<Context, 'enqueue' | 'organizationId'>,
  deliveryId: string,
  runAt: Date,
): Promise<void> {
  await enqueue(
    deliveryJobName,
    { organizationId, deliveryId },
    { jobKey: `delivery:${deliveryId}`, maxAttempts: 1, runAt },
  );
}
