import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { conflictsAsProblem } from '../data/conflicts.ts';
import { findRoleRow, insertRole, listRoleRows, patchRole, type RoleChange } from '../data/roles.ts';
import { roleKeyOf, roleNameSchema, roleVerbsSchema, type Role } from '../domain/role.ts';
import { requireHeldVerbs } from './require-placement.ts';

export const createRoleInputSchema = z.strictObject({ name: roleNameSchema, verbs: roleVerbsSchema });
export const updateRoleInputSchema = createRoleInputSchema.partial();

export type CreateRoleInput = z.infer<typeof createRoleInputSchema>;
export type UpdateRoleInput = z.infer<typeof updateRoleInputSchema>;

const everywhere = { studyId: null, orgUnitPath: null };

/** Every role that can be given, with its verbs: the matrix of who may do what. Any member may read it. */
export function listRoles(ctx: Context): Promise<Role[]> {
  return listRoleRows(ctx);
}

/** Creates a role of the organization's own. Nobody puts into it what they do not hold. */
export async function createRole(ctx: Context, input: CreateRoleInput): Promise<Role> {
  requireVerb(ctx, 'roles.manage');
  requireHeldVerbs(ctx, input.verbs, everywhere);
  const id = newId();
  const key = roleKeyOf(input.name) || `role-${id.slice(-12)}`;
  await conflictsAsProblem('A role with this name exists already, or existed. Choose another name.', () =>
    ctx.db.transaction(async () => {
      await insertRole(ctx, { id, key, ...input });
      const detail = { key, ...input };
      await writeAudit(ctx, { action: 'role.create', subjectType: 'role', subjectId: id, detail });
    }),
  );
  return requireRole(ctx, id);
}

/** Changes a custom role for everybody who has it, from their next request on. */
export async function updateRole(
  ctx: Context,
  { roleId, ...input }: UpdateRoleInput & { roleId: string },
): Promise<Role> {
  const before = await requireCustomRole(ctx, roleId);
  const added = (input.verbs ?? []).filter((verb) => !before.verbs.includes(verb));
  requireHeldVerbs(ctx, added, everywhere);
  const change: RoleChange = {
    ...(input.name === undefined ? {} : { name: input.name }),
    ...(input.verbs === undefined ? {} : { verbs: input.verbs }),
  };
  await ctx.db.transaction(async () => {
    await patchRole(ctx, roleId, change);
    const detail = { before: { name: before.name, verbs: before.verbs }, after: change };
    await writeAudit(ctx, { action: 'role.update', subjectType: 'role', subjectId: roleId, detail });
  });
  return requireRole(ctx, roleId);
}

/** Puts a custom role away. Throws `state_conflict` while somebody has it. */
export async function archiveRole(ctx: Context, roleId: string): Promise<void> {
  const role = await requireCustomRole(ctx, roleId);
  if (role.holderCount > 0) {
    const detail = `${role.holderCount} people have this role. Take it from them first.`;
    throw new Problem('state_conflict', { detail });
  }
  await ctx.db.transaction(async () => {
    await patchRole(ctx, roleId, { archivedAt: ctx.now() });
    await writeAudit(ctx, {
      action: 'role.archive',
      subjectType: 'role',
      subjectId: roleId,
      detail: { key: role.key },
    });
  });
}

async function requireCustomRole(ctx: Context, roleId: string): Promise<Role> {
  requireVerb(ctx, 'roles.manage');
  const role = await requireRole(ctx, roleId);
  if (role.isBuiltIn) throw new Problem('state_conflict', { detail: 'The built-in roles cannot be changed.' });
  return role;
}

async function requireRole(ctx: Context, roleId: string): Promise<Role> {
  const role = await findRoleRow(ctx, { id: roleId });
  if (!role || role.archivedAt) throw new Problem('not_found');
  return role;
}
