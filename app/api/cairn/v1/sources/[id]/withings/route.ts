import { z } from 'zod';
import { getWithings, unlinkWithings, withingsOfSourceSchema } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

const params = z.object({ id: z.guid() });

export const GET = defineRoute({
  summary: 'Whether a Withings account is linked with a source, and how reading it goes',
  auth: { verb: 'sources.read' },
  params,
  response: withingsOfSourceSchema,
  handler: ({ ctx, params: { id }, runtime: { config } }) => getWithings(ctx, { sourceId: id, config }),
});

export const DELETE = defineRoute({
  summary: 'Forget the Withings account of a source; what was read of it stays',
  auth: { verb: 'sources.manage' },
  params,
  status: 204,
  handler: ({ ctx, params: { id } }) => unlinkWithings(ctx, id),
});
