import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { respondDownload } from '#lib/protocols/cairn/respond-file.ts';
import { exportUnitGroupsSchema } from '#lib/registry/domain/unit-group.ts';
import { exportUnitGroups } from '#lib/registry/index.ts';

export const GET = defineRoute({
  summary: 'Download the groups of a version as a list, in CSV or XLSX',
  auth: { verb: 'registry.read' },
  query: exportUnitGroupsSchema,
  handler: async ({ ctx, query, requestId }) => respondDownload(await exportUnitGroups(ctx, query), requestId),
});
