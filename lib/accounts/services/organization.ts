import type { Context } from '#lib/platform/context.ts';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { conflictsAsProblem } from '../data/conflicts.ts';
import { findOrganization, patchOrganization, type OrganizationChange } from '../data/organizations.ts';
import type { Organization } from '../domain/organization.ts';

/** The organization one works in; every member may know its name. */
export async function getOrganization(ctx: Context): Promise<Organization> {
  const organization = await findOrganization(ctx);
  if (!organization) throw new Problem('not_found');
  return organization;
}

/** Renames the organization. Throws `already_exists` when another has the name. */
export function renameOrganization(ctx: Context, name: string): Promise<Organization> {
  return updateOrganization(ctx, { name });
}

/** Changes what is said of the organization. Throws `already_exists` when another has the name. */
export async function updateOrganization(ctx: Context, change: OrganizationChange): Promise<Organization> {
  requireVerb(ctx, 'organization.manage');
  const before = await getOrganization(ctx);
  const detail = 'An organization with this name exists already. Choose another name.';
  await conflictsAsProblem({ detail, fields: { name: detail } }, () =>
    ctx.db.transaction(async () => {
      await patchOrganization(ctx, change);
      const told = { before: { name: before.name }, after: change };
      const subject = { subjectType: 'organization', subjectId: before.id };
      await writeAudit(ctx, { action: 'organization.update', ...subject, detail: told });
    }),
  );
  return getOrganization(ctx);
}
