import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { pyramidVersionSchema, updateVersionSchema, versionReportSchema } from '#lib/registry/domain/pyramid.ts';
import { getVersionReport, updateVersion } from '#lib/registry/index.ts';

const paramsSchema = z.object({ id: z.guid() });

export const GET = defineRoute({
  summary: 'Read a version with the numbers of its units by status, type and group',
  auth: { verb: 'registry.read' },
  params: paramsSchema,
  response: versionReportSchema,
  handler: ({ ctx, params }) => getVersionReport(ctx, params.id),
});

export const PATCH = defineRoute({
  summary: 'Describe a version',
  auth: { verb: 'registry.edit' },
  params: paramsSchema,
  body: updateVersionSchema,
  response: pyramidVersionSchema,
  handler: ({ ctx, params, body }) => updateVersion(ctx, { ...body, id: params.id }),
});
