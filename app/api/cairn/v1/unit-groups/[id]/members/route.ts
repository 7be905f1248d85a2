import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { changedMembersSchema, changeMembersSchema } from '#lib/registry/domain/unit-group.ts';
import { changeGroupMembers } from '#lib/registry/index.ts';

export const POST = defineRoute({
  summary: 'Put units into a group and take others out',
  auth: { verb: 'registry.edit' },
  params: z.object({ id: z.guid() }),
  body: changeMembersSchema,
  response: changedMembersSchema,
  handler: ({ ctx, params, body }) => changeGroupMembers(ctx, { ...body, id: params.id }),
});
