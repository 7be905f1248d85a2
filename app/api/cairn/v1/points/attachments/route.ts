import { z } from 'zod';
import { attachmentSchema } from '#lib/passive/domain/views/view-results.ts';
import { listAttachments } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { pageQuerySchema } from '../point-query.ts';

export const GET = defineRoute({
  summary: 'List the files that points of a source name',
  auth: { verb: 'passive.read' },
  query: pageQuerySchema.extend({ source: z.guid() }),
  response: z.object({ items: z.array(attachmentSchema), next: z.string().nullable() }),
  handler: ({ ctx, query: { source, ...page } }) => listAttachments(ctx, { sourceId: source, ...page }),
});
