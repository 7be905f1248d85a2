import { z } from 'zod';
import { removeSensitiveField } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const DELETE = defineRoute({
  summary: 'Keep members of points again that come from now on',
  auth: { verb: 'passive.configure' },
  params: z.object({ id: z.guid() }),
  status: 204,
  handler: ({ ctx, params: { id } }) => removeSensitiveField(ctx, id),
});
