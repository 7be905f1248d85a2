import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { sourceSchema } from '#lib/sources/domain/source.ts';
import { getSource, renameSource, renameSourceSchema } from '#lib/sources/index.ts';

const paramsSchema = z.object({ id: z.guid() });

export const GET = defineRoute({
  summary: 'Get a source',
  auth: { verb: 'sources.read' },
  params: paramsSchema,
  response: sourceSchema,
  handler: ({ ctx, params }) => getSource(ctx, params.id),
});

export const PATCH = defineRoute({
  summary: 'Rename a source',
  auth: { verb: 'sources.manage' },
  params: paramsSchema,
  body: renameSourceSchema,
  response: sourceSchema,
  handler: ({ ctx, params, body }) => renameSource(ctx, { id: params.id, name: body.name }),
});
