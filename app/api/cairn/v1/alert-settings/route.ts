import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import {
  alertSettingsSchema,
  getAlertSettings,
  saveAlertSettings,
  saveAlertSettingsSchema,
} from '#lib/sources/index.ts';

export const GET = defineRoute({
  summary: 'Who is told of a study’s alerts, and how',
  auth: { verb: 'alerts.manage' },
  query: z.object({ studyId: z.guid() }),
  response: alertSettingsSchema,
  handler: ({ ctx, query }) => getAlertSettings(ctx, query.studyId),
});

export const PUT = defineRoute({
  summary: 'Decide who is told of a study’s alerts: digest, mail at once, webhook',
  auth: { verb: 'alerts.manage' },
  body: saveAlertSettingsSchema,
  response: alertSettingsSchema.extend({ newWebhookSecret: z.string().nullable() }),
  handler: ({ ctx, body, runtime }) => saveAlertSettings(ctx, body, runtime.config),
});
