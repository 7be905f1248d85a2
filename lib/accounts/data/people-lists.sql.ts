import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { selectSortedPage, type PageWish, type SortColumn, type SortedPage, type SortKey } from '#lib/platform/db/sorted-page.ts';
import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';

// People are seen across organizations here: every statement is bound to those in which the visitor may see them.

/** Which people, memberships or organizations, in which order; ids are the integers of protocols. */
export interface PeopleQuery {
  readonly ids?: readonly string[] | undefined;
  readonly organization?: string | undefined;
  readonly user?: string | undefined;
  readonly username?: string | undefined;
  readonly search?: string | undefined;
  readonly sort: readonly SortKey[];
  readonly page: PageWish;
}

/** What a visitor may see of people: themselves, and everybody in these organizations. */
export interface PeopleReader {
  readonly userId: string | null;
  readonly organizationIds: readonly string[];
}

const listedUserSchema = z.object({
  id: z.guid(),
  legacyId: z.coerce.string(),
  username: z.string(),
  email: z.string(),
  firstName: z.string(),
  lastName: z.string(),
});
export type ListedUser = z.infer<typeof listedUserSchema>;

const username = rawSql(`coalesce(u.username, u.name)`);
const everywhere = rawSql('m.ended_at IS NULL AND m.study_id IS NULL AND m.org_unit_path IS NULL');

const column = (expression: string): SortColumn => ({ by: rawSql(expression), type: 'text' });
const byLegacyId = (alias: string): SortColumn => ({ by: rawSql(`${alias}.legacy_id::float8`), type: 'float8' });

/** People who share an organization with the visitor, and the visitor; a search for a whole user name finds that one person. */
export function selectUsers(db: Database, reader: PeopleReader, query: PeopleQuery): Promise<SortedPage<ListedUser>> {
  const shares = sql`EXISTS (SELECT 1 FROM memberships m JOIN organizations o ON o.id = m.organization_id
    WHERE m.user_id = u.id AND m.ended_at IS NULL AND o.archived_at IS NULL
      AND m.organization_id = ANY(${reader.organizationIds}::uuid[]))`;
  return selectSortedPage(db, {
    rowSchema: listedUserSchema,
    columns: sql`u.id, u.legacy_id AS "legacyId", ${username} AS username, u.email, u.first_name AS "firstName",
      u.last_name AS "lastName"`,
    tables: rawSql('users u'),
    conditions: [
      sql`u.disabled_at IS NULL AND (u.id = ${reader.userId}::uuid OR ${shares})`,
      ...some(query.ids, (ids) => sql`u.legacy_id = ANY(${ids}::bigint[])`),
      ...some(query.username, (name) => sql`lower(${username}) = lower(${name})`),
      ...some(
        query.organization,
        (id) => sql`EXISTS (SELECT 1 FROM memberships m JOIN organizations o ON o.id = m.organization_id
          WHERE m.user_id = u.id AND ${everywhere} AND o.legacy_id = ${id}::bigint
            AND m.organization_id = ANY(${reader.organizationIds}::uuid[]))`,
      ),
      ...some(
        query.search,
        (part) => sql`(strpos(lower(${username}), lower(${part}::text)) > 0 OR strpos(u.email, lower(${part}::text)) > 0)`,
      ),
    ],
    sortable: { username: column('coalesce(u.username, u.name)') },
    id: byLegacyId('u'),
    sort: query.sort,
    page: query.page,
  });
}

const listedOrganizationSchema = z.object({
  id: z.guid(),
  legacyId: z.coerce.string(),
  name: z.string(),
  description: z.string(),
  isOwn: z.boolean(),
});
export type ListedOrganization = z.infer<typeof listedOrganizationSchema>;

