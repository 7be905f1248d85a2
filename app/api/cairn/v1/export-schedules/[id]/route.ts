import { z } from 'zod';
import { removeSchedule, scheduleSchema, setScheduleEnabled } from '#lib/exports/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

const params = z.object({ id: z.guid() });

export const PATCH = defineRoute({
  summary: 'Turn a scheduled export on or off',
  auth: { verb: 'passive.export' },
  params,
  body: z.strictObject({ isEnabled: z.boolean() }),
  response: scheduleSchema,
  handler: ({ ctx, params: { id }, body }) => setScheduleEnabled(ctx, { id, ...body }),
});

export const DELETE = defineRoute({
  summary: 'Remove a scheduled export; what it has ordered stays',
  auth: { verb: 'passive.export' },
  params,
  status: 204,
  handler: ({ ctx, params: { id } }) => removeSchedule(ctx, id),
});
