import { z } from 'zod';
import { archiveRole, updateRole, updateRoleInputSchema } from '#lib/accounts/index.ts';
import { roleSchema } from '#lib/accounts/domain/role.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

const params = z.object({ id: z.guid() });

export const PATCH = defineRoute({
  summary: 'Change a custom role for everybody who has it',
  auth: { verb: 'roles.manage' },
  params,
  body: updateRoleInputSchema,
  response: roleSchema,
  handler: ({ ctx, params: { id }, body }) => updateRole(ctx, { roleId: id, ...body }),
});

export const DELETE = defineRoute({
  summary: 'Archive a custom role that nobody has',
  auth: { verb: 'roles.manage' },
  params,
  handler: ({ ctx, params: { id } }) => archiveRole(ctx, id),
});
