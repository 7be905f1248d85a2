import { Readable } from 'node:stream';
import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { getImportNumbers, readImportRows, reportAsCsv, reportAsJson } from '#lib/registry/index.ts';
import { importParamsSchema } from '../../import-params.ts';

export const GET = defineRoute({
  summary: 'The whole report of an import as a file, in CSV or JSON',
  auth: { verb: 'registry.edit' },
  params: importParamsSchema,
  query: z.object({ format: z.enum(['csv', 'json']).default('csv') }),
  handler: async ({ ctx, params: { id }, query: { format }, requestId }) => {
    const { report, fileName } = await getImportNumbers(ctx, id);
    const rows = readImportRows(ctx, id);
    const text = format === 'csv' ? reportAsCsv(rows) : reportAsJson(report, rows);
    return new Response(Readable.toWeb(Readable.from(text, { objectMode: false })) as ReadableStream, {
      headers: {
        'content-type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json',
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(`report-of-${fileName}.${format}`)}`,
        'content-security-policy': 'sandbox',
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-store',
        'x-request-id': requestId,
      },
    });
  },
});
