import { z } from 'zod';
import { archiveOrganization } from '#lib/accounts/index.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Archive the organization you work in: nobody gets in and no data is taken; nothing is deleted',
  auth: 'signed-in',
  params: z.object({ id: z.guid() }),
  handler: ({ ctx, params }) => {
    if (params.id !== ctx.organizationId) throw new Problem('not_found');
    return archiveOrganization(ctx);
  },
});
