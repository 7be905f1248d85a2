import type { z } from 'zod';
import { decodeCursor, encodeCursor } from '#lib/platform/db/cursor.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import {
  publicPositionSchema,
  selectPublicRooms,
  selectPublicSite,
  selectPublicSites,
} from '../data/public-sites.sql.ts';
import {
  type listPublicSitesSchema,
  type PublicSiteRow,
  type PublicSiteView,
  publicSiteIdSchema,
  publicValueLifeMs,
} from '../domain/public-site.ts';

interface Reading {
  readonly db: Database;
  readonly now: Date;
}

/**
 * A site with its public rooms, for everybody (managair.md 15). Errors: `not_found`: there is no such site, or nothing of
 * it is public now; both read alike.
 */
export async function getPublicSite({ db, now }: Reading, id: string): Promise<PublicSiteView> {
  const site = publicSiteIdSchema.safeParse(id).success ? await selectPublicSite(db, id, now) : null;
  if (!site) throw new Problem('not_found');
  return { ...site, rooms: await selectPublicRooms(db, id, now) };
}

/** Sites with public installations, for everybody, by name. Errors: `cursor_invalid`. */
export async function listPublicSites(
  { db, now }: Reading,
  { cursor, limit }: z.infer<typeof listPublicSitesSchema>,
): Promise<{ readonly items: readonly PublicSiteRow[]; readonly next: string | null }> {
  const after = decodeCursor(publicPositionSchema, cursor);
  const since = new Date(now.getTime() - publicValueLifeMs);
  const rows = await selectPublicSites(db, { after, limit: limit + 1, now, since });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? encodeCursor([last.name, Number(last.id)]) : null };
}
