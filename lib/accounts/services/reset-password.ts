import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { sha256Hex } from '#lib/platform/crypto/hash.ts';
import { hashPassword } from '#lib/platform/crypto/password.ts';
import { takeToken } from '#lib/platform/limits/rate-limit.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { claimReset, closeResets } from '../data/password-resets.sql.ts';
import { revokeSessionRows } from '../data/sessions.ts';
import { findUserById, patchUser } from '../data/users.ts';
import { newPasswordSchema } from '../domain/sign-in-rules.ts';
import { refuseAddressAsPassword } from './change-password.ts';
import { actorOf, installationContext } from './installation-context.ts';

export const resetPasswordInputSchema = z.strictObject({
  token: z.string().min(20).max(200),
  newPassword: newPasswordSchema,
});

export interface ResetPasswordInput extends z.infer<typeof resetPasswordInputSchema> {
  readonly remoteAddress: string;
  readonly requestId: string;
}

const addressLimit = { name: 'reset-use', points: 20, perSeconds: 600 };

/**
 * Sets a new password with the link from a mail, ends every session, and unlocks the account. The second factor stays.
 * Throws `reset_link_invalid` when the link was used or is too old; a refused password does not use it up.
 */
export async function resetPassword(runtime: Runtime, input: ResetPasswordInput): Promise<void> {
  await takeToken(runtime, { ...addressLimit, key: input.remoteAddress });
  const passwordHash = await hashPassword(input.newPassword);
  const now = new Date();
  await runtime.db.transaction(async () => {
    const userId = await claimReset(runtime.db, sha256Hex(input.token), now);
    const user = userId === null ? null : await findUserById(runtime.db, userId);
    if (!user || user.disabledAt !== null) throw new Problem('reset_link_invalid');
    refuseAddressAsPassword(input.newPassword, user.email);
    const ctx = installationContext(runtime, actorOf(user), input.requestId);
    await patchUser(ctx.db, user.id, { passwordHash, mustChangePassword: false, failedSignIns: 0, lockedUntil: null });
    await closeResets(ctx.db, user.id, now);
    await revokeSessionRows(ctx.db, { userId: user.id, exceptId: null, now });
    const subject = { subjectType: 'user', subjectId: user.id };
    await writeAudit(ctx, { action: 'user.password-reset', ...subject, installationWide: true });
  });
}
