import { z } from 'zod';
import { createSchedule, listSchedules, scheduleDraftSchema, scheduleSchema } from '#lib/exports/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'List orders for exports that are given again and again',
  auth: { verb: 'passive.export' },
  query: z.object({ study: z.string().max(100).optional() }),
  response: z.object({ items: z.array(scheduleSchema), next: z.null() }),
  handler: async ({ ctx, query }) => ({ items: await listSchedules(ctx, query.study ?? null), next: null }),
});

export const POST = defineRoute({
  summary: 'Have an export ordered again and again',
  auth: { verb: 'passive.export' },
  body: scheduleDraftSchema,
  response: scheduleSchema,
  status: 201,
  handler: ({ ctx, body }) => createSchedule(ctx, body),
});
