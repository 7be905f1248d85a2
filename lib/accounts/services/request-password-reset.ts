import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { negotiateLocale } from '#lib/platform/i18n/locales.ts';
import { takeToken } from '#lib/platform/limits/rate-limit.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { findUserByEmail, type StoredUser } from '../data/users.ts';
import { emailSchema, resetLifeMs } from '../domain/sign-in-rules.ts';
import { actorOf, installationContext } from './installation-context.ts';
import { accountMail } from './account-mail.ts';
import { newPasswordLink } from './new-password-link.ts';

export const requestPasswordResetInputSchema = z.strictObject({ email: emailSchema });

export interface RequestPasswordResetInput extends z.infer<typeof requestPasswordResetInputSchema> {
  readonly remoteAddress: string;
  readonly requestId: string;
  /** `Accept-Language` of the request: the mail's language for an account that says none. */
  readonly acceptLanguage?: string | null;
}

const addressLimit = { name: 'reset-address', points: 20, perSeconds: 3600 };
const personLimit = { name: 'reset-person', points: 3, perSeconds: 900 };

/**
 * Sends a link for a new password, if there is such an account; the answer does not tell, in words or in time: the mail
 * leaves after it. `sent` settles when the work behind the answer is done.
 */
export async function requestPasswordReset(
  runtime: Runtime,
  input: RequestPasswordResetInput,
): Promise<{ readonly sent: Promise<void> }> {
  await takeToken(runtime, { ...addressLimit, key: input.remoteAddress });
  const user = await findUserByEmail(runtime.db, input.email);
  const sent = user && user.disabledAt === null ? sendLink(runtime, user, input) : Promise.resolve();
  const logged = sent.catch((error: unknown) => {
    runtime.log.error({ err: error, requestId: input.requestId }, 'a password link was not sent');
  });
  return { sent: logged };
}

async function sendLink(runtime: Runtime, user: StoredUser, input: RequestPasswordResetInput): Promise<void> {
  if (!(await mayAskAgain(runtime, user.id))) return;
  const ctx = installationContext(runtime, actorOf(user), input.requestId);
  const link = await ctx.db.transaction(async () => {
    const made = await newPasswordLink(runtime, { userId: user.id, now: ctx.now(), lifeMs: resetLifeMs });
    const subject = { subjectType: 'user', subjectId: user.id };
    await writeAudit(ctx, { action: 'user.password-reset-request', ...subject, installationWide: true });
    return made;
  });
  const { acceptLanguage } = input;
  const locale = negotiateLocale({ acceptLanguage, fallback: runtime.config.locale });
  await runtime.mail.send(accountMail('reset', user, { link, hours: resetLifeMs / 3_600_000, locale }));
}

/** Nobody's mailbox is filled by asking again and again; the answer stays the same. */
async function mayAskAgain(runtime: Runtime, userId: string): Promise<boolean> {
  try {
    await takeToken(runtime, { ...personLimit, key: userId });
    return true;
  } catch (error) {
    if (error instanceof Problem && error.code === 'rate_limited') return false;
    throw error;
  }
}
