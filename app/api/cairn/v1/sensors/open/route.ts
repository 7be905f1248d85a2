import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { getOpenSensors, openSensorsSchema, openSensorsViewSchema, saveOpenSensors } from '#lib/sensors/index.ts';

export const GET = defineRoute({
  summary: 'Whether everybody may read what public installations measure as SensorThings, and where',
  auth: { verb: 'destinations.manage' },
  response: openSensorsViewSchema,
  handler: ({ ctx, runtime }) => getOpenSensors(ctx, runtime.config),
});

export const PUT = defineRoute({
  summary: 'Decide whether everybody may read what public installations measure as SensorThings',
  auth: { verb: 'destinations.manage' },
  body: openSensorsSchema,
  response: openSensorsViewSchema,
  handler: ({ ctx, body, runtime }) => saveOpenSensors(ctx, body, runtime.config),
});
