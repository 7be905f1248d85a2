import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { deviceIssueSchema, getIssue, updateIssue, updateIssueSchema } from '#lib/sources/index.ts';

const params = z.object({ id: z.guid() });

export const GET = defineRoute({
  summary: 'Get a device issue',
  auth: { verb: 'sources.read' },
  params,
  response: deviceIssueSchema,
  handler: ({ ctx, params: { id } }) => getIssue(ctx, id),
});

export const PATCH = defineRoute({
  summary: 'Change a device issue: where it stands, what it is about, its texts',
  auth: { verb: 'sources.manage' },
  params,
  body: updateIssueSchema,
  response: deviceIssueSchema,
  handler: ({ ctx, params: { id }, body }) => updateIssue(ctx, { id, change: body }),
});
