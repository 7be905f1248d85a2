import { isSuccess, type Device, type DeviceOptions } from './device.ts';
import { createQueueingClient } from './queueing-client.ts';

/** The mitmproxy add-on: a form with nothing but `payload`, plain JSON; 2xx is success, all else is queued again. */
export function createNetworkProxy(options: DeviceOptions): Device {
  return createQueueingClient(options, {
    maxPoints: 100,
    buildRequest: (text) => ({
      method: 'POST',
      path: options.bundlePath,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: Buffer.from(new URLSearchParams({ payload: text }).toString()),
    }),
    isDelivered: isSuccess,
  });
}
