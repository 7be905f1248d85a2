import { z } from 'zod';
import { renameOrganization } from '#lib/accounts/index.ts';
import { organizationNameSchema, organizationSchema } from '#lib/accounts/domain/organization.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const PATCH = defineRoute({
  summary: 'Rename the organization you work in',
  auth: 'signed-in',
  params: z.object({ id: z.guid() }),
  body: z.strictObject({ name: organizationNameSchema }),
  response: organizationSchema,
  handler: ({ ctx, params, body }) => {
    if (params.id !== ctx.organizationId) throw new Problem('not_found');
    return renameOrganization(ctx, body.name);
  },
});
