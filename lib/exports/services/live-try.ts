import type { Context } from '#lib/platform/context.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import type { ClaimedDelivery, DeliveryTry } from '../data/deliveries.sql.ts';

/** What a delivery needs of the process it is in. */
export type DeliveryRuntime = Pick<Runtime, 'db' | 'blobs' | 'config' | 'mail' | 'log' | 'context'>;

/** The live side of one try: what it has sent, and the signal that ends it. */
export interface LiveTry extends DeliveryTry {
  readonly ctx: Context;
  readonly claimed: ClaimedDelivery;
  readonly signal: AbortSignal;
  sentBytes: number;
}
