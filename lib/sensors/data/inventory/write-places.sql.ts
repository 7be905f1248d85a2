import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { sql } from '#lib/platform/db/sql.ts';
import type { Address } from '../../domain/inventory/places.ts';

/** Sensors of an organization change one after the other: names are looked at before they are given. */
const inventoryLock = 7_265_114;

/** Waits for whoever changes the inventory of the organization; until the end of the transaction. */
export async function lockInventory({ db, organizationId }: Context): Promise<void> {
  // The embedded database has one session: transactions come one after the other anyway.
  if (db.kind !== 'server') return;
  await db.execute(sql`SELECT pg_advisory_xact_lock(${inventoryLock}, hashtext(${organizationId}))`);
}

const legacySchema = z.object({ legacyId: z.coerce.string() });

const homeSchema = z.object({
  studyId: z.guid(),
  studyKey: z.string(),
  versionId: z.guid(),
  siteTypeId: z.guid(),
  roomTypeId: z.guid(),
});
/** Where an organization keeps its sensors. */
export type SensorHome = z.infer<typeof homeSchema>;

export async function selectHome({ db, organizationId }: Context): Promise<SensorHome | null> {
  const rows = await db.query(
    homeSchema,
    sql`SELECT h.study_id AS "studyId", s.key AS "studyKey", h.version_id AS "versionId", h.site_type_id AS "siteTypeId",
        h.room_type_id AS "roomTypeId"
      FROM sensor_homes h JOIN studies s ON s.organization_id = h.organization_id AND s.id = h.study_id
      WHERE h.organization_id = ${organizationId}`,
  );
  return rows[0] ?? null;
}

export async function insertHome({ db, organizationId }: Context, home: Omit<SensorHome, 'studyKey'>): Promise<void> {
  await db.execute(sql`
    INSERT INTO sensor_homes (organization_id, study_id, version_id, site_type_id, room_type_id)
    VALUES (${organizationId}, ${home.studyId}, ${home.versionId}, ${home.siteTypeId}, ${home.roomTypeId})`);
}

/** True when another site of the organization has the name, or another room of the site `parentId`. */
export async function isPlaceNameTaken(
  { db, organizationId }: Context,
  { name, parentId, exceptId }: { readonly name: string; readonly parentId: string | null; readonly exceptId?: string },
): Promise<boolean> {
  const kind = parentId === null ? sql`sensor_sites` : sql`sensor_rooms`;
  const under = parentId === null ? sql`true` : sql`u.parent_id = ${parentId}`;
  const rows = await db.query(
    z.object({ id: z.string() }),
    sql`SELECT u.id FROM org_units u JOIN ${kind} k ON k.organization_id = u.organization_id AND k.unit_id = u.id
      WHERE u.organization_id = ${organizationId} AND u.name = ${name} AND u.status <> 'REJECTED' AND ${under}
        AND u.id <> coalesce(${exceptId ?? null}::uuid, '00000000-0000-0000-0000-000000000000') LIMIT 1`,
  );
  return rows.length > 0;
}

export interface SiteRow {
  readonly unitId: string;
  readonly description: string;
  readonly addressId: string | null;
  readonly timeZone: string;
  readonly legacyId?: number | undefined;
}

/** Says of a unit that it is a site, or changes what is said. */
export async function upsertSite({ db, organizationId }: Context, row: SiteRow): Promise<string> {
  const legacyId = row.legacyId === undefined ? sql`nextval('sensor_sites_legacy_id_seq')` : sql`${row.legacyId}::bigint`;
  const rows = await db.query(
    legacySchema,
    sql`
    INSERT INTO sensor_sites (organization_id, unit_id, legacy_id, description, address_id, time_zone)
    VALUES (${organizationId}, ${row.unitId}, ${legacyId}, ${row.description}, ${row.addressId}, ${row.timeZone})
    ON CONFLICT (organization_id, unit_id) DO UPDATE SET description = excluded.description,
      address_id = excluded.address_id, time_zone = excluded.time_zone RETURNING legacy_id AS "legacyId"`,
  );
  return rows[0]?.legacyId ?? '';
}

