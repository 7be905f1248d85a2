import type { Database } from '#lib/platform/db/database.ts';
import { selectSortedPage, type SortedPage } from '#lib/platform/db/sorted-page.ts';
import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import type { InventoryQuery, InventoryReader } from './inventory-query.ts';
import { type Address, addressSchema, type Room, roomSchema, type Site, siteSchema } from '../../domain/inventory/places.ts';
import { hasPart, inOrganizations, isOneOf, isPublicAt, numberColumn, textColumn, when } from './conditions.sql.ts';

const siteSort = { name: textColumn('u.name'), description: textColumn('st.description') };

/** Sites that a reader may see, by name. */
export function selectSites(db: Database, reader: InventoryReader, query: InventoryQuery): Promise<SortedPage<Site>> {
  const isOwn = inOrganizations('st', reader.places);
  const isPublic = sql`EXISTS (SELECT 1 FROM org_units ru WHERE ru.organization_id = st.organization_id
    AND ru.parent_id = st.unit_id AND ru.status <> 'REJECTED' AND ${isPublicAt(rawSql('ru.id'), rawSql('ru.organization_id'))})`;
  return selectSortedPage(db, {
    rowSchema: siteSchema,
    columns: sql`st.organization_id AS "organizationId", o.legacy_id AS "organizationLegacyId", ${isOwn} AS "isOwn",
      st.unit_id AS id, st.legacy_id AS "legacyId", u.name, st.description, st.time_zone AS "timeZone",
      st.address_id AS "addressId", a.legacy_id AS "addressLegacyId"`,
    tables: rawSql(`sensor_sites st
      JOIN org_units u ON u.organization_id = st.organization_id AND u.id = st.unit_id AND u.status <> 'REJECTED'
      JOIN organizations o ON o.id = st.organization_id AND o.archived_at IS NULL
      LEFT JOIN addresses a ON a.organization_id = st.organization_id AND a.id = st.address_id`),
    conditions: [
      sql`(${isOwn} OR ${isPublic})`,
      ...isOneOf('st.legacy_id', query.ids),
      ...when(query.organization, (id) => sql`o.legacy_id = ${id}::bigint`),
      ...when(query.search, (part) => hasPart([rawSql('u.name'), rawSql('st.description')], part)),
    ],
    sortable: siteSort,
    id: numberColumn('st.legacy_id'),
    sort: query.sort.length > 0 ? query.sort : [{ key: 'name', isDescending: false }],
    page: query.page,
  });
}

const roomSort = {
  name: textColumn('u.name'),
  description: textColumn('r.description'),
  size_sqm: numberColumn('r.size_sqm'),
  height_m: numberColumn('r.height_m'),
  max_occupancy: numberColumn('r.max_occupancy'),
};

/** Rooms that a reader may see, by name. */
export function selectRooms(db: Database, reader: InventoryReader, query: InventoryQuery): Promise<SortedPage<Room>> {
  const isOwn = inOrganizations('r', reader.places);
  return selectSortedPage(db, {
    rowSchema: roomSchema,
    columns: sql`r.organization_id AS "organizationId", o.legacy_id AS "organizationLegacyId", ${isOwn} AS "isOwn",
      r.unit_id AS id, r.legacy_id AS "legacyId", u.name, r.description, r.size_sqm AS "sizeSqm", r.height_m AS "heightM",
      r.max_occupancy AS "maxOccupancy", st.unit_id AS "siteId", st.legacy_id AS "siteLegacyId", st.time_zone AS "timeZone"`,
    tables: rawSql(`sensor_rooms r
      JOIN org_units u ON u.organization_id = r.organization_id AND u.id = r.unit_id AND u.status <> 'REJECTED'
      JOIN org_units su ON su.organization_id = u.organization_id AND su.id = u.parent_id AND su.status <> 'REJECTED'
      JOIN sensor_sites st ON st.organization_id = su.organization_id AND st.unit_id = su.id
      JOIN organizations o ON o.id = r.organization_id AND o.archived_at IS NULL`),
    conditions: [
      sql`(${isOwn} OR ${isPublicAt(rawSql('r.unit_id'), rawSql('r.organization_id'))})`,
      ...isOneOf('r.legacy_id', query.ids),
      ...when(query.organization, (id) => sql`o.legacy_id = ${id}::bigint`),
      ...when(query.site, (id) => sql`st.legacy_id = ${id}::bigint`),
      ...when(query.search, (part) => hasPart([rawSql('u.name'), rawSql('r.description')], part)),
    ],
    sortable: roomSort,
    id: numberColumn('r.legacy_id'),
    sort: query.sort.length > 0 ? query.sort : [{ key: 'name', isDescending: false }],
    page: query.page,
  });
}

