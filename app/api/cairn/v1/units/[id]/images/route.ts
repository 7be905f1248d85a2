import { Readable } from 'node:stream';
import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { unitImageSchema } from '#lib/registry/domain/unit-image.ts';
import { addUnitImage, listUnitImages, listUnitImagesSchema } from '#lib/registry/index.ts';
import { unitParamsSchema } from '../unit-params.ts';

export const GET = defineRoute({
  summary: 'List the pictures of a unit',
  auth: { verb: 'registry.read' },
  params: unitParamsSchema,
  query: listUnitImagesSchema,
  response: z.object({ items: z.array(unitImageSchema), next: z.string().nullable() }),
  handler: ({ ctx, params, query }) => listUnitImages(ctx, { ...query, unitId: params.id }),
});

export const POST = defineRoute({
  summary: 'Add a picture to a unit: the body is the JPEG, PNG or WebP itself',
  auth: { verb: 'registry.edit' },
  params: unitParamsSchema,
  query: z.object({ caption: z.string().trim().max(255).default('') }),
  response: unitImageSchema,
  status: 201,
  handler: ({ ctx, params, query, request }) =>
    addUnitImage(ctx, { unitId: params.id, caption: query.caption, content: request.body ?? Readable.from([]) }),
});
