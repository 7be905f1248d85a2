import { backupsSchema, listBackups } from '#lib/exports/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'List where the installation is backed up to and what lies there; for administrators of the installation',
  auth: 'signed-in',
  response: backupsSchema,
  handler: ({ ctx, runtime }) => listBackups(ctx, runtime.config),
});
