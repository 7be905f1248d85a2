import { z } from 'zod';
import { createRole, createRoleInputSchema, listRoles } from '#lib/accounts/index.ts';
import { roleSchema } from '#lib/accounts/domain/role.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'List roles and what each allows',
  auth: 'signed-in',
  response: z.object({ items: z.array(roleSchema), next: z.null() }),
  handler: async ({ ctx }) => ({ items: await listRoles(ctx), next: null }),
});

export const POST = defineRoute({
  summary: 'Create a custom role',
  auth: { verb: 'roles.manage' },
  body: createRoleInputSchema,
  response: roleSchema,
  status: 201,
  handler: ({ ctx, body }) => createRole(ctx, body),
});
