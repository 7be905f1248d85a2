import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId, type OrganizationId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { conflictsAsProblem } from '../data/conflicts.ts';
import { insertMembership } from '../data/memberships.ts';
import { insertOrganization } from '../data/organizations.ts';
import { findRoleRow, insertBuiltInRoles } from '../data/roles.ts';
import { organizationNameSchema, type Organization } from '../domain/organization.ts';
import { requireAdministrator } from './require-administrator.ts';

export const createOrganizationInputSchema = z.strictObject({ name: organizationNameSchema });

export interface CreateOrganizationInput extends z.infer<typeof createOrganizationInputSchema> {
  /** Who owns it; left out: the person who creates it. */
  readonly ownerIds?: readonly string[];
}

/**
 * Creates an organization with the built-in roles and its owners. For administrators of the installation.
 * Throws `already_exists` when another has the name.
 */
export async function createOrganization(ctx: Context, input: CreateOrganizationInput): Promise<Organization> {
  const { actor } = ctx;
  requireAdministrator(ctx);
  return makeOrganization(ctx, { ...input, ownerIds: input.ownerIds ?? (actor.kind === 'user' ? [actor.id] : []) });
}

/** Writes an organization with its roles and owners. The caller has decided that it may be. */
export async function makeOrganization(
  ctx: Context,
  { ownerIds, ...input }: { readonly name: string; readonly ownerIds: readonly string[] },
): Promise<Organization> {
  const organization = { id: newId<OrganizationId>(), name: input.name, createdAt: ctx.now() };
  const inside: Context = { ...ctx, organizationId: organization.id };
  const detail = 'An organization with this name exists already. Choose another name.';
  await conflictsAsProblem({ detail, fields: { name: detail } }, () =>
    ctx.db.transaction(async () => {
      await insertOrganization(ctx.db, organization);
      await insertBuiltInRoles(inside);
      await giveOwners(inside, ownerIds);
      const subject = { subjectType: 'organization', subjectId: organization.id };
      await writeAudit(inside, { action: 'organization.create', ...subject, detail: { name: input.name } });
    }),
  );
  return { ...organization, archivedAt: null };
}

async function giveOwners(ctx: Context, userIds: readonly string[]): Promise<void> {
  const role = await findRoleRow(ctx, { key: 'owner' });
  if (!role) throw new Problem('internal', { detail: 'The new organization has no owner role.' });
  for (const userId of userIds) {
    await insertMembership(ctx, { id: newId(), userId, roleId: role.id, studyId: null, orgUnitPath: null });
  }
}
