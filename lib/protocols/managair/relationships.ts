import { z } from 'zod';
import {
  endMembership,
  joinOrganization,
  listMembershipsFor,
  type ListedOrganization,
  type ListedUser,
} from '#lib/accounts/index.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import { answerDocument, answerNothing } from './answer.ts';
import { ApiError } from './errors.ts';
import { type ManagairCall, requirePerson } from './exchange.ts';
import { getThing } from './find-things.ts';
import { requireHeldSomewhere } from './guard-writes.ts';
import { organizationKind, userKind } from './kinds/people.ts';
import { ownOrganization } from './kinds/people.ts';
import { readBody } from './read-document.ts';

const identifiersSchema = z
  .union([z.array(z.unknown()), z.unknown().transform((one) => [one])])
  .pipe(z.array(z.looseObject({ type: z.string(), id: z.union([z.string(), z.number()]).transform(String) })));

const everything = { sort: [], page: { kind: 'all' } } as const;

/** Ids that a document names, all of one type. Throws 400, 409. */
async function readIds(call: ManagairCall, type: 'User' | 'Organization'): Promise<string[]> {
  const { data } = await readBody(call);
  const parsed = identifiersSchema.safeParse(data);
  if (!parsed.success) throw new ApiError(400, 'Write a list of resource identifiers.', { pointer: '/data' });
  if (parsed.data.some((one) => one.type !== type)) {
    throw new ApiError(409, `Identifiers here are of the type ${type}.`, { pointer: '/data' });
  }
  const ids = parsed.data.map(({ id }) => id);
  if (ids.every((id) => /^\d{1,15}$/.test(id))) return ids;
  throw new ApiError(400, 'Ids are integers.', { pointer: '/data' });
}

/**
 * `organizations/{id}/relationships/users/`: who belongs to an organization. Adding and removing is for those who manage
 * its people (defect 1 of managair.md 18); whoever is added comes as inspector. 204 when nothing had to change.
 */
export async function serveUsersOf(call: ManagairCall, id: string): Promise<Response> {
  requirePerson(call.visitor);
  const organization = (await getThing(call, organizationKind, id)) as ListedOrganization;
  if (!organization.isOwn) throw new ApiError(404, 'There is no such thing here, or it is not yours to see.');
  const { method } = call.request;
  if (method !== 'GET') {
    const ctx = call.inside(organization.id);
    requireVerb(ctx, 'users.manage');
    const ids = await readIds(call, 'User');
    const members = await membershipsOf(call, organization.legacyId);
    const done = method === 'POST' ? ids.filter((user) => !members.has(user)) : ids.filter((user) => members.has(user));
    await ctx.db.transaction(async () => {
      for (const user of done) {
        if (method === 'POST') await joinOrganization(ctx, { user, role: 'I' }, call.runtime);
        else for (const membership of members.get(user) ?? []) await endMembership(ctx, membership);
      }
    });
    if (done.length === 0) return answerNothing();
  }
  const members = await membershipsOf(call, organization.legacyId);
  return answerLinkage(call, {
    path: `/organizations/${organization.legacyId}`,
    name: 'users',
    type: 'User',
    ids: [...members.keys()],
  });
}

/** Ids of memberships by the integer id of the person. */
async function membershipsOf(call: ManagairCall, organization: string): Promise<Map<string, string[]>> {
  const { rows } = await listMembershipsFor(call.runtime.db, call.visitor, { organization, ...everything });
  const byUser = Map.groupBy(rows, ({ row }) => row.userLegacyId);
  return new Map([...byUser].map(([user, list]) => [user, list.map(({ row }) => row.id)]));
}

/**
 * `users/{id}/relationships/organizations/`: the same from the other side, and with the same right: each organization that
 * is added or taken away has to be one whose people the caller manages.
 */
export async function serveOrganizationsOf(call: ManagairCall, id: string): Promise<Response> {
  requirePerson(call.visitor);
  const user = (await getThing(call, userKind, id)) as ListedUser;
  const { method } = call.request;
  const before = await organizationsOf(call, user.legacyId);
  if (method !== 'GET') {
    requireHeldSomewhere(call, 'users.manage');
    const ids = await readIds(call, 'Organization');
    const isIn = (organization: string) => before.has(organization);
    const added = method === 'DELETE' ? [] : ids.filter((organization) => !isIn(organization));
    const ended =
      method === 'DELETE'
        ? ids.filter(isIn)
        : method === 'PATCH'
          ? [...before.keys()].filter((one) => !ids.includes(one))
          : [];
    if (added.length + ended.length === 0) {
      for (const one of ids) requireVerb(call.inside((await ownOrganization(call, one, '/data')).id), 'users.manage');
      return answerNothing();
    }
    await call.runtime.db.transaction(async () => {
      for (const one of [...added, ...ended]) {
        const ctx = call.inside((await ownOrganization(call, one, '/data')).id);
        requireVerb(ctx, 'users.manage');
        if (added.includes(one)) await joinOrganization(ctx, { user: user.legacyId, role: 'I' }, call.runtime);
        else for (const membership of before.get(one) ?? []) await endMembership(ctx, membership);
      }
    });
  }
  const ids = [...(await organizationsOf(call, user.legacyId)).keys()];
  return answerLinkage(call, { path: `/users/${user.legacyId}`, name: 'organizations', type: 'Organization', ids });
}

async function organizationsOf(call: ManagairCall, user: string): Promise<Map<string, string[]>> {
  const { rows } = await listMembershipsFor(call.runtime.db, call.visitor, { user, ...everything });
  const byOrganization = Map.groupBy(rows, ({ row }) => row.organizationLegacyId);
  return new Map([...byOrganization].map(([one, list]) => [one, list.map(({ row }) => row.id)]));
}

interface Linkage {
  readonly path: string;
  readonly name: string;
  readonly type: string;
  readonly ids: readonly string[];
}

function answerLinkage(call: ManagairCall, { path, name, type, ids }: Linkage): Response {
  const links = { self: call.url(`${path}/relationships/${name}/`), related: call.url(`${path}/${name}/`) };
  return answerDocument({ data: ids.map((id) => ({ type, id })), links, meta: { count: ids.length } });
}
