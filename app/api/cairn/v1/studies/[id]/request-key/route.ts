import { z } from 'zod';
import { getRequestKey, requestKeyInputSchema, setRequestKey } from '#lib/accounts/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

const params = z.object({ id: z.guid() });
const response = z.object({ setAt: z.iso.datetime().nullable() });

export const GET = defineRoute({
  summary: 'Since when peer servers may ask for statistics of a study; the key itself is not kept',
  auth: { verb: 'studies.manage' },
  params,
  response,
  handler: ({ ctx, params: { id } }) => getRequestKey(ctx, id),
});

export const PUT = defineRoute({
  summary: 'Set the key with which peer servers ask for statistics of a study, or remove it',
  auth: { verb: 'studies.manage' },
  params,
  body: requestKeyInputSchema,
  response,
  handler: ({ ctx, params: { id }, body }) => setRequestKey(ctx, { ...body, studyId: id }),
});
