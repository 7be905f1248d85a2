import type { Device, DeviceOptions } from './device.ts';
import { createQueueingClient } from './queueing-client.ts';

/**
 * PDK iOS: up to 32 points, oldest first, as a bare JSON array with the method CREATE, for at most 15 s each time it
 * wakes. **Any** HTTP answer counts as delivered, a refusal too; only a failed connection keeps the points
 * (passive-data-kit.md, section 1.9).
 */
export function createIosPhone(options: DeviceOptions): Device {
  return createQueueingClient(options, {
    maxPoints: 32,
    endsRoundAtFailure: true,
    maxRoundMs: 15_000,
    buildRequest: (text) => ({
      method: 'CREATE',
      path: options.bundlePath,
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: Buffer.from(text),
    }),
    isDelivered: (answer) => answer !== null,
  });
}
