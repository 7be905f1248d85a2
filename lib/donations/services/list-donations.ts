import { z } from 'zod';
import { getStudyByKey } from '#lib/accounts/index.ts';
import { requireVerb, hasVerb, studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/db/cursor.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { selectFilesOfRequest } from '../data/files.sql.ts';
import { findRequest, selectRequests } from '../data/requests.sql.ts';
import { donationStateAt, type DonatedFile, type DonationRequest, type DonationState } from '../domain/donation.ts';

export const listDonationsSchema = z.object({
  /** Key of a study; absent: all that the actor may see. */
  study: z.string().optional(),
  /** Part of an identifier or e-mail address. */
  search: z.string().trim().toLowerCase().max(200).optional(),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ListDonationsInput = z.infer<typeof listDonationsSchema>;

/** A request and how it stands. */
export interface DonationView extends DonationRequest {
  readonly state: DonationState;
}

export interface DonationPage {
  readonly items: readonly DonationView[];
  readonly next: string | null;
}

const positionSchema = z.tuple([z.number().transform((ms) => new Date(ms)), z.guid()]);

/** Requests of the studies in which the actor may ask, newest first. Errors: `not_found`, `permission_missing`, `cursor_invalid`. */
export async function listDonations(ctx: Context, input: ListDonationsInput): Promise<DonationPage> {
  const study = input.study === undefined ? null : await getStudyByKey(ctx, input.study);
  if (study) requireVerb(ctx, 'donations.manage', { studyId: study.id });
  const position = decodeCursor(positionSchema, input.cursor);
  const rows = await selectRequests(ctx, {
    studyIds: studiesWithVerb(ctx.actor, 'donations.manage'),
    studyId: study?.id ?? null,
    search: input.search === undefined || input.search === '' ? null : input.search,
    after: position && { requestedAt: position[0], id: position[1] },
    limit: input.limit + 1,
  });
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  return {
    items: page.map((request) => toView(ctx, request)),
    next: rows.length > input.limit && last ? encodeCursor([last.requestedAt.getTime(), last.id]) : null,
  };
}

/** A request with its archives. Errors: `not_found`, also for one the actor may not see. */
export async function getDonation(
  ctx: Context,
  id: string,
): Promise<DonationView & { readonly files: readonly DonatedFile[] }> {
  const request = await requireManagedRequest(ctx, id);
  return { ...toView(ctx, request), files: await selectFilesOfRequest(ctx, id) };
}

/** The request, when the actor may manage it. Throws `not_found`. */
export async function requireManagedRequest(ctx: Context, id: string): Promise<DonationRequest> {
  const request = await findRequest(ctx, id);
  if (!request || !hasVerb(ctx.actor, 'donations.manage', { studyId: request.studyId })) throw new Problem('not_found');
  return request;
}

/** How the request stands now. */
export function toView(ctx: Pick<Context, 'now'>, request: DonationRequest): DonationView {
  return { ...request, state: donationStateAt(request, ctx.now()) };
}
