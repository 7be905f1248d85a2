import { newId } from '../ids.ts';

/** Header that carries the id of a request from the front door through every layer and back to the caller. */
export const requestIdHeader = 'x-request-id';

/** The id the front door gave the request; a new one when there is none or it is not of our form. */
export function requestIdOf(headers: Headers): string {
  const given = headers.get(requestIdHeader);
  return given !== null && /^[A-Za-z0-9-]{8,64}$/.test(given) ? given : newId();
}
