import type { Context } from '#lib/platform/context.ts';
import type { StudyId, UserId } from '#lib/platform/ids.ts';
import type { Membership, Person } from '../domain/person.ts';

export interface NewMembership {
  readonly id: string;
  readonly userId: string;
  readonly roleId: string;
  readonly studyId: string | null;
  readonly orgUnitPath: string | null;
  /** Given only for what is brought in from another system. */
  readonly legacyId?: bigint;
}

export async function insertMembership(ctx: Context, membership: NewMembership): Promise<void> {
  await ctx.db.prisma.membership.create({
    data: { ...membership, organizationId: ctx.organizationId, createdAt: ctx.now() },
  });
}

const names = { role: { select: { key: true, name: true } }, study: { select: { name: true } } } as const;

/** A live membership of the organization. */
export async function findMembershipRow(ctx: Context, id: string): Promise<Membership | null> {
  const row = await ctx.db.prisma.membership.findFirst({
    where: { organizationId: ctx.organizationId, id, endedAt: null },
    include: names,
  });
  return row && toMembership(row);
}

export async function endMembershipRow(ctx: Context, id: string): Promise<void> {
  await ctx.db.prisma.membership.update({
    where: { organizationId_id: { organizationId: ctx.organizationId, id } },
    data: { endedAt: ctx.now() },
  });
}

/** Gives a membership another role. */
export async function patchMembershipRole(ctx: Context, id: string, roleId: string): Promise<void> {
  await ctx.db.prisma.membership.update({
    where: { organizationId_id: { organizationId: ctx.organizationId, id } },
    data: { roleId },
  });
}

/** Owners of the whole organization who can sign in. */
export function countOwners(ctx: Context): Promise<number> {
  return ctx.db.prisma.membership.count({ where: { ...ownership(ctx), user: { disabledAt: null } } });
}

/** True for an owner of the whole organization. */
export async function isOwner(ctx: Context, userId: string): Promise<boolean> {
  return (await ctx.db.prisma.membership.count({ where: { ...ownership(ctx), userId } })) > 0;
}

function ownership({ organizationId }: Context) {
  const everywhere = { studyId: null, orgUnitPath: null };
  return { organizationId, endedAt: null, ...everywhere, role: { key: 'owner', isBuiltIn: true } };
}

/** True when the person has any live role in the organization. */
export async function isMember(ctx: Context, userId: string): Promise<boolean> {
  const where = { organizationId: ctx.organizationId, userId, endedAt: null };
  return (await ctx.db.prisma.membership.count({ where })) > 0;
}

/** What live memberships are limited to in the tree of places, one for each that is. */
export async function listMembershipPathRows({ db, organizationId }: Context): Promise<string[]> {
  const where = { organizationId, endedAt: null, orgUnitPath: { not: null } };
  const rows = await db.prisma.membership.findMany({ where, select: { orgUnitPath: true } });
  return rows.flatMap(({ orgUnitPath }) => orgUnitPath ?? []);
}

/** Members by name, each with the roles they have. */
export async function listPersonRows(ctx: Context): Promise<Person[]> {
  const where = { organizationId: ctx.organizationId, endedAt: null };
  const users = await ctx.db.prisma.user.findMany({
    where: { memberships: { some: where } },
    include: {
      memberships: { where, include: names, orderBy: { createdAt: 'asc' } },
      sessions: { select: { lastSeenAt: true }, orderBy: { lastSeenAt: 'desc' }, take: 1 },
    },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  });
  return users.map((user) => ({
    id: user.id as UserId,
    email: user.email,
    name: user.name,
    hasSecondFactor: user.totpEnabledAt !== null,
    isDisabled: user.disabledAt !== null,
    isInvited: user.sessions.length === 0,
    lastSeenAt: user.sessions[0]?.lastSeenAt ?? null,
    memberships: user.memberships.map(toMembership),
  }));
}

interface MembershipRow {
  readonly id: string;
  readonly userId: string;
  readonly roleId: string;
  readonly studyId: string | null;
  readonly orgUnitPath: string | null;
  readonly createdAt: Date;
  readonly role: { readonly key: string; readonly name: string };
  readonly study: { readonly name: string } | null;
}

function toMembership(row: MembershipRow): Membership {
  return {
    id: row.id,
    userId: row.userId as UserId,
    roleId: row.roleId,
    roleKey: row.role.key,
    roleName: row.role.name,
    studyId: row.studyId as StudyId | null,
    studyName: row.study?.name ?? null,
    orgUnitPath: row.orgUnitPath,
    createdAt: row.createdAt,
  };
}
