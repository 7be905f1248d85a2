import { z } from 'zod';
import { getStudyByKey } from '#lib/accounts/index.ts';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { findSettings } from '../data/offers.sql.ts';
import { findRequest, insertRequest, markEmailed, type NewRequest } from '../data/requests.sql.ts';
import {
  chosenServicesSchema,
  defaultDonationSettings,
  emailSchema,
  identifierSchema,
  type DonationRequest,
} from '../domain/donation.ts';
import { donationLocales } from '../domain/service.ts';
import { donationLink, newToken } from './donation-link.ts';
import { donationMail, type MailRoom } from './donation-mail.ts';
import { requireOffered } from './list-services.ts';

export const requestDonationSchema = z.strictObject({
  /** Key of the study. */
  study: z.string().min(1),
  identifier: identifierSchema,
  email: emailSchema.nullable().default(null),
  /** Empty: the participant chooses. */
  services: chosenServicesSchema.default([]),
  /** Days the link works; null: as the study says. */
  lifeDays: z.number().int().min(1).max(730).nullable().default(null),
  locale: z.enum(donationLocales).default('en'),
  /** Send the link by mail, to the address given. */
  sendMail: z.boolean().default(false),
});
export type RequestDonationInput = z.infer<typeof requestDonationSchema>;

export interface RequestedDonation {
  readonly request: DonationRequest;
  /** Holds the token: told this once. */
  readonly link: string;
  readonly isMailed: boolean;
}

/**
 * Asks a participant for archives: makes the request with its first link, and sends it by mail where wished.
 * Errors: `permission_missing`, `not_found` (study), `input_invalid` (services not offered, mail without an address).
 */
export async function requestDonation(
  ctx: Context,
  input: RequestDonationInput,
  room: MailRoom,
): Promise<RequestedDonation> {
  const study = await getStudyByKey(ctx, input.study);
  requireVerb(ctx, 'donations.manage', { studyId: study.id });
  if (input.sendMail && input.email === null) {
    throw new Problem('input_invalid', { fields: { email: 'Give the address to which the link is to go.' } });
  }
  await requireOffered(ctx, input.services);
  const { actor } = ctx;
  const created = await createRequest(ctx, {
    ...input,
    studyId: study.id,
    origin: actor.kind === 'user' || actor.kind === 'token' ? 'person' : 'command',
    requestedBy: actor.kind === 'user' || actor.kind === 'token' ? actor.id : null,
  });
  const isMailed = input.sendMail && (await sendRequest(ctx, created, room));
  const request = await requireRequest(ctx, created.request.id);
  return { request, link: donationLink(room.publicUrl, created.token), isMailed };
}

interface CreatedRequest {
  readonly request: DonationRequest;
  readonly token: string;
}

type Wish = Pick<NewRequest, 'studyId' | 'identifier' | 'email' | 'locale' | 'services' | 'origin' | 'requestedBy'> & {
  readonly lifeDays: number | null;
};

/** Makes a request with its first token, and the audit row of that. Checks no permission: its callers have. */
export async function createRequest(ctx: Context, { lifeDays, ...wish }: Wish): Promise<CreatedRequest> {
  const id = newId();
  const settings = (await findSettings(ctx, wish.studyId)) ?? defaultDonationSettings;
  const requestedAt = ctx.now();
  const expiresAt = new Date(requestedAt.getTime() + (lifeDays ?? settings.lifeDays) * 86_400_000);
  return ctx.db.transaction(async () => {
    await insertRequest(ctx, { ...wish, id, requestedAt, expiresAt });
    const token = await newToken(ctx, id);
    const { studyId, identifier, services, origin } = wish;
    await writeAudit(ctx, {
      action: 'donation.request',
      subjectType: 'donation-request',
      subjectId: id,
      studyId,
      detail: { identifier, services, origin, expiresAt },
    });
    return { request: await requireRequest(ctx, id), token };
  });
}

/** Sends the link; false when there is no mail server, or it did not take the mail, which is logged. */
export async function sendRequest(
  ctx: Context,
  { request, token }: CreatedRequest,
  { mail, publicUrl }: MailRoom,
): Promise<boolean> {
  if (!mail.canSend || request.email === null) return false;
  try {
    await mail.send(donationMail(publicUrl, { kind: 'request', request, to: request.email, token }));
  } catch (error) {
    ctx.log.error({ err: error, donationRequestId: request.id }, 'a donation link was not mailed');
    return false;
  }
  await markEmailed(ctx, request.id, { at: ctx.now(), isReminder: false });
  return true;
}

/** The request. Throws `not_found`. */
export async function requireRequest(ctx: Context, id: string): Promise<DonationRequest> {
  const request = await findRequest(ctx, id);
  if (!request) throw new Problem('not_found');
  return request;
}
