import { z } from 'zod';
import { confirmTotp } from '#lib/accounts/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { requireOwnAccount } from '../../../../../../_server/own-account.ts';

export const POST = defineRoute({
  summary: 'Turn your second factor on with a first code; gives the recovery codes',
  auth: 'signed-in',
  body: z.strictObject({ code: z.string().trim().max(20) }),
  response: z.object({ recoveryCodes: z.array(z.string()) }),
  handler: async (input) => confirmTotp(input.runtime, { ...input.body, ...(await requireOwnAccount(input)) }),
});
