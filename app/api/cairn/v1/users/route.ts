import { z } from 'zod';
import { inviteUser, inviteUserInputSchema, listPeople } from '#lib/accounts/index.ts';
import { membershipSchema, personSchema } from '#lib/accounts/domain/person.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'List the people of the organization and their roles',
  auth: { verb: 'users.read' },
  response: z.object({ items: z.array(personSchema), next: z.null() }),
  handler: async ({ ctx }) => ({ items: await listPeople(ctx), next: null }),
});

export const POST = defineRoute({
  summary: 'Invite a person with a first role',
  auth: { verb: 'users.manage' },
  body: inviteUserInputSchema,
  status: 201,
  response: z.object({
    membership: membershipSchema,
    kind: z.enum(['mailed', 'temporary-password', 'known']),
    temporaryPassword: z.string().nullable(),
  }),
  handler: ({ ctx, body, runtime }) => inviteUser(ctx, body, runtime),
});
