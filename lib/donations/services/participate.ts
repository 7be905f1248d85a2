import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { takeToken } from '#lib/platform/limits/rate-limit.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { createSource } from '#lib/sources/index.ts';
import { selectFilesOfRequest } from '../data/files.sql.ts';
import { findOpenStudy, isIdentifierTaken, type OpenStudy } from '../data/offers.sql.ts';
import { updateRequest } from '../data/requests.sql.ts';
import {
  chosenServicesSchema,
  emailSchema,
  identifierSchema,
  partBytes,
  type DonatedFile,
  type DonationRequest,
} from '../domain/donation.ts';
import { donationLocales, type Service } from '../domain/service.ts';
import { listServices, requireOffered } from './list-services.ts';
import { type OpenedDonation, participantContext } from './open-donation.ts';
import { createRequest, requireRequest, sendRequest } from './request-donation.ts';

/** Beginnings and identifiers that one address may ask for. */
const beginnings = { name: 'donation-start', points: 20, perSeconds: 3600 };

export const startDonationSchema = z.strictObject({
  /** Key of the study. */
  study: z.string().min(1).max(100),
  /** Null: a new one is handed out. */
  identifier: identifierSchema.nullable().default(null),
  /** For reminders, and for the link on another device. */
  email: emailSchema.nullable().default(null),
  services: chosenServicesSchema.default([]),
  locale: z.enum(donationLocales).default('en'),
});
export type StartDonationInput = z.infer<typeof startDonationSchema>;

interface Visitor {
  readonly runtime: Runtime;
  readonly remoteAddress: string;
}

/** The study of a key and what it takes. Throws `not_found` unless participants may begin there by themselves. */
export async function getOffer(
  runtime: Runtime,
  studyKey: string,
): Promise<{ readonly study: string; readonly services: readonly Service[] }> {
  const study = await requireOpenStudy(runtime, studyKey);
  const { db, plugins } = runtime;
  const services = await listServices({ db, plugins, organizationId: study.organizationId });
  return { study: study.name, services: services.filter(({ isOffered }) => isOffered) };
}

/**
 * A participant begins by themselves. Gives the token of the page that goes on with it.
 * Errors: `not_found` (no such study, or it does not take visitors), `input_invalid`, `rate_limited`.
 */
export async function startDonation(
  { runtime, remoteAddress }: Visitor,
  input: StartDonationInput,
): Promise<{ readonly token: string; readonly identifier: string }> {
  await takeToken(runtime, { ...beginnings, key: remoteAddress });
  const study = await requireOpenStudy(runtime, input.study);
  const identifier = input.identifier ?? (await newIdentifier(runtime, study));
  const ctx = participantContext(runtime, study, { studyId: study.studyId, identifier });
  await requireOffered(ctx, input.services);
  const { email, services, locale } = input;
  const { studyId } = study;
  const wish = { studyId, identifier, email, services, locale, origin: 'participant', requestedBy: null } as const;
  const created = await createRequest(ctx, { ...wish, lifeDays: null });
  if (email !== null) await sendRequest(ctx, created, { mail: runtime.mail, publicUrl: runtime.config.publicUrl });
  return { token: created.token, identifier };
}

/**
 * Hands out an identifier that nobody of the study has, 8 digits without a zero, and makes its source, so that nobody
 * else is given it (`identifier.json`). Errors: `not_found`, `rate_limited`.
 */
export async function handOutIdentifier({ runtime, remoteAddress }: Visitor, studyKey: string): Promise<string> {
  await takeToken(runtime, { ...beginnings, key: remoteAddress });
  const study = await requireOpenStudy(runtime, studyKey);
  const identifier = await newIdentifier(runtime, study);
  const actor = { kind: 'system', label: 'donations' } as const;
  const ctx = runtime.context({ organizationId: study.organizationId, actor, requestId: newId() });
  await createSource(ctx, { study: studyKey, identifier, kind: 'other', groupId: null });
  return identifier;
}

async function newIdentifier(runtime: Runtime, { organizationId, studyId }: OpenStudy): Promise<string> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const identifier = Array.from({ length: 8 }, () => String(randomInt(1, 10))).join('');
    const isTaken = await isIdentifierTaken({ db: runtime.db, organizationId }, { studyId, identifier });
    if (!isTaken) return identifier;
  }
  throw new Problem('internal', { detail: 'No identifier is free.' });
}

async function requireOpenStudy(runtime: Runtime, key: string): Promise<OpenStudy> {
  const study = await findOpenStudy(runtime.db, key);
  if (!study) throw new Problem('not_found');
  return study;
}

/** What a participant sees of their request. */
export interface ParticipantView {
  readonly study: string;
  readonly identifier: string;
  readonly locale: DonationRequest['locale'];
  readonly chosen: readonly string[];
  readonly services: readonly Service[];
  readonly files: readonly Pick<
    DonatedFile,
    'id' | 'service' | 'fileName' | 'sizeBytes' | 'receivedBytes' | 'state' | 'uploadedAt' | 'outcome'
  >[];
  readonly expiresAt: Date;
  readonly hasEmail: boolean;
  readonly canEmail: boolean;
  readonly maxFileBytes: number;
  readonly partBytes: number;
}

/** The participant's own view of the request; other people's names and the address are not in it. */
export async function viewDonation(
  { ctx, request }: OpenedDonation,
  { maxDonationBytes }: { readonly maxDonationBytes: number },
): Promise<ParticipantView> {
  const files = await selectFilesOfRequest(ctx, request.id);
  const services = await listServices(ctx);
  return {
    study: request.studyName,
    identifier: request.identifier,
    locale: request.locale,
    chosen: request.services,
    services: services.filter(({ slug, isOffered }) => isOffered || request.services.includes(slug)),
    files: files.map(({ id, service, fileName, sizeBytes, receivedBytes, state, uploadedAt, outcome }) => ({
      id, service, fileName, sizeBytes, receivedBytes, state, uploadedAt, outcome,
    })), // prettier-ignore
    expiresAt: request.expiresAt,
    hasEmail: request.email !== null,
    canEmail: request.canEmail,
    maxFileBytes: maxDonationBytes,
    partBytes,
  };
}

export const changeDonationSchema = z.strictObject({
  services: chosenServicesSchema.optional(),
  /** False: no more reminders. */
  canEmail: z.boolean().optional(),
});

/** The participant chooses services, or whether to be reminded. Errors: `input_invalid`. */
export async function changeDonation(
  { ctx, request }: OpenedDonation,
  change: z.infer<typeof changeDonationSchema>,
): Promise<DonationRequest> {
  const { services, canEmail } = change;
  if (services !== undefined)
    await requireOffered(
      ctx,
      services.filter((slug) => !request.services.includes(slug)),
    );
  await ctx.db.transaction(async () => {
    await updateRequest(ctx, request.id, {
      ...(services !== undefined && { services }),
      ...(canEmail !== undefined && { canEmail }),
    });
    await audit(ctx, request, change);
  });
  return requireRequest(ctx, request.id);
}

async function audit(ctx: Context, request: DonationRequest, detail: object): Promise<void> {
  await writeAudit(ctx, {
    action: 'donation.change',
    subjectType: 'donation-request',
    subjectId: request.id,
    studyId: request.studyId,
    detail,
  });
}
