import { z } from 'zod';
import { homeSchema } from '#components/home/home-data.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { readHome } from '../../../../_server/read-home.ts';

export const GET = defineRoute({
  summary: 'Overview of the last 24 hours: intake by kind of source, counts, positions, changes',
  auth: 'signed-in',
  query: z.object({ study: z.string().max(100).optional() }),
  response: homeSchema,
  handler: ({ ctx, query }) => readHome(ctx, query.study ?? null),
});
