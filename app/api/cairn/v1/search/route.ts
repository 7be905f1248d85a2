import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { findAnything } from '../../../../_server/find-anything.ts';

const foundSchema = z.object({
  kind: z.enum(['source', 'unit', 'study', 'person']),
  id: z.string(),
  title: z.string(),
  subtitle: z.string(),
  /** Address of its page. */
  href: z.string(),
});

export const GET = defineRoute({
  summary: 'Sources, places, studies and people by a few letters of their names, for the command palette',
  auth: 'signed-in',
  query: z.object({ q: z.string().trim().min(1).max(100), study: z.string().max(100).optional() }),
  response: z.object({ items: z.array(foundSchema) }),
  handler: async ({ ctx, query }) => ({ items: await findAnything(ctx, query.q, query.study ?? null) }),
});
