import { z } from 'zod';
import { performanceMetadataSchema, readPerformanceOfSource } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'Statistics of a source over the last 60 days, with the keys of Passive Data Kit',
  auth: { verb: 'passive.read' },
  params: z.object({ id: z.guid() }),
  response: performanceMetadataSchema,
  handler: ({ ctx, params }) => readPerformanceOfSource(ctx, params.id),
});
