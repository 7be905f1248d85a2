import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { hasVerb, requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { conflictsAsProblem } from '../data/conflicts.ts';
import { countOwners, findMembershipRow, patchMembershipRole } from '../data/memberships.ts';
import { lockOrganization } from '../data/organizations.ts';
import { findRoleRow } from '../data/roles.ts';
import { requireGivableRole } from './give-membership.ts';
import { requireHeldVerbs } from './require-placement.ts';

/**
 * Gives a membership another role; its id stays. Errors: `not_found`, `permission_missing` (also for verbs that the actor
 * lacks, in the old role or the new), `last_owner`, `already_exists`.
 */
export async function changeMembershipRole(
  ctx: Context,
  { membershipId, roleId }: { readonly membershipId: string; readonly roleId: string },
): Promise<void> {
  await ctx.db.transaction(async () => {
    await lockOrganization(ctx);
    const membership = await findMembershipRow(ctx, membershipId);
    if (!membership || !hasVerb(ctx.actor, 'users.read', membership)) throw new Problem('not_found');
    requireVerb(ctx, 'users.manage', membership);
    const before = await findRoleRow(ctx, { id: membership.roleId });
    requireHeldVerbs(ctx, before?.verbs ?? [], membership);
    const role = await requireGivableRole(ctx, { ...membership, roleId });
    if (role.id === membership.roleId) return;
    const { studyId, orgUnitPath, userId } = membership;
    const isOwnership = membership.roleKey === 'owner' && studyId === null && orgUnitPath === null;
    if (isOwnership && (await countOwners(ctx)) <= 1) throw new Problem('last_owner');
    await conflictsAsProblem('The person has this role there already.', () =>
      patchMembershipRole(ctx, membershipId, role.id),
    );
    const detail = { userId, before: membership.roleKey, after: role.key };
    const subject = { subjectType: 'membership', subjectId: membershipId };
    await writeAudit(ctx, { action: 'membership.change', ...subject, studyId, detail });
  });
}
