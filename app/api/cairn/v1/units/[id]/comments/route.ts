import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { commentThreadSchema, unitCommentSchema } from '#lib/registry/domain/unit-comment.ts';
import { addUnitComment, addUnitCommentSchema, listUnitComments, listUnitCommentsSchema } from '#lib/registry/index.ts';
import { unitParamsSchema } from '../unit-params.ts';

export const GET = defineRoute({
  summary: 'List what people said of a unit, with the answers',
  auth: { verb: 'registry.read' },
  params: unitParamsSchema,
  query: listUnitCommentsSchema,
  response: z.object({ items: z.array(commentThreadSchema), next: z.string().nullable() }),
  handler: ({ ctx, params, query }) => listUnitComments(ctx, { ...query, unitId: params.id }),
});

export const POST = defineRoute({
  summary: 'Say something of a unit, or answer',
  auth: { verb: 'registry.read' },
  params: unitParamsSchema,
  body: addUnitCommentSchema,
  response: unitCommentSchema,
  status: 201,
  handler: ({ ctx, params, body }) => addUnitComment(ctx, { ...body, unitId: params.id }),
});
