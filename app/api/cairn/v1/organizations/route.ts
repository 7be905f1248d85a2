import { z } from 'zod';
import { createOrganization, createOrganizationInputSchema, getOrganization } from '#lib/accounts/index.ts';
import { organizationSchema } from '#lib/accounts/domain/organization.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'Show the organization you work in',
  auth: 'signed-in',
  response: z.object({ items: z.array(organizationSchema), next: z.null() }),
  handler: async ({ ctx }) => ({ items: [await getOrganization(ctx)], next: null }),
});

export const POST = defineRoute({
  summary: 'Create an organization that you own; for administrators of the installation',
  auth: 'signed-in',
  body: createOrganizationInputSchema,
  response: organizationSchema,
  status: 201,
  handler: ({ ctx, body }) => createOrganization(ctx, body),
});
