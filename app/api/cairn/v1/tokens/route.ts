import { z } from 'zod';
import { createToken, createTokenInputSchema, listTokens } from '#lib/accounts/index.ts';
import { apiTokenSchema } from '#lib/accounts/domain/token.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'List your API tokens; those of everybody for who manages people',
  auth: { verb: 'tokens.manage' },
  response: z.object({ items: z.array(apiTokenSchema), next: z.null() }),
  handler: async ({ ctx }) => ({ items: await listTokens(ctx), next: null }),
});

export const POST = defineRoute({
  summary: 'Create an API token; it is in this answer and nowhere else',
  auth: { verb: 'tokens.manage' },
  body: createTokenInputSchema,
  response: z.object({ summary: apiTokenSchema, token: z.string() }),
  status: 201,
  handler: ({ ctx, body }) => createToken(ctx, body),
});
