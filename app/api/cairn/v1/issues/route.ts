import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { createIssue, createIssueSchema, deviceIssueSchema, listIssues, listIssuesSchema } from '#lib/sources/index.ts';

export const GET = defineRoute({
  summary: 'List device issues',
  auth: { verb: 'sources.read' },
  query: listIssuesSchema,
  response: z.object({ items: z.array(deviceIssueSchema), next: z.string().nullable() }),
  handler: ({ ctx, query }) => listIssues(ctx, query),
});

export const POST = defineRoute({
  summary: 'Report an issue with a device',
  auth: { verb: 'sources.manage' },
  body: createIssueSchema,
  response: deviceIssueSchema,
  status: 201,
  handler: ({ ctx, body }) => createIssue(ctx, body),
});
