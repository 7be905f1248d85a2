import { z } from 'zod';
import { nowSchema } from '#components/system/system-data.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { readSystemNow } from '../../../../../_server/read-system.ts';

export const GET = defineRoute({
  summary: 'How the machine is now: what waits, workers, queue, storage, and what is wrong',
  auth: { verb: 'health.read' },
  query: z.object({ study: z.string().max(100).optional() }),
  response: nowSchema,
  handler: ({ ctx, query }) => readSystemNow(ctx, query.study ?? null),
});
