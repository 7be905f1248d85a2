import { openDonation, type OpenedDonation } from '#lib/donations/index.ts';
import { remoteAddressOf } from '#lib/platform/http/remote-address.ts';
import type { Runtime } from '#lib/platform/runtime.ts';

/** Carries the token of a participant's link: in a header, it is in no address and no log. */
const tokenHeader = 'x-cairn-donation';

interface Call {
  readonly runtime: Runtime;
  readonly request: Request;
  readonly requestId: string;
}

/** The request that the caller's token opens. Throws `donation_link_invalid`, `rate_limited`. */
export function openFrom({ runtime, request, requestId }: Call): Promise<OpenedDonation> {
  return openDonation(runtime, {
    token: request.headers.get(tokenHeader),
    remoteAddress: remoteAddressOf(request.headers),
    requestId,
  });
}
