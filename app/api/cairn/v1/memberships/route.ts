import { giveMembership, giveMembershipInputSchema } from '#lib/accounts/index.ts';
import { membershipSchema } from '#lib/accounts/domain/person.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Give a member one more role',
  auth: { verb: 'users.manage' },
  body: giveMembershipInputSchema,
  response: membershipSchema,
  status: 201,
  handler: ({ ctx, body }) => giveMembership(ctx, body),
});
