import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { listPublications, listPublicationsSchema, publicationSchema } from '#lib/sensors/index.ts';

export const GET = defineRoute({
  summary: 'List what is on its way to a publisher, arrived, was taken back, or was given up, newest first',
  auth: { verb: 'destinations.manage' },
  params: z.object({ id: z.guid() }),
  query: listPublicationsSchema,
  response: z.object({ items: z.array(publicationSchema), next: z.string().nullable() }),
  handler: ({ ctx, params, query }) => listPublications(ctx, { ...query, publisherId: params.id }),
});
