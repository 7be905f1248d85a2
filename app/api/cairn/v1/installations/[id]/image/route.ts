import { Readable } from 'node:stream';
import { z } from 'zod';
import { readBytes } from '#lib/platform/http/read-bytes.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { maxImageBytes } from '#lib/registry/domain/unit-image.ts';
import { openInstalledImage, putInstallationImage } from '#lib/sensors/index.ts';

const params = z.object({ id: z.guid() });

export const GET = defineRoute({
  summary: 'Get the picture of an installation',
  auth: { verb: 'sources.read' },
  params,
  handler: async ({ ctx, params: { id }, requestId }) => {
    const { type, content } = await openInstalledImage(ctx, id);
    return new Response(Readable.toWeb(content) as ReadableStream, {
      headers: {
        'content-type': type,
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
        // It may be replaced, and who may see it changes.
        'cache-control': 'private, no-cache',
        'x-request-id': requestId,
      },
    });
  },
});

export const PUT = defineRoute({
  summary: 'Give an installation a picture: the body is the JPEG, PNG or WebP itself',
  auth: { verb: 'sources.manage' },
  params,
  status: 204,
  handler: async ({ ctx, params: { id }, request }) => {
    await putInstallationImage(ctx, id, await readBytes(request, maxImageBytes));
  },
});
