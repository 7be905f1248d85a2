import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { hasVerb, requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { countOwners, endMembershipRow, findMembershipRow } from '../data/memberships.ts';
import { lockOrganization } from '../data/organizations.ts';
import { findRoleRow } from '../data/roles.ts';
import type { Membership } from '../domain/person.ts';
import { requireHeldVerbs } from './require-placement.ts';

/**
 * Takes a role from a person; it counts from their next request on. People may always give up a role of their own.
 * Throws `last_owner` when nobody would own the organization any more.
 */
export async function endMembership(ctx: Context, membershipId: string): Promise<void> {
  await ctx.db.transaction(async () => {
    await lockOrganization(ctx);
    const membership = await findMembershipRow(ctx, membershipId);
    if (!membership) throw new Problem('not_found');
    const isOwn = ctx.actor.kind === 'user' && ctx.actor.id === membership.userId;
    if (!isOwn) await requireTakeable(ctx, membership);
    if (isOwnership(membership) && (await countOwners(ctx)) <= 1) throw new Problem('last_owner');
    await endMembershipRow(ctx, membership.id);
    const { userId, roleKey, studyId, orgUnitPath } = membership;
    const detail = { userId, role: roleKey, orgUnitPath };
    const subject = { subjectType: 'membership', subjectId: membership.id };
    await writeAudit(ctx, { action: 'membership.end', ...subject, studyId, detail });
  });
}

async function requireTakeable(ctx: Context, membership: Membership): Promise<void> {
  if (!hasVerb(ctx.actor, 'users.read', membership)) throw new Problem('not_found');
  requireVerb(ctx, 'users.manage', membership);
  const role = await findRoleRow(ctx, { id: membership.roleId });
  requireHeldVerbs(ctx, role?.verbs ?? [], membership);
}

function isOwnership({ roleKey, studyId, orgUnitPath }: Membership): boolean {
  return roleKey === 'owner' && studyId === null && orgUnitPath === null;
}
