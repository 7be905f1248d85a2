import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { listLiveMemberships } from '../data/callers.sql.ts';
import { countOwners, isMember, isOwner } from '../data/memberships.ts';
import { lockOrganization } from '../data/organizations.ts';
import { revokeSessionRows } from '../data/sessions.ts';
import { findUserById, patchUser, type StoredUser } from '../data/users.ts';
import { verbsOfRole } from '../domain/grants.ts';
import { isAdministrator } from './require-administrator.ts';
import { requireHeldVerbs } from './require-placement.ts';

/**
 * Locks a member out of the installation: every browser is signed out at once, their tokens answer no more, and nobody
 * signs in with the account. Roles stay, and count again after {@link enableUser}. Doing it again changes nothing.
 * Throws `not_found` for who is no member here, `permission_missing` for who may not, `last_owner` when nobody who can
 * sign in would own the organization.
 */
export async function disableUser(ctx: Context, userId: string): Promise<void> {
  await ctx.db.transaction(async () => {
    await lockOrganization(ctx);
    const user = await requireLockable(ctx, userId);
    if (user.disabledAt !== null) return;
    if ((await isOwner(ctx, userId)) && (await countOwners(ctx)) <= 1) throw new Problem('last_owner');
    await patchUser(ctx.db, userId, { disabledAt: ctx.now() });
    await revokeSessionRows(ctx.db, { userId, exceptId: null, now: ctx.now() });
    const subject = { subjectType: 'user', subjectId: userId };
    await writeAudit(ctx, { action: 'user.disable', ...subject, detail: { email: user.email } });
  });
}

/** Lets a person in again who was locked out. Throws as {@link disableUser}. */
export async function enableUser(ctx: Context, userId: string): Promise<void> {
  await ctx.db.transaction(async () => {
    const user = await requireLockable(ctx, userId);
    if (user.disabledAt === null) return;
    await patchUser(ctx.db, userId, { disabledAt: null });
    const subject = { subjectType: 'user', subjectId: userId };
    await writeAudit(ctx, { action: 'user.enable', ...subject, detail: { email: user.email } });
  });
}

/**
 * The member, when the actor may lock them out. An account is of the whole installation: whoever manages the people of
 * one organization decides only on accounts that are of no other, and on nobody who may do more than they.
 */
async function requireLockable(ctx: Context, userId: string): Promise<StoredUser> {
  const { actor } = ctx;
  if (!isAdministrator(ctx)) requireVerb(ctx, 'users.manage');
  const user = (await isMember(ctx, userId)) ? await findUserById(ctx.db, userId) : null;
  if (!user) throw new Problem('not_found');
  if (actor.kind === 'user' && actor.id === userId) throw refused('Nobody locks themselves out. Ask somebody else.');
  if (!isAdministrator(ctx)) await requireNoMore(ctx, user);
  return user;
}

async function requireNoMore(ctx: Context, user: StoredUser): Promise<void> {
  if (user.isAdministrator) throw refused('Only an administrator of the installation can lock another one out.');
  for (const membership of await listLiveMemberships(ctx.db, user.id)) {
    if (membership.organization_id !== ctx.organizationId) {
      throw refused(
        'This person belongs to another organization too, so only an administrator of the installation can lock the ' +
          'account. You can take the roles here.',
      );
    }
    const verbs = verbsOfRole({
      key: membership.role_key,
      isBuiltIn: membership.role_is_built_in,
      verbs: membership.role_verbs,
    });
    requireHeldVerbs(ctx, verbs, { studyId: membership.study_id, orgUnitPath: membership.org_unit_path });
  }
}

function refused(detail: string): Problem {
  return new Problem('permission_missing', { detail });
}
