import { z } from 'zod';
import { lookBehindLink } from '#lib/exports/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Look behind a mailed link to an export',
  auth: 'public',
  limit: { points: 60, perSeconds: 60 },
  body: z.object({ token: z.string().min(20).max(100) }),
  response: z.object({
    name: z.string(),
    sizeBytes: z.number(),
    sha256: z.string(),
    expiresAt: z.iso.datetime(),
    ticket: z.string(),
  }),
  handler: ({ runtime, body }) => lookBehindLink(runtime, body.token),
});
