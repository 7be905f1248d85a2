import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { hashPassword, verifyPassword } from '#lib/platform/crypto/password.ts';
import { takeToken } from '#lib/platform/limits/rate-limit.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { closeResets } from '../data/password-resets.sql.ts';
import { revokeSessionRows } from '../data/sessions.ts';
import { findUserById, patchUser } from '../data/users.ts';
import { newPasswordSchema, typedPasswordSchema } from '../domain/sign-in-rules.ts';
import { actorOf, installationContext } from './installation-context.ts';

export const changePasswordInputSchema = z.strictObject({
  currentPassword: typedPasswordSchema,
  newPassword: newPasswordSchema,
});

export interface ChangePasswordInput extends z.infer<typeof changePasswordInputSchema> {
  readonly userId: string;
  /** The session that stays open; all others end. */
  readonly sessionId: string | null;
  readonly requestId: string;
}

const guesses = { name: 'password-change', points: 5, perSeconds: 300 };

/** Changes a person's own password, proven by the current one. Ends their other sessions. */
export async function changePassword(runtime: Runtime, input: ChangePasswordInput): Promise<void> {
  await takeToken(runtime, { ...guesses, key: input.userId });
  const user = await findUserById(runtime.db, input.userId);
  if (!user) throw new Problem('not_found');
  const current = await verifyPassword(input.currentPassword, user.passwordHash ?? '');
  if (!current.matches) wrongField('currentPassword', 'This is not your current password.');
  if (input.newPassword === input.currentPassword) wrongField('newPassword', 'Choose another password than before.');
  refuseAddressAsPassword(input.newPassword, user.email);
  const passwordHash = await hashPassword(input.newPassword);
  const ctx = installationContext(runtime, actorOf(user), input.requestId);
  await ctx.db.transaction(async () => {
    await patchUser(ctx.db, user.id, { passwordHash, mustChangePassword: false, failedSignIns: 0, lockedUntil: null });
    await closeResets(ctx.db, user.id, ctx.now());
    const ended = await revokeSessionRows(ctx.db, { userId: user.id, exceptId: input.sessionId, now: ctx.now() });
    await writeAudit(ctx, {
      action: 'user.password-change',
      subjectType: 'user',
      subjectId: user.id,
      detail: { endedSessions: ended },
      installationWide: true,
    });
  });
}

/** The second thing anybody tries. Throws `input_invalid`. */
export function refuseAddressAsPassword(password: string, email: string): void {
  const lower = password.toLowerCase();
  if (lower === email || lower === email.split('@')[0])
    wrongField('newPassword', 'Your e-mail address is no password.');
}

function wrongField(field: string, message: string): never {
  throw new Problem('input_invalid', { detail: message, fields: { [field]: message } });
}
