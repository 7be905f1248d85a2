import { z } from 'zod';
import { disableTotp } from '#lib/accounts/index.ts';
import { typedPasswordSchema } from '#lib/accounts/domain/sign-in-rules.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { requireOwnAccount } from '../../../../../../_server/own-account.ts';

export const POST = defineRoute({
  summary: 'Turn your second factor off',
  auth: 'signed-in',
  body: z.strictObject({ password: typedPasswordSchema }),
  handler: async (input) => disableTotp(input.runtime, { ...input.body, ...(await requireOwnAccount(input)) }),
});
