import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { unitCountsSchema, unitSelectionAddressSchema } from '#lib/registry/domain/unit-list-address.ts';
import { countFoundUnits, resolveVersion } from '#lib/registry/index.ts';

export const GET = defineRoute({
  summary: 'How many units each of some searches finds, and how many any of them',
  auth: { verb: 'registry.read' },
  query: unitSelectionAddressSchema,
  response: unitCountsSchema,
  handler: async ({ ctx, query: { version, pyramid, searches } }) => {
    const { id } = await resolveVersion(ctx, { version, pyramid });
    return countFoundUnits(ctx, { version: id, searches });
  },
});
