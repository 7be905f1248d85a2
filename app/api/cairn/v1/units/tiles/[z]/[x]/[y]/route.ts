import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { readTile } from '#lib/registry/index.ts';
import { tileAddressSchema } from '#lib/registry/domain/tile-address.ts';
import { mapSelectionSchema, tileDetailSchema } from '#lib/registry/domain/unit-tile.ts';

export const GET = defineRoute({
  summary: 'Units of a version as a Mapbox Vector Tile: layers points (clusters and single units) and shapes',
  auth: { verb: 'registry.read' },
  params: tileAddressSchema,
  query: mapSelectionSchema.extend({ detail: tileDetailSchema.default('clusters') }),
  handler: async ({ ctx, params, query: { detail, ...selection }, request }) => {
    const knownTag = request.headers.get('if-none-match')?.replace(/^W\/|"/g, '') ?? null;
    const { tag, tile } = await readTile(ctx, { selection, address: params, detail, knownTag });
    // Asked for every time, sent only when it changed: what a person may see can change at any moment.
    const headers = { etag: `"${tag}"`, 'cache-control': 'private, no-cache', vary: 'cookie, authorization' };
    if (!tile) return new Response(null, { status: 304, headers });
    // A copy: a Buffer lies somewhere in a larger piece of memory.
    return new Response(new Uint8Array(tile), {
      headers: { ...headers, 'content-type': 'application/vnd.mapbox-vector-tile' },
    });
  },
});
