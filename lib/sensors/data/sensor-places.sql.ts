import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { type RoomChoice, roomChoiceSchema, type SiteRow, siteRowSchema } from '../domain/installed-node.ts';

type Scope = Pick<Context, 'db' | 'organizationId' | 'now'>;

/** Where a page of sites begins. */
export const sitePositionSchema = z.tuple([z.string(), z.guid()]);
/** Where a page of rooms begins: site, room, id. */
export const roomPositionSchema = z.tuple([z.string(), z.string(), z.guid()]);

interface PlacePage<Position> {
  readonly text?: string | undefined;
  readonly after: Position | null;
  readonly limit: number;
}

/** Installations (i) that run now at rooms (ru) of a place. */
function running({ now }: Scope): SqlStatement {
  return sql`installations i JOIN sources s ON s.organization_id = i.organization_id AND s.id = i.source_id AND s.archived_at IS NULL
    WHERE i.organization_id = u.organization_id AND i.removed_at IS NULL AND i.from_at <= ${now()}
      AND (i.to_at IS NULL OR i.to_at > ${now()})`;
}

function selectSiteRows(scope: Scope, condition: SqlStatement): Promise<SiteRow[]> {
  const rooms = rawSql(`SELECT r.unit_id FROM sensor_rooms r
    JOIN org_units ru ON ru.organization_id = r.organization_id AND ru.id = r.unit_id AND ru.status <> 'REJECTED'
    WHERE r.organization_id = u.organization_id AND ru.parent_id = u.id`);
  return scope.db.query(
    siteRowSchema,
    sql`SELECT u.id, st.legacy_id AS "legacyId", u.name, st.description, st.time_zone AS "timeZone", st.address_id AS "addressId",
        concat_ws(', ', nullif(a.street1, ''), nullif(concat_ws(' ', nullif(a.zip, ''), nullif(a.city, '')), '')) AS address,
        (SELECT count(*) FROM (${rooms}) c) AS "roomCount",
        (SELECT count(*) FROM ${running(scope)} AND i.unit_id IN (${rooms})) AS "nodeCount",
        EXISTS (SELECT 1 FROM ${running(scope)} AND i.is_public AND i.unit_id IN (${rooms})) AS "isPublic"
      FROM sensor_sites st
      JOIN org_units u ON u.organization_id = st.organization_id AND u.id = st.unit_id AND u.status <> 'REJECTED'
      LEFT JOIN addresses a ON a.organization_id = st.organization_id AND a.id = st.address_id
      WHERE st.organization_id = ${scope.organizationId} AND ${condition}`,
  );
}

/** A page of the sites of an organization, by name. */
export function selectSitePage(
  scope: Scope,
  { text, after, limit }: PlacePage<z.infer<typeof sitePositionSchema>>,
): Promise<SiteRow[]> {
  const behind = after === null ? rawSql('true') : sql`(u.name, u.id) > (${after[0]}::text, ${after[1]}::uuid)`;
  return selectSiteRows(scope, sql`${hasText(text)} AND ${behind} ORDER BY u.name, u.id LIMIT ${limit}`);
}

/** One site of the organization; null: there is none. */
export async function selectSiteRow(scope: Scope, id: string): Promise<SiteRow | null> {
  return (await selectSiteRows(scope, sql`u.id = ${id}`))[0] ?? null;
}

/** A page of the rooms of an organization, of one site or of all; by site and name. */
export function selectRoomPage(
  scope: Scope,
  { text, site, after, limit }: PlacePage<z.infer<typeof roomPositionSchema>> & { readonly site?: string | undefined },
): Promise<RoomChoice[]> {
  const behind =
    after === null
      ? rawSql('true')
      : sql`(su.name, u.name, u.id) > (${after[0]}::text, ${after[1]}::text, ${after[2]}::uuid)`;
  const ofSite = site === undefined ? rawSql('true') : sql`su.id = ${site}`;
  return scope.db.query(
    roomChoiceSchema,
    sql`SELECT u.id, u.name, su.id AS "siteId", su.name AS "siteName", r.description, r.size_sqm AS "sizeSqm",
        r.height_m AS "heightM", r.max_occupancy AS "maxOccupancy",
        (SELECT count(*) FROM ${running(scope)} AND i.unit_id = u.id) AS "nodeCount"
      FROM sensor_rooms r
      JOIN org_units u ON u.organization_id = r.organization_id AND u.id = r.unit_id AND u.status <> 'REJECTED'
      JOIN sensor_sites st ON st.organization_id = u.organization_id AND st.unit_id = u.parent_id
      JOIN org_units su ON su.organization_id = st.organization_id AND su.id = st.unit_id AND su.status <> 'REJECTED'
      WHERE r.organization_id = ${scope.organizationId} AND ${ofSite} AND ${hasText(text, `u.name || ' ' || su.name`)}
        AND ${behind} ORDER BY su.name, u.name, u.id LIMIT ${limit}`,
  );
}

function hasText(text: string | undefined, column = 'u.name'): SqlStatement {
  return text ? sql`strpos(lower(${rawSql(column)}), lower(${text}::text)) > 0` : rawSql('true');
}
