import { z } from 'zod';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Config } from '#lib/platform/config/config.ts';
import type { Context } from '#lib/platform/context.ts';
import { openText } from '#lib/platform/crypto/seal.ts';
import { InternalAddressError } from '#lib/platform/outgoing/address-guard.ts';
import { getText, type OutgoingAnswer } from '#lib/platform/outgoing/post-text.ts';
import type { ConnectionTrial, TrialOutcome } from '../domain/pyramid-connection.ts';
import { openConnection } from './write-pyramid-connection.ts';

/** Of what every DHIS2 tells of itself at `/api/system/info`, what tells it from other servers. */
const systemInfoSchema = z.looseObject({ version: z.string().min(1).max(100) });

/**
 * Signs in to a DHIS2 and asks what it is. Without a password the one that is known of the pyramid is tried, at the
 * address that it is for and nowhere else. Nothing is kept. Errors: `not_found` (the pyramid), `permission_missing`.
 */
export async function tryPyramidConnection(
  ctx: Context,
  { pyramidId, trial }: { readonly pyramidId: string | null; readonly trial: ConnectionTrial },
  { secret, internalHosts }: Pick<Config, 'secret' | 'internalHosts'>,
): Promise<TrialOutcome> {
  const known = pyramidId === null ? null : await openConnection(ctx, pyramidId);
  if (pyramidId === null) requireVerb(ctx, 'registry.edit');
  const { url, login } = trial;
  const sealed = known?.url === url ? known.passwordSealed : null;
  const password = trial.password || (sealed === null ? '' : openText(secret, sealed));
  if (password === '') return { outcome: 'password_missing' };
  const authorization = `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}`;
  try {
    const question = { url: `${url}/api/system/info`, headers: { accept: 'application/json', authorization } };
    return outcomeOf(await getText(question, { allowedHosts: internalHosts }));
  } catch (error) {
    if (error instanceof InternalAddressError) return { outcome: 'forbidden' };
    ctx.log.info({ err: error }, 'a DHIS2 did not answer');
    return { outcome: 'unreachable' };
  }
}

function outcomeOf({ status, text }: OutgoingAnswer): TrialOutcome {
  if (status === 401 || status === 403) return { outcome: 'refused' };
  const info = status === 200 ? systemInfoSchema.safeParse(parseJson(text)) : null;
  return info?.success ? { outcome: 'ok', version: info.data.version } : { outcome: 'unreachable' };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