const addressSort = {
  street1: textColumn('a.street1'),
  street2: textColumn('a.street2'),
  zip: textColumn('a.zip'),
  city: textColumn('a.city'),
  country: textColumn('a.country'),
};

/** Addresses of a reader's organizations, of public sites, and those the reader wrote that no site has yet; by city and street. */
export function selectAddresses(
  db: Database,
  reader: InventoryReader,
  query: InventoryQuery,
): Promise<SortedPage<Address>> {
  const isOwn = inOrganizations('a', reader.places);
  const isMine = sql`(a.organization_id IS NULL AND a.created_by_id = ${reader.userId}::uuid)`;
  const isPublic = sql`EXISTS (SELECT 1 FROM sensor_sites st
    JOIN org_units ru ON ru.organization_id = st.organization_id AND ru.parent_id = st.unit_id AND ru.status <> 'REJECTED'
    WHERE st.organization_id = a.organization_id AND st.address_id = a.id
      AND ${isPublicAt(rawSql('ru.id'), rawSql('ru.organization_id'))})`;
  return selectAddressPage(db, [sql`(${isOwn} OR ${isMine} OR ${isPublic}) AND o.archived_at IS NULL`], query);
}

export interface AddressOwner {
  readonly organizationId: string;
  /** Whose own addresses are among them before a site has them; null: nobody's. */
  readonly userId: string | null;
  /** This one alone. */
  readonly id?: string | undefined;
}

/** The addresses that an organization itself has, and those of a person that no site has yet; by city and street. */
export function selectOwnAddresses(
  db: Database,
  { organizationId, userId, id }: AddressOwner,
  query: InventoryQuery,
): Promise<SortedPage<Address>> {
  const isMine = sql`(a.organization_id IS NULL AND a.created_by_id = ${userId}::uuid)`;
  const isSeen = sql`(a.organization_id = ${organizationId} OR ${isMine})`;
  return selectAddressPage(db, [isSeen, ...when(id, (own) => sql`a.id = ${own}::uuid`)], query);
}

const addressTexts = ['a.street1', `coalesce(a.street2, '')`, 'a.zip', 'a.city'].map(rawSql);

function selectAddressPage(
  db: Database,
  conditions: readonly SqlStatement[],
  query: InventoryQuery,
): Promise<SortedPage<Address>> {
  return selectSortedPage(db, {
    rowSchema: addressSchema,
    columns: rawSql(`a.id, a.legacy_id AS "legacyId", a.organization_id AS "organizationId", a.created_by_id AS "createdById",
      a.street1, a.street2, a.zip, a.city, a.country, a.longitude, a.latitude`),
    tables: rawSql(`addresses a LEFT JOIN organizations o ON o.id = a.organization_id`),
    conditions: [
      ...conditions,
      ...isOneOf('a.legacy_id', query.ids),
      ...when(query.search, (part) => hasPart(addressTexts, part)),
    ],
    sortable: addressSort,
    id: numberColumn('a.legacy_id'),
    sort: query.sort.length > 0 ? query.sort : ['city', 'street1'].map((key) => ({ key, isDescending: false })),
    page: query.page,
  });
}

/** An address by its own id, whoever may see it: for a writer that decides. */
export async function selectAddress(db: Database, id: string): Promise<Address | null> {
  const rows = await db.query(
    addressSchema,
    sql`SELECT a.id, a.legacy_id AS "legacyId", a.organization_id AS "organizationId", a.created_by_id AS "createdById",
        a.street1, a.street2, a.zip, a.city, a.country, a.longitude, a.latitude
      FROM addresses a WHERE a.id = ${id} FOR UPDATE`,
  );
  return rows[0] ?? null;
}
