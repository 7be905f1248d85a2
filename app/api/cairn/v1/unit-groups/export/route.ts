import { Readable } from 'node:stream';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { exportUnitGroupsSchema } from '#lib/registry/domain/unit-group.ts';
import { exportUnitGroups } from '#lib/registry/index.ts';

export const GET = defineRoute({
  summary: 'Download the groups of a version as a list, in CSV or XLSX',
  auth: { verb: 'registry.read' },
  query: exportUnitGroupsSchema,
  handler: async ({ ctx, query, requestId }) => {
    const file = await exportUnitGroups(ctx, query);
    return new Response(Readable.toWeb(file.content) as ReadableStream, {
      headers: {
        'content-type': file.contentType,
        'content-disposition': `attachment; filename="${file.name}"`,
        'content-security-policy': 'sandbox',
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-store',
        'x-request-id': requestId,
      },
    });
  },
});
