import { changePassword, changePasswordInputSchema } from '#lib/accounts/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { requireOwnAccount } from '../../../../../_server/own-account.ts';

export const POST = defineRoute({
  summary: 'Change your password; your other sessions end',
  auth: 'signed-in',
  body: changePasswordInputSchema,
  handler: async (input) => changePassword(input.runtime, { ...input.body, ...(await requireOwnAccount(input)) }),
});
