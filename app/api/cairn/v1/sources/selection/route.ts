import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { selectionSummarySchema } from '#lib/sources/domain/source-query.ts';
import { sourceSelectionSchema, summarizeSelection } from '#lib/sources/index.ts';

export const POST = defineRoute({
  summary: 'Say in numbers what an act on a selection of sources would touch',
  auth: { verb: 'sources.manage' },
  body: z.object({ selection: sourceSelectionSchema }),
  response: selectionSummarySchema,
  handler: ({ ctx, body }) => summarizeSelection(ctx, body.selection),
});
