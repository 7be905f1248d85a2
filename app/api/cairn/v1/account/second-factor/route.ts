import { z } from 'zod';
import { startTotp } from '#lib/accounts/index.ts';
import { typedPasswordSchema } from '#lib/accounts/domain/sign-in-rules.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { requireOwnAccount } from '../../../../../_server/own-account.ts';

export const POST = defineRoute({
  summary: 'Make a secret for your authenticator app',
  auth: 'signed-in',
  body: z.strictObject({ password: typedPasswordSchema }),
  response: z.object({ secret: z.string(), uri: z.string() }),
  handler: async (input) => startTotp(input.runtime, { ...input.body, ...(await requireOwnAccount(input)) }),
});
