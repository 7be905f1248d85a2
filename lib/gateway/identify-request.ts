import type { IncomingMessage, ServerResponse } from 'node:http';
import { remoteAddressHeader } from '#lib/platform/http/remote-address.ts';
import { requestIdHeader } from '#lib/platform/http/request-id.ts';
import { newId } from '#lib/platform/ids.ts';
import { removeHeader } from './accept-create.ts';

/**
 * Gives a request its id and its caller's address in headers of ours, which nobody outside can set. An id that a proxy
 * gave is kept; the answer carries it too.
 */
export function identifyRequest(request: IncomingMessage, response: ServerResponse, trustedProxies: number): void {
  const given = request.headers[requestIdHeader];
  const isUsable = typeof given === 'string' && /^[A-Za-z0-9-]{8,64}$/.test(given);
  const requestId = isUsable ? given : newId();
  removeHeader(request, requestIdHeader);
  removeHeader(request, remoteAddressHeader);
  request.headers[requestIdHeader] = requestId;
  request.headers[remoteAddressHeader] = callerAddress(request, trustedProxies);
  response.setHeader(requestIdHeader, requestId);
}

/** The peer, or whom our own proxies name: each adds the address it saw at the end of X-Forwarded-For. */
function callerAddress({ headers, socket }: IncomingMessage, trustedProxies: number): string {
  const peer = socket.remoteAddress ?? 'unknown';
  if (trustedProxies === 0) return peer;
  const forwarded = String(headers['x-forwarded-for'] ?? '').split(',');
  return forwarded.at(-trustedProxies)?.trim() || peer;
}
