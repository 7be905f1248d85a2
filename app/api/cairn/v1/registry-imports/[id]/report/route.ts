import { Readable } from 'node:stream';
import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { respondDownload } from '#lib/protocols/cairn/respond-file.ts';
import { getImportNumbers, readImportRows, reportAsCsv, reportAsJson } from '#lib/registry/index.ts';
import { importParamsSchema } from '../../import-params.ts';

const contentTypes = { csv: 'text/csv; charset=utf-8', json: 'application/json' };

export const GET = defineRoute({
  summary: 'The whole report of an import as a file, in CSV or JSON',
  auth: { verb: 'registry.edit' },
  params: importParamsSchema,
  query: z.object({ format: z.enum(['csv', 'json']).default('csv') }),
  handler: async ({ ctx, params: { id }, query: { format }, requestId }) => {
    const { report, fileName } = await getImportNumbers(ctx, id);
    const rows = readImportRows(ctx, id);
    const text = format === 'csv' ? reportAsCsv(rows) : reportAsJson(report, rows);
    const content = Readable.from(text, { objectMode: false });
    const name = `report-of-${fileName}.${format}`;
    return respondDownload({ name, contentType: contentTypes[format], content }, requestId);
  },
});
