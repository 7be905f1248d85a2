import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { removeUnitComment } from '#lib/registry/index.ts';
import { unitParamsSchema } from '../../unit-params.ts';

export const DELETE = defineRoute({
  summary: 'Take back what one said of a unit',
  auth: { verb: 'registry.read' },
  params: unitParamsSchema.extend({ commentId: z.guid() }),
  status: 204,
  handler: ({ ctx, params }) => removeUnitComment(ctx, { unitId: params.id, commentId: params.commentId }),
});
