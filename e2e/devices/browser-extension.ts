import { gzipSync } from 'node:zlib';
import { isSuccess, parseJson, type Device, type DeviceOptions, type SentBeside } from './device.ts';
import { encodePayload } from './payload.ts';
import type { SimulatedPoint } from './point.ts';
import { createQueueingClient } from './queueing-client.ts';
import type { DeviceRequest } from './transport.ts';

export interface BrowserOptions extends DeviceOptions {
  /** Makes it use the newer PUT with a bearer token ("v3") in place of the form. */
  readonly token?: string;
  /** Makes the point of its own state that REX adds to every bundle; without it none is added. */
  readonly makeStatus?: (pendingCount: number) => SimulatedPoint;
}

export interface BrowserExtension extends Device {
  readonly beside: SentBeside;
  /** The browser starts the extension's worker anew. */
  restart(): void;
}

/**
 * REX: up to 64 points or about 128 KiB of JSON, and one point of its own state. As a form it wants an ok status and a
 * JSON answer, and an answer that is no JSON stops its uploads until its worker is restarted; as PUT any 2xx will do,
 * whatever its body (passive-data-kit.md, sections 1.9 and 1.12).
 */
export function createBrowserExtension(options: BrowserOptions): BrowserExtension {
  const { token, makeStatus } = options;
  let isWedged = false;
  const client = createQueueingClient(options, {
    maxPoints: 64,
    maxBytes: 128 * 1024,
    endsRoundAtFailure: true,
    ...(makeStatus && { makeBeside: makeStatus }),
    buildRequest: (text) => (token === undefined ? formRequest(options, text) : putRequest(options, text, token)),
    isDelivered(answer) {
      if (token !== undefined) return isSuccess(answer);
      const isJson = answer !== null && parseJson(answer.body) !== undefined;
      isWedged ||= answer !== null && !isJson;
      return isSuccess(answer) && isJson;
    },
  });
  return {
    identifier: client.identifier,
    beside: client.beside,
    get pendingCount() {
      return client.pendingCount;
    },
    record: (points) => client.record(points),
    flush: () => (isWedged ? Promise.resolve({ requests: 0, delivered: 0 }) : client.flush()),
    restart() {
      isWedged = false;
    },
  };
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
