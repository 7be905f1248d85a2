import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { hashPassword } from '#lib/platform/crypto/password.ts';
import { newId, type UserId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { conflictsAsProblem } from '../data/conflicts.ts';
import { findRoleRow } from '../data/roles.ts';
import { findUserByEmail, insertUser } from '../data/users.ts';
import { emailSchema, localeSchema, newPasswordSchema, personNameSchema } from '../domain/sign-in-rules.ts';
import { refuseAddressAsPassword } from './change-password.ts';
import { addMembership, requireGivableRole } from './give-membership.ts';

export const createUserInputSchema = z.strictObject({
  email: emailSchema,
  name: personNameSchema.optional(),
  /** Left out for somebody who has an account already. */
  password: newPasswordSchema.optional(),
  /** Key of the role in the organization of the context. */
  role: z.string().min(1),
  locale: localeSchema.nullable().default(null),
  mustChangePassword: z.boolean().default(false),
});

export type CreateUserInput = z.infer<typeof createUserInputSchema>;

export interface CreatedUser {
  readonly userId: UserId;
  /** False: the account was there, and only got the role. */
  readonly isNew: boolean;
}

/**
 * Creates an account with a password and a first role; for the command line, the demo and tests: people are invited.
 * Throws `already_exists` when there is an account and a password was given: a password is never overwritten.
 */
export async function createUser(ctx: Context, input: CreateUserInput): Promise<CreatedUser> {
  requireVerb(ctx, 'users.manage');
  const found = await findRoleRow(ctx, { key: input.role });
  if (!found) throw new Problem('input_invalid', { fields: { role: `There is no role "${input.role}".` } });
  const placement = { studyId: null, orgUnitPath: null };
  const role = await requireGivableRole(ctx, { roleId: found.id, ...placement });
  const known = await findUserByEmail(ctx.db, input.email);
  if (known && input.password !== undefined) {
    throw new Problem('already_exists', {
      detail: 'There is an account with this address. Leave the password out to give it a role here.',
    });
  }
  const passwordHash = known ? null : await hashNew(input);
  return conflictsAsProblem('There is an account with this address.', () =>
    ctx.db.transaction(async () => {
      const userId = known?.id ?? newId<UserId>();
      if (!known) await addAccount(ctx, { ...input, userId, passwordHash });
      await addMembership(ctx, { userId, roleId: role.id, role, ...placement });
      return { userId, isNew: known === null };
    }),
  );
}

async function hashNew({ password, email }: CreateUserInput): Promise<string> {
  if (password === undefined) throw new Problem('input_invalid', { fields: { password: 'Give a password.' } });
  refuseAddressAsPassword(password, email);
  return hashPassword(password);
}

interface Account extends CreateUserInput {
  readonly userId: UserId;
  readonly passwordHash: string | null;
}

async function addAccount(ctx: Context, { userId, email, name, locale, ...rest }: Account): Promise<void> {
  const { passwordHash, mustChangePassword } = rest;
  const user = { id: userId, email, name: name ?? email.split('@')[0] ?? email, locale };
  await insertUser(ctx.db, { ...user, passwordHash, mustChangePassword, createdAt: ctx.now() });
  const subject = { subjectType: 'user', subjectId: userId };
  await writeAudit(ctx, { action: 'user.create', ...subject, detail: { email } });
}
