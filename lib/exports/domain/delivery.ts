import { z } from 'zod';

/** Where a delivery stands: see the table `export_deliveries`. */
export const deliveryStateSchema = z.enum(['pending', 'waiting', 'sending', 'delivered', 'failed', 'stopped']);
export type DeliveryState = z.infer<typeof deliveryStateSchema>;

/** Seconds before each further try once one has failed (Passive Data Kit, section 6.6). */
const retryWaitsSeconds = [0, 60, 120, 300] as const;

/** When a delivery is tried again after its `attempt`-th try has failed at `at`; null: not any more. */
export function nextTryAt(attempt: number, at: Date): Date | null {
  const waitSeconds = retryWaitsSeconds[attempt - 1];
  return waitSeconds === undefined ? null : new Date(at.getTime() + waitSeconds * 1000);
}

/** What becomes of one archive at one destination, as a person sees it. */
export const deliverySchema = z.object({
  id: z.guid(),
  taskId: z.guid(),
  destination: z.object({ id: z.guid(), name: z.string(), kind: z.string() }),
  state: deliveryStateSchema,
  /** Tries so far. */
  attempt: z.number(),
  nextAttemptAt: z.iso.datetime().nullable(),
  sizeBytes: z.number().nullable(),
  sentBytes: z.number(),
  /** Where it lies at the destination; null for a mail. */
  path: z.string().nullable(),
  sha256: z.string().nullable(),
  /** How the destination made sure it arrived whole: sha256, md5, or null. */
  checkedBy: z.string().nullable(),
  error: z.string().nullable(),
  linkExpiresAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
});
export type Delivery = z.infer<typeof deliverySchema>;
