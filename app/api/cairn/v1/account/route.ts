import { requireOwnAccount } from '../../../../_server/own-account.ts';
import { getAccount, updateAccount, updateAccountInputSchema } from '#lib/accounts/index.ts';
import { accountSchema } from '#lib/accounts/domain/account.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'Show your own account',
  auth: 'signed-in',
  response: accountSchema,
  handler: async (input) => getAccount(input.runtime, (await requireOwnAccount(input)).userId),
});

export const PATCH = defineRoute({
  summary: 'Change your name or language',
  auth: 'signed-in',
  body: updateAccountInputSchema,
  response: accountSchema,
  handler: async (input) => {
    const { userId, requestId } = await requireOwnAccount(input);
    return updateAccount(input.runtime, { ...input.body, userId, requestId });
  },
});
