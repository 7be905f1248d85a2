import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/db/cursor.ts';
import { selectNearUnits } from '../data/near-units.sql.ts';
import { registryScope } from '../data/scope.ts';
import { radiiUpTo, type NearQuery, type NearUnit } from '../domain/near-units.ts';
import { resolveVersion } from './resolve-version.ts';

const placeSchema = z.tuple([z.number(), z.guid()]);

export interface NearPage {
  readonly items: readonly NearUnit[];
  /** Cursor of those farther away; null when there are none within the distance. */
  readonly next: string | null;
}

/**
 * Units (valid ones unless asked otherwise) with a location around a position, nearest first, in the trees that the actor may see.
 * Errors: `permission_missing`, `not_found` (the version, or there is none yet), `cursor_invalid`.
 */
export async function listNearUnits(ctx: Context, query: NearQuery): Promise<NearPage> {
  const { lon, lat, withinM, limit, cursor, version, status } = query;
  const { id: versionId, trees } = await resolveVersion(ctx, { version });
  const after = decodeCursor(placeSchema, cursor);
  const request = { versionId, trees, status, position: [lon, lat], after, limit: limit + 1 } as const;
  let found: NearUnit[] = [];
  for (const radiusM of radiiUpTo(withinM)) {
    found = await selectNearUnits(registryScope(ctx), { ...request, radiusM });
    if (found.length > limit) break;
  }
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, next: found.length > limit && last ? encodeCursor([last.distanceM, last.id]) : null };
}
