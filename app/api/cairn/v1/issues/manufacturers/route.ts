import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { issueFilterSchema, listIssueManufacturers } from '#lib/sources/index.ts';

export const GET = defineRoute({
  summary: 'List the makers of devices that issues are about',
  auth: { verb: 'sources.read' },
  isOfNobody: true,
  query: issueFilterSchema,
  response: z.object({ items: z.array(z.string()), next: z.null() }),
  handler: async ({ ctx, query }) => ({ items: await listIssueManufacturers(ctx, query), next: null }),
});