export interface RoomRow {
  readonly unitId: string;
  readonly description: string;
  readonly sizeSqm: number | null;
  readonly heightM: number | null;
  readonly maxOccupancy: number | null;
  readonly legacyId?: number | undefined;
}

/** Says of a unit that it is a room, or changes what is said. */
export async function upsertRoom({ db, organizationId }: Context, row: RoomRow): Promise<string> {
  const legacyId = row.legacyId === undefined ? sql`nextval('sensor_rooms_legacy_id_seq')` : sql`${row.legacyId}::bigint`;
  const rows = await db.query(
    legacySchema,
    sql`
    INSERT INTO sensor_rooms (organization_id, unit_id, legacy_id, description, size_sqm, height_m, max_occupancy)
    VALUES (${organizationId}, ${row.unitId}, ${legacyId}, ${row.description}, ${row.sizeSqm}, ${row.heightM}, ${row.maxOccupancy})
    ON CONFLICT (organization_id, unit_id) DO UPDATE SET description = excluded.description,
      size_sqm = excluded.size_sqm, height_m = excluded.height_m, max_occupancy = excluded.max_occupancy RETURNING legacy_id AS "legacyId"`,
  );
  return rows[0]?.legacyId ?? '';
}

/** Ids of the rooms of a site that are there. */
export async function selectRoomIds({ db, organizationId }: Context, siteId: string): Promise<string[]> {
  const rows = await db.query(
    z.object({ id: z.string() }),
    sql`SELECT r.unit_id AS id FROM sensor_rooms r
      JOIN org_units u ON u.organization_id = r.organization_id AND u.id = r.unit_id AND u.status <> 'REJECTED'
      WHERE r.organization_id = ${organizationId} AND u.parent_id = ${siteId} ORDER BY 1`,
  );
  return rows.map(({ id }) => id);
}

export interface AddressRow extends Omit<Address, 'legacyId'> {
  readonly legacyId?: number | undefined;
}

/** Adds an address or changes it. */
export async function upsertAddress({ db }: Pick<Context, 'db'>, row: AddressRow): Promise<string> {
  const legacyId = row.legacyId === undefined ? sql`nextval('addresses_legacy_id_seq')` : sql`${row.legacyId}::bigint`;
  const rows = await db.query(
    legacySchema,
    sql`
    INSERT INTO addresses (id, legacy_id, organization_id, created_by_id, street1, street2, zip, city, country, longitude, latitude)
    VALUES (${row.id}, ${legacyId}, ${row.organizationId}::uuid, ${row.createdById}::uuid, ${row.street1}, ${row.street2},
      ${row.zip}, ${row.city}, ${row.country}, ${row.longitude}, ${row.latitude})
    ON CONFLICT (id) DO UPDATE SET organization_id = excluded.organization_id, street1 = excluded.street1,
      street2 = excluded.street2, zip = excluded.zip, city = excluded.city, country = excluded.country,
      longitude = excluded.longitude, latitude = excluded.latitude RETURNING legacy_id AS "legacyId"`,
  );
  return rows[0]?.legacyId ?? '';
}

/** Removes an address of an organization, or of nobody yet (null). Breaks a foreign key (23503, 23001) when a site has it. */
export async function deleteAddress(
  { db }: Pick<Context, 'db'>,
  { id, organizationId }: Pick<Address, 'id' | 'organizationId'>,
): Promise<void> {
  await db.execute(sql`DELETE FROM addresses
    WHERE id = ${id} AND organization_id IS NOT DISTINCT FROM ${organizationId}::uuid`);
}

/** Ids of the sites that have an address. */
export async function selectSitesAt({ db, organizationId }: Context, addressId: string): Promise<string[]> {
  const rows = await db.query(
    z.object({ id: z.string() }),
    sql`SELECT unit_id AS id FROM sensor_sites WHERE organization_id = ${organizationId} AND address_id = ${addressId}`,
  );
  return rows.map(({ id }) => id);
}
