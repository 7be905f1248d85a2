import { attempt, chunk, type Device, type DeviceOptions, type SentBeside } from './device.ts';
import type { SimulatedPoint } from './point.ts';
import type { DeviceAnswer, DeviceRequest } from './transport.ts';

/** How one client differs from the next. */
export interface ClientRules {
  readonly maxPoints: number;
  readonly maxBytes?: number;
  /** A round ends with the first request that fails, or after so long; the rest waits for the next round. */
  readonly endsRoundAtFailure?: boolean;
  readonly maxRoundMs?: number;
  /** A point that goes with one request and is in no queue: it is made anew for each attempt. */
  makeBeside?(pendingCount: number): SimulatedPoint;
  /** Builds the request for one JSON array. */
  buildRequest(text: string): DeviceRequest | Promise<DeviceRequest>;
  /** What this client takes for success; null is a failed connection. */
  isDelivered(answer: DeviceAnswer | null): boolean;
}

/** A client that keeps points in a queue, oldest first, and drops those it believes delivered. */
export function createQueueingClient(
  { identifier, transport }: DeviceOptions,
  rules: ClientRules,
): Device & { readonly beside: SentBeside } {
  let queue: SimulatedPoint[] = [];
  const beside = { delivered: [] as SimulatedPoint[], doubtful: [] as SimulatedPoint[] };
  const send = async (part: readonly SimulatedPoint[]): Promise<boolean> => {
    const own = rules.makeBeside ? [rules.makeBeside(queue.length)] : [];
    const answer = await attempt(transport(await rules.buildRequest(JSON.stringify([...part, ...own]))));
    const isDelivered = rules.isDelivered(answer);
    beside[isDelivered ? 'delivered' : 'doubtful'].push(...own);
    return isDelivered;
  };
  return {
    identifier,
    beside,
    get pendingCount() {
      return queue.length;
    },
    record(points) {
      queue = [...queue, ...points];
    },
    async flush() {
      const startedAt = Date.now();
      let requests = 0;
      let delivered = 0;
      for (const part of chunk(queue, rules.maxPoints, rules.maxBytes)) {
        if (Date.now() - startedAt > (rules.maxRoundMs ?? Infinity)) break;
        requests += 1;
        if (await send(part)) {
          delivered += 1;
          const sent = new Set(part);
          queue = queue.filter((point) => !sent.has(point));
        } else if (rules.endsRoundAtFailure) break;
      }
      return { requests, delivered };
    },
  };
}
