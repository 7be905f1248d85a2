import { z } from 'zod';
import { backupPlanDraftSchema, saveBackupPlan } from '#lib/exports/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const PUT = defineRoute({
  summary: 'Set at which hour of the day the installation is backed up to a place; null: by hand alone',
  auth: { verb: 'destinations.manage' },
  params: z.object({ id: z.guid() }),
  body: backupPlanDraftSchema,
  status: 204,
  handler: ({ ctx, params, body, runtime }) => saveBackupPlan(ctx, { destinationId: params.id, ...body }, runtime),
});
