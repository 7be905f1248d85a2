import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { updateRequest } from '../data/requests.sql.ts';
import type { DonationRequest } from '../domain/donation.ts';
import { donationLink, newToken } from './donation-link.ts';
import type { MailRoom } from './donation-mail.ts';
import { requireManagedRequest, toView, type DonationView } from './list-donations.ts';
import { requireRequest, sendRequest, type RequestedDonation } from './request-donation.ts';

export const renewLinkSchema = z.strictObject({
  sendMail: z.boolean().default(false),
  /** Days from now that all links of the request work; null: as before. */
  lifeDays: z.number().int().min(1).max(730).nullable().default(null),
});

/**
 * Gives out a further link of a request. Errors: `not_found`, `state_conflict` when the request is closed, or has expired
 * and gets no further days.
 */
export async function renewDonationLink(
  ctx: Context,
  input: z.infer<typeof renewLinkSchema> & { readonly id: string },
  room: MailRoom,
): Promise<RequestedDonation> {
  const request = await requireManagedRequest(ctx, input.id);
  if (request.closedAt !== null) throw new Problem('state_conflict', { detail: 'This request was closed.' });
  if (input.lifeDays === null && request.expiresAt <= ctx.now()) {
    throw new Problem('state_conflict', { detail: 'This request has expired. Give it further days.' });
  }
  const token = await ctx.db.transaction(async () => {
    if (input.lifeDays !== null) {
      const expiresAt = new Date(ctx.now().getTime() + input.lifeDays * 86_400_000);
      await updateRequest(ctx, input.id, { expiresAt });
    }
    await audit(ctx, request, { action: 'donation.link', lifeDays: input.lifeDays });
    return newToken(ctx, input.id);
  });
  const renewed = await requireRequest(ctx, input.id);
  const isMailed = input.sendMail && (await sendRequest(ctx, { request: renewed, token }, room));
  const link = donationLink(room.publicUrl, token);
  return { request: await requireRequest(ctx, input.id), link, isMailed };
}

/** Closes a request: its links work no longer; what came stays. Errors: `not_found`. */
export async function closeDonation(ctx: Context, id: string): Promise<DonationView> {
  const request = await requireManagedRequest(ctx, id);
  if (request.closedAt === null) {
    await ctx.db.transaction(async () => {
      await updateRequest(ctx, id, { closedAt: ctx.now() });
      await audit(ctx, request, { action: 'donation.close' });
    });
  }
  return toView(ctx, await requireRequest(ctx, id));
}

interface Act {
  readonly action: string;
  readonly lifeDays?: number | null;
}

async function audit(ctx: Context, request: DonationRequest, { action, ...detail }: Act): Promise<void> {
  await writeAudit(ctx, {
    action,
    subjectType: 'donation-request',
    subjectId: request.id,
    studyId: request.studyId,
    detail: { identifier: request.identifier, ...detail },
  });
}
