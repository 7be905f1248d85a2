import type { ServerResponse } from 'node:http';

/**
 * Security headers of answers that are not pages: nothing in them is to be run, framed or guessed at (pages get theirs
 * from Next). Devices and extensions of any origin may read them.
 */
const bareHeaders = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'cross-origin',
} as const;

/** Sets them; HTTPS is demanded only where people come by HTTPS. */
export function setBareHeaders(response: ServerResponse, isHttps: boolean): void {
  for (const [name, value] of Object.entries(bareHeaders)) response.setHeader(name, value);
  if (isHttps) response.setHeader('strict-transport-security', 'max-age=31536000');
}
