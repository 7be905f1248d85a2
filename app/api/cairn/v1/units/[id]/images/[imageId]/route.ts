import { Readable } from 'node:stream';
import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { openUnitImage, removeUnitImage } from '#lib/registry/index.ts';
import { unitParamsSchema } from '../../unit-params.ts';

const paramsSchema = unitParamsSchema.extend({ imageId: z.guid() });

export const GET = defineRoute({
  summary: 'Get a picture of a unit',
  auth: { verb: 'registry.read' },
  params: paramsSchema,
  handler: async ({ ctx, params, requestId }) => {
    const image = await openUnitImage(ctx, { unitId: params.id, imageId: params.imageId });
    return new Response(Readable.toWeb(image.content) as ReadableStream, {
      headers: {
        'content-type': image.contentType,
        'content-length': String(image.sizeBytes),
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
        // Pictures never change, but who may see them does.
        'cache-control': 'private, max-age=300',
        'x-request-id': requestId,
      },
    });
  },
});

export const DELETE = defineRoute({
  summary: 'Take a picture of a unit away',
  auth: { verb: 'registry.edit' },
  params: paramsSchema,
  status: 204,
  handler: ({ ctx, params }) => removeUnitImage(ctx, { unitId: params.id, imageId: params.imageId }),
});
