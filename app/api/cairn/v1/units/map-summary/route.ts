import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { mapSelectionSchema, mapSummarySchema } from '#lib/registry/domain/unit-tile.ts';
import { summarizeMap } from '#lib/registry/index.ts';

export const GET = defineRoute({
  summary: 'What the map of a selection of units shows: where it is, and how many of each type, status and search',
  auth: { verb: 'registry.read' },
  query: mapSelectionSchema,
  response: mapSummarySchema,
  handler: ({ ctx, query }) => summarizeMap(ctx, query),
});
