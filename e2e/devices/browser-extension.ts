import { gzipSync } from 'node:zlib';
import { isSuccess, parseJson, type Device, type DeviceOptions } from './device.ts';
import { encodePayload } from './payload.ts';
import { createQueueingClient } from './queueing-client.ts';
import type { DeviceRequest } from './transport.ts';

export interface BrowserOptions extends DeviceOptions {
  /** Makes it use the newer PUT with a bearer token ("v3") in place of the form. */
  readonly token?: string;
}

/**
 * REX: up to 64 points or about 128 KiB of JSON. As a form it wants an ok status and a JSON answer; as PUT any 2xx will
 * do (passive-data-kit.md, sections 1.9 and 1.12).
 */
export function createBrowserExtension(options: BrowserOptions): Device {
  const { token } = options;
  return createQueueingClient(options, {
    maxPoints: 64,
    maxBytes: 128 * 1024,
    buildRequest: (text) => (token === undefined ? formRequest(options, text) : putRequest(options, text, token)),
    isDelivered: (answer) => isSuccess(answer) && (token !== undefined || parseJson(answer.body) !== undefined),
  });
}

async function formRequest(options: BrowserOptions, text: string): Promise<DeviceRequest> {
  const { payload, compression } = await encodePayload(text, { compression: 'gzip' });
  return {
    method: 'POST',
    path: options.bundlePath,
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-pdk-identifier': options.identifier },
    body: Buffer.from(new URLSearchParams({ compression, payload }).toString()),
  };
}

function putRequest(options: BrowserOptions, text: string, token: string): DeviceRequest {
  return {
    method: 'PUT',
    path: options.bundlePath,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      'x-pdk-identifier': options.identifier,
    },
    body: gzipSync(text),
  };
}
