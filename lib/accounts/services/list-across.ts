import type { Database } from '#lib/platform/db/database.ts';
import type { SortedPage } from '#lib/platform/db/sorted-page.ts';
import {
  type ListedMembershipRow,
  type ListedOrganization,
  type ListedUser,
  type PeopleQuery,
  selectMemberships,
  selectOrganizations,
  selectUsers,
} from '../data/people-lists.sql.ts';
import { verbsOfRole } from '../domain/grants.ts';
import { organizationsWithVerb, type Visitor } from '../domain/visitor.ts';
import { type LegacyRole, legacyRoleOf } from './legacy-roles.ts';

export type { ListedOrganization, ListedUser, PeopleQuery } from '../data/people-lists.sql.ts';

/** A membership of a whole organization, its role in the words of the replaced server. */
export interface ListedMembership extends ListedMembershipRow {
  readonly role: LegacyRole;
}

/**
 * The visitor, and the people of the organizations in which they may see people; nobody else, by search neither (defect 6
 * of managair.md 18).
 */
export function listUsersFor(db: Database, visitor: Visitor, query: PeopleQuery): Promise<SortedPage<ListedUser>> {
  return selectUsers(db, peopleReader(visitor), query);
}

/** The visitor's own organizations, and those that have something public in them, which the caller names. */
export function listOrganizationsFor(
  db: Database,
  { visitor, publicIds }: { readonly visitor: Visitor; readonly publicIds: readonly string[] },
  query: PeopleQuery,
): Promise<SortedPage<ListedOrganization>> {
  return selectOrganizations(db, { ownIds: [...visitor.actors.keys()], publicIds }, query);
}

/** Memberships that the visitor may see: their own, and all of the organizations in which they may see people. */
export async function listMembershipsFor(
  db: Database,
  visitor: Visitor,
  query: PeopleQuery,
): Promise<SortedPage<ListedMembership>> {
  const page = await selectMemberships(db, peopleReader(visitor), query);
  const rows = page.rows.map(({ row, position }) => {
    const role = { key: row.roleKey, isBuiltIn: row.roleIsBuiltIn, verbs: row.roleVerbs };
    return { row: { ...row, role: legacyRoleOf(verbsOfRole(role)) }, position };
  });
  return { ...page, rows };
}

function peopleReader(visitor: Visitor) {
  return { userId: visitor.user?.id ?? null, organizationIds: organizationsWithVerb(visitor, 'users.read') };
}
