import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { fidelitySettingsSchema, getFidelitySettings, saveFidelitySettings } from '#lib/sources/index.ts';

export const GET = defineRoute({
  summary: 'How often sources are expected to deliver, and when they are missing or dead',
  auth: { verb: 'sources.read' },
  isOfNobody: true,
  response: fidelitySettingsSchema,
  handler: ({ ctx }) => getFidelitySettings(ctx),
});

export const PUT = defineRoute({
  summary: 'Decide how often sources are expected to deliver, and when they are missing or dead',
  auth: { verb: 'alerts.manage' },
  body: fidelitySettingsSchema,
  response: fidelitySettingsSchema,
  handler: ({ ctx, body }) => saveFidelitySettings(ctx, body),
});
