import { z } from 'zod';
import { listSourceRates } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { sourceSchema } from '#lib/sources/domain/source.ts';
import { createSource, createSourceSchema, listSources, listSourcesSchema } from '#lib/sources/index.ts';

const listedSourceSchema = sourceSchema.extend({
  /** Points per hour of the last two days, oldest first. */
  rate: z.array(z.number()),
});

export const GET = defineRoute({
  summary: 'List sources, each with its points per hour',
  auth: { verb: 'sources.read' },
  query: listSourcesSchema,
  response: z.object({ items: z.array(listedSourceSchema), next: z.string().nullable() }),
  handler: async ({ ctx, query }) => {
    const page = await listSources(ctx, query);
    const rates = await listSourceRates(
      ctx,
      page.items.map(({ id }) => id),
    );
    return { items: page.items.map((source) => ({ ...source, rate: rates.get(source.id) ?? [] })), next: page.next };
  },
});

export const POST = defineRoute({
  summary: 'Add a source by hand',
  auth: { verb: 'sources.manage' },
  body: createSourceSchema,
  response: sourceSchema,
  status: 201,
  handler: ({ ctx, body }) => createSource(ctx, body),
});
