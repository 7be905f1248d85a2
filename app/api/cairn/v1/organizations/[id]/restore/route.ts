import { z } from 'zod';
import { restoreOrganization } from '#lib/accounts/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Open an archived organization again; for administrators of the installation',
  auth: 'signed-in',
  params: z.object({ id: z.guid() }),
  handler: ({ ctx, params }) => restoreOrganization(ctx, params.id),
});
