import { z } from 'zod';
import { importPageSchema, importSchema } from '#components/imports/import-data.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { listImports, receiveImport } from '#lib/registry/index.ts';
import { pageQuerySchema } from './import-params.ts';

export const GET = defineRoute({
  summary: 'List imports of places, newest first',
  auth: { verb: 'registry.edit' },
  query: pageQuerySchema,
  response: importPageSchema,
  handler: ({ ctx, query: { cursor = null, limit } }) => listImports(ctx, { cursor, limit }),
});

export const POST = defineRoute({
  summary: 'Send a file of places (CSV, XLSX, XLS, GeoJSON, GeoPackage) as the body; it is only kept, not read yet',
  auth: { verb: 'registry.edit' },
  query: z.object({ name: z.string().min(1).max(1000) }),
  response: importSchema,
  status: 201,
  handler: ({ ctx, query: { name }, request, runtime }) => {
    const length = request.headers.get('content-length');
    return receiveImport(ctx, {
      fileName: name,
      // Taken in as it comes: a file of any size needs no memory.
      content: bytesOf(request),
      announcedBytes: length === null ? null : Number(length),
      maxBytes: runtime.config.maxImportBytes,
    });
  },
});

/** Next types bodies as the browser's streams, which cannot be iterated; in Node they can. */
async function* bytesOf({ body }: Request): AsyncGenerator<Uint8Array> {
  if (body) yield* body as unknown as AsyncIterable<Uint8Array>;
}
