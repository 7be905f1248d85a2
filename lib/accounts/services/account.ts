import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { findUserById, patchUser } from '../data/users.ts';
import type { Account } from '../domain/account.ts';
import { localeSchema, personNameSchema } from '../domain/sign-in-rules.ts';
import { actorOf, installationContext } from './installation-context.ts';

export const updateAccountInputSchema = z.strictObject({ name: personNameSchema, locale: localeSchema }).partial();

export type UpdateAccountInput = z.infer<typeof updateAccountInputSchema>;

/** The account of the person who asks. */
export async function getAccount({ db }: Runtime, userId: string): Promise<Account> {
  const user = await findUserById(db, userId);
  if (!user) throw new Problem('not_found');
  const { email, name, locale, isAdministrator } = user;
  return {
    email,
    name,
    locale,
    isAdministrator,
    hasPassword: user.passwordHash !== null,
    hasSecondFactor: user.totpEnabledAt !== null,
    recoveryCodesLeft: user.recoveryCodes.length,
  };
}

/** Changes a person's own name or language. */
export async function updateAccount(
  runtime: Runtime,
  { userId, requestId, ...input }: UpdateAccountInput & { readonly userId: string; readonly requestId: string },
): Promise<Account> {
  const user = await findUserById(runtime.db, userId);
  if (!user) throw new Problem('not_found');
  const change = {
    ...(input.name === undefined ? {} : { name: input.name }),
    ...(input.locale === undefined ? {} : { locale: input.locale }),
  };
  const ctx = installationContext(runtime, actorOf(user), requestId);
  await ctx.db.transaction(async () => {
    await patchUser(ctx.db, userId, change);
    const subject = { subjectType: 'user', subjectId: userId };
    await writeAudit(ctx, { action: 'user.update', ...subject, detail: change, installationWide: true });
  });
  return getAccount(runtime, userId);
}
