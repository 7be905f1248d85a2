import { attempt, chunk, type Device, type DeviceOptions } from './device.ts';
import type { SimulatedPoint } from './point.ts';
import type { DeviceAnswer, DeviceRequest } from './transport.ts';

/** How one client differs from the next. */
export interface ClientRules {
  readonly maxPoints: number;
  readonly maxBytes?: number;
  /** Builds the request for one JSON array. */
  buildRequest(text: string): DeviceRequest | Promise<DeviceRequest>;
  /** What this client takes for success; null is a failed connection. */
  isDelivered(answer: DeviceAnswer | null): boolean;
}

/** A client that keeps points in a queue, oldest first, and drops those it believes delivered. */
export function createQueueingClient({ identifier, transport }: DeviceOptions, rules: ClientRules): Device {
  let queue: SimulatedPoint[] = [];
  return {
    identifier,
    get pendingCount() {
      return queue.length;
    },
    record(points) {
      queue = [...queue, ...points];
    },
    async flush() {
      let requests = 0;
      let delivered = 0;
      for (const part of chunk(queue, rules.maxPoints, rules.maxBytes)) {
        requests += 1;
        const answer = await attempt(transport(await rules.buildRequest(JSON.stringify(part))));
        if (!rules.isDelivered(answer)) continue;
        delivered += 1;
        const sent = new Set(part);
        queue = queue.filter((point) => !sent.has(point));
      }
      return { requests, delivered };
    },
  };
}
