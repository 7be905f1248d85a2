import type { SenderTokens, TokenCaller } from '#lib/accounts/index.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Exchange } from './exchange.ts';

/**
 * Who holds the bearer token of a request (RFC 6750); only `intake.send` is ever asked of them. Throws `sign_in_required`
 * without a valid token, `rate_limited` for an address that keeps sending wrong ones.
 */
export async function requireToken(tokens: SenderTokens, exchange: Exchange): Promise<TokenCaller> {
  const { remoteAddress } = exchange;
  const caller = await tokens.find({ authorization: exchange.header('authorization'), remoteAddress });
  if (caller) return caller;
  throw new Problem('sign_in_required', {
    detail:
      'This address takes uploads with an API token only: Authorization: Bearer <token>. The token sent is missing, unknown or expired.',
  });
}
