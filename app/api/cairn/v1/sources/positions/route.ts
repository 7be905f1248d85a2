import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { sourceSchema } from '#lib/sources/domain/source.ts';
import { sourceFilterSchema } from '#lib/sources/domain/source-query.ts';
import { listSourcePositions } from '#lib/sources/index.ts';

const positionSchema = sourceSchema.pick({ id: true, name: true, kind: true }).extend({
  /** [lon, lat], WGS 84. */
  position: z.tuple([z.number(), z.number()]),
  at: z.coerce.date(),
});

export const GET = defineRoute({
  summary: 'Where sources were last, newest first; of more than 2,000 the newest',
  auth: { verb: 'passive.read' },
  query: sourceFilterSchema.extend({ since: z.coerce.date().default(() => new Date(0)) }),
  response: z.object({ items: z.array(positionSchema), isTruncated: z.boolean() }),
  handler: ({ ctx, query: { since, ...filter } }) => listSourcePositions(ctx, { filter, since }),
});
