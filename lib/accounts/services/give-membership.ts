import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { conflictsAsProblem } from '../data/conflicts.ts';
import { findMembershipRow, insertMembership, isMember } from '../data/memberships.ts';
import { findRoleRow } from '../data/roles.ts';
import type { Membership } from '../domain/person.ts';
import { placementSchema } from '../domain/placement.ts';
import type { Role } from '../domain/role.ts';
import { requireHeldVerbs, requireOpenStudy } from './require-placement.ts';

export const giveMembershipInputSchema = placementSchema.extend({ userId: z.uuid(), roleId: z.uuid() });

export type GiveMembershipInput = z.infer<typeof giveMembershipInputSchema>;

/** Gives a member of the organization one more role. Others come in by invitation; an unknown person is `not_found`. */
export async function giveMembership(ctx: Context, input: GiveMembershipInput): Promise<Membership> {
  requireVerb(ctx, 'users.manage', input);
  if (!(await isMember(ctx, input.userId))) throw new Problem('not_found');
  const role = await requireGivableRole(ctx, input);
  return ctx.db.transaction(() => addMembership(ctx, { ...input, role }));
}

/** The role, when it exists and the actor may give it there. */
export async function requireGivableRole(
  ctx: Context,
  input: Pick<GiveMembershipInput, 'roleId' | 'studyId' | 'orgUnitPath'>,
): Promise<Role> {
  const role = await findRoleRow(ctx, { id: input.roleId });
  if (!role || role.archivedAt) throw new Problem('input_invalid', { fields: { roleId: 'There is no such role.' } });
  await requireOpenStudy(ctx, input.studyId);
  requireHeldVerbs(ctx, role.verbs, input);
  return role;
}

/** Writes a membership and its audit row. Call it in a transaction, after {@link requireGivableRole}. */
export async function addMembership(
  ctx: Context,
  { userId, role, studyId, orgUnitPath }: GiveMembershipInput & { readonly role: Role },
): Promise<Membership> {
  const id = newId();
  await conflictsAsProblem('The person has this role there already.', () =>
    insertMembership(ctx, { id, userId, roleId: role.id, studyId, orgUnitPath }),
  );
  const detail = { userId, role: role.key, orgUnitPath };
  await writeAudit(ctx, { action: 'membership.give', subjectType: 'membership', subjectId: id, studyId, detail });
  const membership = await findMembershipRow(ctx, id);
  if (!membership) throw new Problem('internal', { detail: 'A new membership cannot be read back.' });
  return membership;
}
