import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { findOrganizationById, listArchivedOrganizationRows, setOrganizationArchived } from '../data/organizations.ts';
import type { Organization } from '../domain/organization.ts';
import { forgetIntakeStudies } from './intake-study.ts';
import { getOrganization } from './organization.ts';
import { requireAdministrator } from './require-administrator.ts';

/**
 * Closes the organization of the context: its people and tokens get in no more, and its studies' addresses answer as if
 * they did not exist. Nothing is deleted. The log of the installation keeps who did it, for who may undo it.
 */
export async function archiveOrganization(ctx: Context): Promise<void> {
  requireVerb(ctx, 'organization.manage');
  const organization = await getOrganization(ctx);
  if (organization.archivedAt !== null) return;
  await change(ctx, organization, { action: 'organization.archive', archivedAt: ctx.now() });
}

/** Opens an archived organization again, with everything and everybody in it; for administrators of the installation. */
export async function restoreOrganization(ctx: Context, organizationId: string): Promise<void> {
  requireAdministrator(ctx);
  const organization = await findOrganizationById(ctx.db, organizationId);
  if (!organization) throw new Problem('not_found');
  if (organization.archivedAt === null) return;
  await change(ctx, organization, { action: 'organization.restore', archivedAt: null });
}

/** The organizations that are archived, by name; for administrators of the installation. */
export function listArchivedOrganizations(ctx: Context): Promise<Organization[]> {
  requireAdministrator(ctx);
  return listArchivedOrganizationRows(ctx.db);
}

interface Change {
  readonly action: 'organization.archive' | 'organization.restore';
  readonly archivedAt: Date | null;
}

async function change(ctx: Context, { id, name }: Organization, { action, archivedAt }: Change): Promise<void> {
  await ctx.db.transaction(async () => {
    await setOrganizationArchived(ctx.db, id, archivedAt);
    const subject = { subjectType: 'organization', subjectId: id };
    await writeAudit(ctx, { action, ...subject, detail: { name }, installationWide: true });
  });
  forgetIntakeStudies(ctx.db);
}
