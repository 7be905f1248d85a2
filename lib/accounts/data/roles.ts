import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { builtInRoleKeys, builtInRoles } from '../domain/built-in-roles.ts';
import { verbsOfRole } from '../domain/grants.ts';
import type { Role } from '../domain/role.ts';

/** Writes the built-in roles of a new organization. */
export async function insertBuiltInRoles(ctx: Context): Promise<void> {
  await ctx.db.prisma.role.createMany({
    data: builtInRoleKeys.map((key) => ({
      organizationId: ctx.organizationId,
      id: newId(),
      key,
      name: builtInRoles[key].name,
      verbs: [...builtInRoles[key].verbs],
      isBuiltIn: true,
      createdAt: ctx.now(),
    })),
  });
}

const withHolders = { _count: { select: { memberships: { where: { endedAt: null } } } } } as const;

/** Roles that can be given: the built-in ones first, in their order, then the others by name. */
export async function listRoleRows(ctx: Context): Promise<Role[]> {
  const rows = await ctx.db.prisma.role.findMany({
    where: { organizationId: ctx.organizationId, archivedAt: null },
    include: withHolders,
    orderBy: { name: 'asc' },
  });
  const rank = ({ key, isBuiltIn }: Role) =>
    isBuiltIn ? (builtInRoleKeys as readonly string[]).indexOf(key) : builtInRoleKeys.length;
  return rows.map(toRole).sort((a, b) => rank(a) - rank(b));
}

/** One role by id or key, archived ones included. */
export async function findRoleRow(
  ctx: Context,
  by: { readonly id: string } | { readonly key: string },
): Promise<Role | null> {
  const row = await ctx.db.prisma.role.findFirst({
    where: { organizationId: ctx.organizationId, ...by },
    include: withHolders,
  });
  return row && toRole(row);
}

export type NewRole = Pick<Role, 'id' | 'key' | 'name' | 'verbs'>;

export async function insertRole(ctx: Context, role: NewRole): Promise<void> {
  const data = { ...role, verbs: [...role.verbs], organizationId: ctx.organizationId, createdAt: ctx.now() };
  await ctx.db.prisma.role.create({ data });
}

export type RoleChange = Partial<Pick<Role, 'name' | 'verbs' | 'archivedAt'>>;

export async function patchRole(ctx: Context, id: string, { verbs, ...change }: RoleChange): Promise<void> {
  await ctx.db.prisma.role.update({
    where: { organizationId_id: { organizationId: ctx.organizationId, id } },
    data: { ...change, ...(verbs ? { verbs: [...verbs] } : {}) },
  });
}

interface RoleRow {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly verbs: string[];
  readonly isBuiltIn: boolean;
  readonly archivedAt: Date | null;
  readonly _count: { readonly memberships: number };
}

function toRole({ _count, ...row }: RoleRow): Role {
  const { id, key, name, isBuiltIn, archivedAt } = row;
  return { id, key, name, isBuiltIn, archivedAt, verbs: verbsOfRole(row), holderCount: _count.memberships };
}
