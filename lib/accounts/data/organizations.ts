import type { Context } from '#lib/platform/context.ts';
import type { Database } from '#lib/platform/db/database.ts';
import type { Organization as OrganizationRow } from '#lib/platform/db/generated/client.ts';
import { sql } from '#lib/platform/db/sql.ts';
import type { OrganizationId } from '#lib/platform/ids.ts';
import type { Organization } from '../domain/organization.ts';

export interface NewOrganization {
  readonly id: OrganizationId;
  readonly name: string;
  readonly createdAt: Date;
}

export async function insertOrganization(db: Database, organization: NewOrganization): Promise<void> {
  await db.prisma.organization.create({ data: { ...organization } });
}

/** The organization of the context; null when it is gone. */
export async function findOrganization({ db, organizationId }: Context): Promise<Organization | null> {
  const row = await db.prisma.organization.findUnique({ where: { id: organizationId } });
  return row && toOrganization(row);
}

/**
 * Holds the organization's row until the transaction ends: whoever changes who its owners are does so one at a time,
 * so that two owners cannot take each other's role at once.
 */
export async function lockOrganization({ db, organizationId }: Context): Promise<void> {
  await db.execute(sql`SELECT 1 FROM organizations WHERE id = ${organizationId} FOR UPDATE`);
}

/** An organization of the installation by its exact name, for the command line. */
export async function findOrganizationByName(db: Database, name: string): Promise<Organization | null> {
  const row = await db.prisma.organization.findUnique({ where: { name } });
  return row && toOrganization(row);
}

/** An organization of the installation, archived or not; null when there is none. */
export async function findOrganizationById(db: Database, id: string): Promise<Organization | null> {
  const row = await db.prisma.organization.findUnique({ where: { id } });
  return row && toOrganization(row);
}

/** Archives an organization, or opens it again with null. */
export async function setOrganizationArchived(db: Database, id: string, archivedAt: Date | null): Promise<void> {
  await db.prisma.organization.update({ where: { id }, data: { archivedAt } });
}

/** The archived organizations of the installation, by name. */
export async function listArchivedOrganizationRows(db: Database): Promise<Organization[]> {
  const rows = await db.prisma.organization.findMany({ where: { archivedAt: { not: null } }, orderBy: { name: 'asc' } });
  return rows.map(toOrganization);
}

/** Other things that are said of an organization; undefined stays. */
export interface OrganizationChange {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
}

export async function patchOrganization({ db, organizationId }: Context, change: OrganizationChange): Promise<void> {
  const { name, description } = change;
  const data = { ...(name === undefined ? {} : { name }), ...(description === undefined ? {} : { description }) };
  await db.prisma.organization.update({ where: { id: organizationId }, data });
}

/** Every organization of the installation that is not archived, by name. */
export async function listOrganizationRows(db: Database): Promise<Organization[]> {
  const rows = await db.prisma.organization.findMany({ where: { archivedAt: null }, orderBy: { name: 'asc' } });
  return rows.map(toOrganization);
}

/** Rows have integers that JSON cannot write. */
function toOrganization({ id, name, createdAt, archivedAt }: OrganizationRow): Organization {
  return { id: id as OrganizationId, name, createdAt, archivedAt };
}
