import { z } from 'zod';
import { studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/db/cursor.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { type LatestOf, selectLatestPoints } from '../data/latest-points.sql.ts';
import { shorten } from '../domain/views/table-cells.ts';
import type { LatestPoint } from '../domain/views/view-results.ts';
import { requireReadableSource } from './require-readable-source.ts';

const positionSchema = z.tuple([z.number(), z.guid(), z.number().int(), z.guid()]);

export const latestPointsSchema = z.object({
  cursor: z.string().nullish(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type LatestPointsInput = z.input<typeof latestPointsSchema> & {
  /** One source, or the studies (null: all) as far as the actor may read what their sources sent. */
  readonly of: LatestOf;
};

export interface LatestPage {
  readonly items: readonly LatestPoint[];
  readonly next: string | null;
}

/**
 * The newest points of a source or of studies, of all types together, by device time. Archived sources are only shown by
 * themselves. Errors: `not_found` (source), `permission_missing`, `cursor_invalid`. Cost: as {@link selectLatestPoints}.
 */
export async function listLatestPoints(ctx: Context, input: LatestPointsInput): Promise<LatestPage> {
  const { cursor, limit } = latestPointsSchema.parse(input);
  const of = await readable(ctx, input.of);
  const after = decodeCursor(positionSchema, cursor);
  const rows = await selectLatestPoints(ctx, of, { after, limit: limit + 1 });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(({ lon, lat, preview, ...point }) => ({
      ...point,
      position: lon === null || lat === null ? null : [lon, lat],
      preview: shorten(preview),
    })),
    next:
      rows.length > limit && last
        ? encodeCursor([last.createdAtUs, last.sourceId, last.typeId, last.contentHash])
        : null,
  };
}

async function readable(ctx: Context, of: LatestOf): Promise<LatestOf> {
  if ('sourceId' in of) {
    await requireReadableSource(ctx, of.sourceId);
    return of;
  }
  const mine: readonly string[] | null = studiesWithVerb(ctx.actor, 'passive.read');
  const studyIds = mine === null || of.studyIds === null ? (of.studyIds ?? mine) : of.studyIds.filter(isIn(mine));
  if (studyIds?.length === 0) {
    throw new Problem('permission_missing', {
      detail: 'This needs the permission "See points, charts and tracks" (passive.read).',
    });
  }
  return { studyIds };
}

function isIn(list: readonly string[]): (id: string) => boolean {
  return (id) => list.includes(id);
}
