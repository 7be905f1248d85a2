import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import { isDjangoHash } from '#lib/platform/crypto/password.ts';
import { newId, type OrganizationId, type UserId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { advanceLegacyIds, findByLegacyId, setLegacyId } from '../../data/legacy-ids.sql.ts';
import { insertMembership } from '../../data/memberships.ts';
import { findOrganizationByName, patchOrganization } from '../../data/organizations.ts';
import { findUserIdByUsername } from '../../data/sign-in-names.sql.ts';
import { findUserByEmail, insertUser, patchUser } from '../../data/users.ts';
import { conflictsAsProblem } from '../../data/conflicts.ts';
import { emailSchema } from '../../domain/sign-in-rules.ts';
import { makeOrganization } from '../create-organization.ts';
import { requireAdministrator } from '../require-administrator.ts';
import { type LegacyRole, roleOfLegacy } from '../legacy-roles.ts';

/** What became of a thing brought in from another system: it is there since now, or was already. */
export type BroughtIn = 'created' | 'known';

export interface UserToBringIn {
  readonly legacyId: number;
  readonly username: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  /** As Django keeps it; anything that is no hash of its default hasher: the person asks for a new password. */
  readonly passwordHash: string;
  readonly isAdministrator: boolean;
  readonly isActive: boolean;
  readonly createdAt: Date;
}

/**
 * Brings a person in under the integer id they had. An account with the same address is theirs: it keeps its password
 * and rights, and gets the id and the user name. Errors: `permission_missing`, `input_invalid` (address, user name).
 */
export async function bringInUser(ctx: Context, user: UserToBringIn): Promise<BroughtIn> {
  requireAdministrator(ctx);
  if (await findByLegacyId(ctx.db, 'users', String(user.legacyId))) return 'known';
  const address = emailSchema.safeParse(user.email);
  if (!address.success) throw wrong('email', `"${user.email}" is no e-mail address; people sign in with one.`);
  const username = user.username === user.email ? null : user.username;
  if (username?.includes('@')) throw wrong('username', `The user name "${username}" holds an @; only addresses may.`);
  const known = await findUserByEmail(ctx.db, address.data);
  const holder = username === null ? null : await findUserIdByUsername(ctx.db, username);
  if (holder !== null && holder !== known?.id)
    throw wrong('username', `Somebody else has the user name "${username ?? ''}".`);
  const id = known?.id ?? newId<UserId>();
  await ctx.db.transaction(async () => {
    if (known) {
      await setLegacyId(ctx.db, 'users', { id, legacyId: user.legacyId });
      if (known.username === null) await patchUser(ctx.db, id, { username });
    } else {
      const { firstName, lastName, isAdministrator, createdAt } = user;
      const name = `${firstName} ${lastName}`.trim() || user.username;
      const passwordHash = isDjangoHash(user.passwordHash) ? user.passwordHash : null;
      const said = {
        email: address.data,
        username,
        firstName,
        lastName,
        name,
        isAdministrator,
        createdAt,
        passwordHash,
      };
      const disabledAt = user.isActive ? null : ctx.now();
      const row = { ...said, id, legacyId: BigInt(user.legacyId), disabledAt, mustChangePassword: false, locale: null };
      await insertUser(ctx.db, row);
    }
    const detail = { legacyId: user.legacyId, email: address.data, isNew: known === null };
    await writeAudit(ctx, {
      action: 'user.bring-in',
      subjectType: 'user',
      subjectId: id,
      detail,
      installationWide: true,
    });
  });
  return known ? 'known' : 'created';
}

/** Brings an organization in under its integer id; one of the same name is the same. Errors: `permission_missing`. */
export async function bringInOrganization(
  ctx: Context,
  { legacyId, name, description }: { readonly legacyId: number; readonly name: string; readonly description: string },
): Promise<BroughtIn> {
  requireAdministrator(ctx);
  if (await findByLegacyId(ctx.db, 'organizations', String(legacyId))) return 'known';
  const known = await findOrganizationByName(ctx.db, name);
  await ctx.db.transaction(async () => {
    const organization = known ?? (await makeOrganization(ctx, { name, ownerIds: [] }));
    const inside = { ...ctx, organizationId: organization.id };
    if (!known) await patchOrganization(inside, { description });
    await setLegacyId(ctx.db, 'organizations', { id: organization.id, legacyId });
    const subject = { subjectType: 'organization', subjectId: organization.id };
    await writeAudit(inside, {
      action: 'organization.bring-in',
      ...subject,
      detail: { legacyId, isNew: known === null },
    });
  });
  return known ? 'known' : 'created';
}

export interface MembershipToBringIn {
  readonly legacyId: number;
  readonly userId: string;
  readonly organizationId: OrganizationId;
  readonly role: LegacyRole;
}

/** Brings a membership in under its integer id. Errors: `permission_missing`, `already_exists` (the person has the role). */
export async function bringInMembership(ctx: Context, wanted: MembershipToBringIn): Promise<BroughtIn> {
  requireAdministrator(ctx);
  if (await findByLegacyId(ctx.db, 'memberships', String(wanted.legacyId))) return 'known';
  const inside = { ...ctx, organizationId: wanted.organizationId };
  await conflictsAsProblem('The person has this role there already.', () =>
    ctx.db.transaction(async () => {
      const role = await roleOfLegacy(inside, wanted.role);
      const id = newId();
      const row = { id, userId: wanted.userId, roleId: role.id, studyId: null, orgUnitPath: null };
      await insertMembership(inside, { ...row, legacyId: BigInt(wanted.legacyId) });
      const detail = { userId: wanted.userId, role: role.key, legacyId: wanted.legacyId };
      await writeAudit(inside, { action: 'membership.bring-in', subjectType: 'membership', subjectId: id, detail });
    }),
  );
  return 'created';
}

/** The person or organization that an integer id names. Null: there is none. */
export async function findLegacy(
  { db }: Pick<Context, 'db'>,
  table: 'organizations' | 'users' | 'memberships',
  legacyId: string,
): Promise<{ readonly id: string; readonly organizationId: OrganizationId | null } | null> {
  const found = await findByLegacyId(db, table, legacyId);
  return found && { id: found.id, organizationId: found.organizationId as OrganizationId | null };
}

/** Puts the next integer ids of people and organizations behind those that were brought in. */
export function finishBringingIn({ db }: Pick<Context, 'db'>): Promise<void> {
  return advanceLegacyIds(db, ['organizations', 'users', 'memberships']);
}

function wrong(field: string, message: string): Problem {
  return new Problem('input_invalid', { detail: message, fields: { [field]: message } });
}
