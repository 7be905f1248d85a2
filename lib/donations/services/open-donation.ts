import type { Context } from '#lib/platform/context.ts';
import { newId, type OrganizationId, type StudyId } from '#lib/platform/ids.ts';
import { takeToken } from '#lib/platform/limits/rate-limit.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { findRequest, findRequestOfToken } from '../data/requests.sql.ts';
import type { DonationRequest } from '../domain/donation.ts';
import { hashToken, isToken } from './donation-link.ts';

/** Wrong tokens one address may try. */
const wrongTokens = { name: 'donation-token', points: 30, perSeconds: 600 };

/** A participant's request, and the context in which they may act on it: as a device of the study, without a verb. */
export interface OpenedDonation {
  readonly ctx: Context;
  readonly request: DonationRequest;
}

export interface OpenDonationInput {
  /** As it came; null: none did. */
  readonly token: string | null;
  readonly remoteAddress: string;
  readonly requestId: string;
}

/**
 * Opens a request by the token of its link. A token that is wrong, too old or closed answers the same.
 * Throws `donation_link_invalid`, `rate_limited` after too many wrong ones.
 */
export async function openDonation(runtime: Runtime, input: OpenDonationInput): Promise<OpenedDonation> {
  const { token, remoteAddress, requestId } = input;
  const found =
    token !== null && isToken(token)
      ? await findRequestOfToken(runtime.db, { sha256: hashToken(token), now: new Date() })
      : null;
  const request =
    found && (await findRequest({ db: runtime.db, organizationId: found.organizationId }, found.requestId));
  if (!request) {
    await takeToken(runtime, { ...wrongTokens, key: remoteAddress });
    throw new Problem('donation_link_invalid');
  }
  return { ctx: participantContext(runtime, found, { ...request, requestId }), request };
}

/** The context of a participant: what they do is theirs, and allows nothing else. */
export function participantContext(
  runtime: Pick<Runtime, 'context'>,
  { organizationId }: { readonly organizationId: OrganizationId },
  of: { readonly studyId: string; readonly identifier: string; readonly requestId?: string },
): Context {
  const { studyId, identifier, requestId = newId() } = of;
  const actor = { kind: 'device', studyId: studyId as StudyId, label: `participant ${identifier}` } as const;
  return runtime.context({ organizationId, actor, requestId });
}
