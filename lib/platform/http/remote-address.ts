/**
 * Header in which the front door tells the layers behind it the caller's address. The front door removes it from what
 * comes from outside, so it can be believed.
 */
export const remoteAddressHeader = 'x-cairn-remote-address';

/** The caller's address as the front door saw it; "unknown" when there is no front door (tests, `next dev`). */
export function remoteAddressOf(headers: Headers): string {
  return headers.get(remoteAddressHeader) ?? 'unknown';
}
