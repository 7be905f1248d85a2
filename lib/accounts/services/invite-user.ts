import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { hashPassword } from '#lib/platform/crypto/password.ts';
import { newId, type UserId } from '#lib/platform/ids.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { conflictsAsProblem } from '../data/conflicts.ts';
import { findUserByEmail, insertUser } from '../data/users.ts';
import { emailSchema, invitationLifeMs, localeSchema, personNameSchema } from '../domain/sign-in-rules.ts';
import type { Membership } from '../domain/person.ts';
import { placementSchema } from '../domain/placement.ts';
import { accountMail } from './account-mail.ts';
import { addMembership, requireGivableRole } from './give-membership.ts';
import { newPasswordLink } from './new-password-link.ts';
import { getOrganization } from './organization.ts';

export const inviteUserInputSchema = placementSchema.extend({
  email: emailSchema,
  name: personNameSchema,
  roleId: z.uuid(),
  locale: localeSchema.nullable().default(null),
});

export type InviteUserInput = z.infer<typeof inviteUserInputSchema>;

export interface Invitation {
  readonly membership: Membership;
  /**
   * mailed: a link to choose a password is on its way. temporary-password: there is no mail server, hand this one over.
   * known: the person has an account already and signs in with it.
   */
  readonly kind: 'mailed' | 'temporary-password' | 'known';
  /** Shown this once; has to be changed at the first sign-in. */
  readonly temporaryPassword: string | null;
}

/**
 * Brings a person into the organization with a first role. Somebody who has an account (in another organization, say)
 * keeps it as it is: an invitation never changes a password.
 */
export async function inviteUser(ctx: Context, input: InviteUserInput, runtime: Runtime): Promise<Invitation> {
  requireVerb(ctx, 'users.manage', input);
  const role = await requireGivableRole(ctx, input);
  const known = await findUserByEmail(ctx.db, input.email);
  const temporaryPassword = known || runtime.mail.canSend ? null : newTemporaryPassword();
  const passwordHash = temporaryPassword === null ? null : await hashPassword(temporaryPassword);
  const userId = known?.id ?? newId<UserId>();
  const { membership, link } = await conflictsAsProblem('Somebody invited this person just now. Look again.', () =>
    ctx.db.transaction(async () => {
      if (!known) await addUser(ctx, { ...input, userId, passwordHash });
      const wish = { userId, now: ctx.now(), lifeMs: invitationLifeMs };
      const passwordLink = known || temporaryPassword !== null ? null : await newPasswordLink(runtime, wish);
      return { membership: await addMembership(ctx, { ...input, userId, role }), link: passwordLink };
    }),
  );
  await tellByMail(ctx, runtime, { to: known ?? input, link });
  return { membership, temporaryPassword, kind: known ? 'known' : link === null ? 'temporary-password' : 'mailed' };
}

interface Newcomer extends InviteUserInput {
  readonly userId: UserId;
  readonly passwordHash: string | null;
}

async function addUser(ctx: Context, { userId, email, name, locale, passwordHash }: Newcomer): Promise<void> {
  const user = { id: userId, email, name, locale, passwordHash, mustChangePassword: passwordHash !== null };
  await insertUser(ctx.db, { ...user, createdAt: ctx.now() });
  const subject = { subjectType: 'user', subjectId: userId };
  await writeAudit(ctx, { action: 'user.invite', ...subject, detail: { email } });
}

interface Notice {
  readonly to: { readonly email: string; readonly name: string; readonly locale: string | null };
  readonly link: string | null;
}

/** A mail server that is down must not undo the invitation: it is logged, and the person can ask for a new link. */
async function tellByMail(ctx: Context, { mail, config }: Runtime, { to, link }: Notice): Promise<void> {
  if (!mail.canSend) return;
  const organization = (await getOrganization(ctx)).name;
  const hours = invitationLifeMs / 3_600_000;
  const facts = { link: link ?? config.publicUrl, hours, organization, locale: config.locale };
  try {
    await mail.send(accountMail(link === null ? 'membership' : 'invitation', to, facts));
  } catch (error) {
    ctx.log.error({ err: error }, 'an invitation was not sent');
  }
}

const temporaryAlphabet = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** 16 characters (92 bits) that can be read out on the phone: none looks like another. */
export function newTemporaryPassword(): string {
  return Array.from({ length: 16 }, () => temporaryAlphabet.charAt(randomInt(temporaryAlphabet.length))).join('');
}
