import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import {
  type PublicRoom,
  publicRoomSchema,
  type PublicSite,
  type PublicSiteRow,
  publicSiteRowSchema,
  publicSiteSchema,
} from '../domain/public-site.ts';

// Readers of these belong to no organization: every statement asks for installations that are public and run now, and
// joins by organization and id everywhere.

/** Public installations (i) that run at an instant at rooms (u) of sites (su, st), nothing of them archived or rejected. */
function publicNow(now: Date): SqlStatement {
  return sql`sensor_sites st
    JOIN organizations og ON og.id = st.organization_id AND og.archived_at IS NULL
    JOIN org_units su ON su.organization_id = st.organization_id AND su.id = st.unit_id AND su.status <> 'REJECTED'
    JOIN org_units u ON u.organization_id = st.organization_id AND u.parent_id = st.unit_id AND u.status <> 'REJECTED'
    JOIN sensor_rooms r ON r.organization_id = u.organization_id AND r.unit_id = u.id
    JOIN installations i ON i.organization_id = u.organization_id AND i.unit_id = u.id AND i.is_public
      AND i.removed_at IS NULL AND i.from_at <= ${now} AND (i.to_at IS NULL OR i.to_at > ${now})
    JOIN sources s ON s.organization_id = i.organization_id AND s.id = i.source_id AND s.archived_at IS NULL`;
}

const siteColumns = rawSql(`st.legacy_id AS id, su.name, og.name AS organization, st.time_zone AS "timeZone",
  CASE WHEN su.location IS NOT NULL THEN json_build_array(ST_X(su.location), ST_Y(su.location)) END AS position`);

/** The newest value of a quantity during an installation (i), with its time. Cost: one look-up of the key. */
function newestOf(key: string): SqlStatement {
  return sql`LATERAL (SELECT o.value, o.observed_at AS at FROM observations o
    WHERE o.organization_id = i.organization_id AND o.source_id = i.source_id AND o.quality <> 'E'
      AND o.quantity_id = (SELECT id FROM quantities WHERE key = ${key})
      AND o.observed_at >= i.from_at AND o.observed_at < coalesce(i.to_at, 'infinity')
    ORDER BY o.observed_at DESC LIMIT 1)`;
}

/** The public site of an integer id; null: there is none. */
export async function selectPublicSite(db: Database, id: string, now: Date): Promise<PublicSite | null> {
  const rows = await db.query(
    publicSiteSchema,
    sql`SELECT ${siteColumns} FROM ${publicNow(now)} WHERE st.legacy_id = ${id}::bigint LIMIT 1`,
  );
  return rows[0] ?? null;
}

/** The public rooms of a site, by name, with the newest values. */
export function selectPublicRooms(db: Database, siteId: string, now: Date): Promise<PublicRoom[]> {
  return db.query(
    publicRoomSchema,
    sql`SELECT i.legacy_id AS "installationId", u.name AS room, greatest(c.at, t.at, h.at) AS "measuredAt",
        c.value AS "co2Ppm", t.value AS "temperatureCelsius", h.value AS "humidityPct"
      FROM ${publicNow(now)}
      LEFT JOIN ${newestOf('co2')} c ON true LEFT JOIN ${newestOf('temperature')} t ON true
      LEFT JOIN ${newestOf('humidity')} h ON true
      WHERE st.legacy_id = ${siteId}::bigint ORDER BY u.name, i.legacy_id`,
  );
}

/** Where a page of public sites begins: name and integer id. */
export const publicPositionSchema = z.tuple([z.string(), z.number()]);

/** A page of public sites by name; values count that are not older than `since`. */
export function selectPublicSites(
  db: Database,
  page: { readonly after: z.infer<typeof publicPositionSchema> | null; readonly limit: number; readonly now: Date; readonly since: Date },
): Promise<PublicSiteRow[]> {
  const { after, limit, now, since } = page;
  const behind = after === null ? rawSql('true') : sql`(su.name, st.legacy_id) > (${after[0]}::text, ${after[1]}::bigint)`;
  return db.query(
    publicSiteRowSchema,
    sql`SELECT ${siteColumns}, count(*) AS "roomCount", max(c.value) FILTER (WHERE c.at >= ${since}) AS "worstCo2Ppm"
      FROM ${publicNow(now)} LEFT JOIN ${newestOf('co2')} c ON true
      WHERE ${behind} GROUP BY st.legacy_id, su.name, og.name, st.time_zone, su.location
      ORDER BY su.name, st.legacy_id LIMIT ${limit}`,
  );
}
