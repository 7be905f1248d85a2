import { z } from 'zod';
import {
  archiveOrganization,
  changeMembershipRole,
  endMembership,
  foundOrganization,
  joinOrganization,
  type LegacyRole,
  legacyRoles,
  type ListedMembership,
  type ListedOrganization,
  type ListedUser,
  listMembershipsFor,
  listOrganizationsFor,
  listUsersFor,
  roleOfLegacy,
  updateOrganization,
} from '#lib/accounts/index.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import { listPublicOrganizations } from '#lib/sensors/index.ts';
import { ApiError } from '../errors.ts';
import type { ManagairCall } from '../exchange.ts';
import type { ListQuery } from '../list-query.ts';
import { defineKind } from '../resource.ts';
import { requireOwn, sameOrganization } from './require-own.ts';
import { name, text } from './write-schemas.ts';

/** The filters of a list beside its ids, order and page. */
function peopleQuery({ ids, filters, sort, page }: ListQuery) {
  const { organization, user, username, search } = filters;
  return { ids, organization, user, username, search, sort, page };
}

export const userKind = defineKind<ListedUser>({
  type: 'User',
  path: 'users',
  ids: 'integer',
  access: 'people',
  idOf: ({ legacyId }) => legacyId,
  attributes: {
    username: (row) => row.username,
    email: (row) => row.email,
    first_name: (row) => row.firstName,
    last_name: (row) => row.lastName,
  },
  listed: ['username'],
  relations: {
    organizations: { type: 'Organization', filter: 'user', hasSelf: true },
    memberships: { type: 'Membership', filter: 'user' },
  },
  filters: ['organization', 'search'],
  sortable: ['username'],
  list: ({ runtime, visitor }, query) => listUsersFor(runtime.db, visitor, peopleQuery(query)),
});

const organizationSchema = z.object({ name: name(50), description: text(4000).default('') });

export const organizationKind = defineKind<ListedOrganization, z.output<typeof organizationSchema>>({
  type: 'Organization',
  path: 'organizations',
  ids: 'integer',
  access: 'everybody',
  idOf: ({ legacyId }) => legacyId,
  isOwn: ({ isOwn }) => isOwn,
  attributes: { name: (row) => row.name, description: (row) => row.description },
  relations: {
    users: { type: 'User', filter: 'organization', isForMembers: true, hasSelf: true },
    memberships: { type: 'Membership', filter: 'organization', isForMembers: true },
    sites: { type: 'Site', filter: 'organization' },
    nodes: { type: 'Node', filter: 'organization', isForMembers: true },
  },
  filters: [],
  sortable: ['name', 'description'],
  async list({ runtime, visitor }, query) {
    const publicIds = await listPublicOrganizations(runtime.db);
    return listOrganizationsFor(runtime.db, { visitor, publicIds }, peopleQuery(query));
  },
  writing: {
    rights: { verb: 'organization.manage', organizationOf: ({ id }) => id, newIn: [] },
    schema: organizationSchema,
    async create(call, { attributes }) {
      const { user } = call.visitor;
      call.asPerson();
      if (!user) throw new ApiError(401, 'Sign in to do this.');
      const { id } = await foundOrganization(call.runtime, user, { ...attributes, requestId: call.requestId });
      return legacyIdOf(call, id);
    },
    async update(call, row, { attributes }) {
      requireOwn(row);
      await updateOrganization(call.inside(row.id), attributes);
    },
    async remove(call, row) {
      requireOwn(row);
      await archiveOrganization(call.inside(row.id));
    },
    pointers: { name: 'attributes/name' },
  },
});

/** Its founder sees a new organization only with the memberships of the next request. */
async function legacyIdOf({ runtime, visitor }: ManagairCall, id: string): Promise<string> {
  const everything = { sort: [], page: { kind: 'all' } } as const;
  const { rows } = await listOrganizationsFor(runtime.db, { visitor, publicIds: [id] }, everything);
  return rows.find(({ row }) => row.id === id)?.row.legacyId ?? '';
}

/** `O`, `I`, `A`, or the whole word. */
const roleSchema = z
  .string()
  .transform((role) => role.trim().charAt(0).toUpperCase())
  .pipe(z.enum(legacyRoles, 'The role is O (owner), A (assistant) or I (inspector).'));
const membershipSchema = z.object({ role: roleSchema.default('I') });

export const membershipKind = defineKind<ListedMembership, { readonly role: LegacyRole }>({
  type: 'Membership',
  path: 'memberships',
  ids: 'integer',
  access: 'people',
  idOf: ({ legacyId }) => legacyId,
  attributes: {
    role: (row) => row.role,
    user_name: (row) => row.username,
    organization_name: (row) => row.organizationName,
  },
  relations: {
    user: { type: 'User', one: (row) => row.userLegacyId, write: 'required' },
    organization: { type: 'Organization', one: (row) => row.organizationLegacyId, write: 'required' },
  },
  filters: ['organization', 'username', 'user'],
  sortable: ['role', 'user_name', 'organization_name'],
  list: ({ runtime, visitor }, query) => listMembershipsFor(runtime.db, visitor, peopleQuery(query)),
  writing: {
    rights: { verb: 'users.manage', organizationOf: ({ organizationId }) => organizationId, newIn: ['organization'] },
    schema: membershipSchema,
    async create(call, { attributes: { role }, relations }) {
      const organization = await ownOrganization(call, relations['organization'], '/data/relationships/organization');
      const user = typeof relations['user'] === 'string' ? relations['user'] : '';
      const id = await joinOrganization(call.inside(organization.id), { user, role }, call.runtime);
      const { rows } = await listMembershipsFor(call.runtime.db, call.visitor, {
        ...{ organization: organization.legacyId, user },
        ...{ sort: [], page: { kind: 'all' } },
      });
      return rows.find(({ row }) => row.id === id)?.row.legacyId ?? '';
    },
    async update(call, row, { attributes: { role }, relations }) {
      sameOrganization(relations['organization'], row.organizationLegacyId, 'organization');
      sameOrganization(relations['user'], row.userLegacyId, 'user');
      if (role === undefined) return;
      const ctx = call.inside(row.organizationId);
      requireVerb(ctx, 'users.manage');
      await ctx.db.transaction(async () => {
        const { id: roleId } = await roleOfLegacy(ctx, role);
        await changeMembershipRole(ctx, { membershipId: row.id, roleId });
      });
    },
    async remove(call, row) {
      const ctx = call.inside(row.organizationId);
      // The replaced server let nobody but owners end memberships, their own neither (managair.md 16).
      requireVerb(ctx, 'users.manage');
      await endMembership(ctx, row.id);
    },
    pointers: { user: 'relationships/user', role: 'attributes/role' },
  },
});

/** An organization of the caller's, by the id that a document names at `pointer`. Throws 403 for any other, which may not exist. */
export async function ownOrganization(
  call: ManagairCall,
  legacyId: string | null | readonly string[] | undefined,
  pointer: string,
): Promise<ListedOrganization> {
  const ids = typeof legacyId === 'string' && /^\d{1,15}$/.test(legacyId) ? [legacyId] : [];
  const everything = { sort: [], page: { kind: 'all' } } as const;
  const page =
    ids.length === 0
      ? null
      : await listOrganizationsFor(call.runtime.db, { visitor: call.visitor, publicIds: [] }, { ids, ...everything });
  const row = page?.rows[0]?.row;
  if (row) return row;
  throw new ApiError(403, 'You do not belong to this organization.', { pointer });
}
