import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import {
  changeInstalledNode,
  changeInstalledSchema,
  getInstalledNode,
  installedNodeSchema,
  removeInstalledNode,
} from '#lib/sensors/index.ts';

const params = z.object({ id: z.guid() });

export const GET = defineRoute({
  summary: 'Get an installation of a sensor node',
  auth: { verb: 'sources.read' },
  params,
  response: installedNodeSchema,
  handler: ({ ctx, params: { id } }) => getInstalledNode(ctx, id),
});

export const PATCH = defineRoute({
  summary: 'Change an installation of a sensor node, end it, or open it to everybody',
  auth: { verb: 'sources.manage' },
  params,
  body: changeInstalledSchema,
  response: installedNodeSchema,
  handler: ({ ctx, params: { id }, body }) => changeInstalledNode(ctx, id, body),
});

export const DELETE = defineRoute({
  summary: 'Take an installation of a sensor node back as if it had never been',
  auth: { verb: 'sources.manage' },
  params,
  status: 204,
  handler: ({ ctx, params: { id } }) => removeInstalledNode(ctx, id),
});