/** Organizations of the visitor, and those that are public (named by id), by name. */
export function selectOrganizations(
  db: Database,
  reader: { readonly ownIds: readonly string[]; readonly publicIds: readonly string[] },
  query: PeopleQuery,
): Promise<SortedPage<ListedOrganization>> {
  const isOwn = sql`o.id = ANY(${reader.ownIds}::uuid[])`;
  return selectSortedPage(db, {
    rowSchema: listedOrganizationSchema,
    columns: sql`o.id, o.legacy_id AS "legacyId", o.name, o.description, ${isOwn} AS "isOwn"`,
    tables: rawSql('organizations o'),
    conditions: [
      sql`o.archived_at IS NULL AND (${isOwn} OR o.id = ANY(${reader.publicIds}::uuid[]))`,
      ...some(query.ids, (ids) => sql`o.legacy_id = ANY(${ids}::bigint[])`),
      ...some(
        query.user,
        (id) => sql`EXISTS (SELECT 1 FROM memberships m JOIN users u ON u.id = m.user_id
          WHERE m.organization_id = o.id AND ${everywhere} AND u.legacy_id = ${id}::bigint AND ${isOwn})`,
      ),
    ],
    sortable: { name: column('o.name'), description: column('o.description') },
    id: byLegacyId('o'),
    sort: query.sort.length > 0 ? query.sort : [{ key: 'name', isDescending: false }],
    page: query.page,
  });
}

const listedMembershipSchema = z.object({
  id: z.guid(),
  legacyId: z.coerce.string(),
  organizationId: z.guid(),
  organizationLegacyId: z.coerce.string(),
  organizationName: z.string(),
  userId: z.guid(),
  userLegacyId: z.coerce.string(),
  username: z.string(),
  roleKey: z.string(),
  roleIsBuiltIn: z.boolean(),
  roleVerbs: z.array(z.string()),
});
export type ListedMembershipRow = z.infer<typeof listedMembershipSchema>;

/** Memberships of whole organizations: the visitor's own, and everybody's where they may see people; by role and organization. */
export function selectMemberships(
  db: Database,
  reader: PeopleReader,
  query: PeopleQuery,
): Promise<SortedPage<ListedMembershipRow>> {
  return selectSortedPage(db, {
    rowSchema: listedMembershipSchema,
    columns: sql`m.id, m.legacy_id AS "legacyId", m.organization_id AS "organizationId",
      o.legacy_id AS "organizationLegacyId", o.name AS "organizationName", m.user_id AS "userId",
      u.legacy_id AS "userLegacyId", ${username} AS username, r.key AS "roleKey", r.is_built_in AS "roleIsBuiltIn",
      coalesce(r.verbs, '{}') AS "roleVerbs"`,
    tables: rawSql(`memberships m
      JOIN organizations o ON o.id = m.organization_id AND o.archived_at IS NULL
      JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
      JOIN roles r ON r.organization_id = m.organization_id AND r.id = m.role_id`),
    conditions: [
      sql`${everywhere}
        AND (m.user_id = ${reader.userId}::uuid OR m.organization_id = ANY(${reader.organizationIds}::uuid[]))`,
      ...some(query.ids, (ids) => sql`m.legacy_id = ANY(${ids}::bigint[])`),
      ...some(query.organization, (id) => sql`o.legacy_id = ${id}::bigint`),
      ...some(query.user, (id) => sql`u.legacy_id = ${id}::bigint`),
      ...some(query.username, (name) => sql`${username} = ${name}`),
    ],
    sortable: {
      role: column('r.key'),
      user_name: column('coalesce(u.username, u.name)'),
      organization_name: column('o.name'),
    },
    id: byLegacyId('m'),
    sort:
      query.sort.length > 0
        ? query.sort
        : [
            { key: 'role', isDescending: true },
            { key: 'organization_name', isDescending: false },
          ],
    page: query.page,
  });
}

function some<Value>(value: Value | undefined, condition: (value: Value) => SqlStatement): SqlStatement[] {
  return value === undefined ? [] : [condition(value)];
}
