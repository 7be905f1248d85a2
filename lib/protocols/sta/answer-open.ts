import { answerJson } from '#lib/platform/http/answer-json.ts';
import { remoteAddressOf } from '#lib/platform/http/remote-address.ts';
import { takeToken } from '#lib/platform/limits/rate-limit.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { openServicePath, openThings } from '#lib/sensors/index.ts';
import { answerRead } from './answer-read.ts';
import { parsePath } from './parse-path.ts';
import { pathWithin, refuseMethod } from './path-within.ts';
import { openServiceRoot } from './service-root.ts';

/** Requests a minute from one address: nobody answers for them. */
const requestsPerMinute = 120;

export interface OpenAsking {
  readonly request: Request;
  /** The address as its client sees it. */
  readonly url: URL;
  /** Integer id of the organization in the address. */
  readonly organization: string;
}

/**
 * Answers everybody with what public installations of an organization show, when it allows that; what somebody shows to sign
 * in does not count. It tells of no person and is not noted, like the public pages. Errors: `not_found` (the organization is
 * not there, or does not allow it), `input_invalid`, `rate_limited`.
 */
export async function answerOpen(runtime: Runtime, { request, url, organization }: OpenAsking): Promise<Response> {
  const key = remoteAddressOf(request.headers);
  await takeToken(runtime, { name: 'open-things', key, points: requestsPerMinute, perSeconds: 60 });
  const things = await openThings(runtime.db, organization);
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuseMethod('GET');
  const servicePath = openServicePath(organization);
  const root = `${url.origin}${servicePath}`;
  const path = pathWithin(url, servicePath);
  if (path === '') return answerJson(openServiceRoot(root));
  return answerRead(things, { url, root, resource: parsePath(path) });
}
