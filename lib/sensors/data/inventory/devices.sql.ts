import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { selectSortedPage, type SortedPage } from '#lib/platform/db/sorted-page.ts';
import { rawSql, sql } from '#lib/platform/db/sql.ts';
import { defaultFidelitySettings } from '#lib/sources/index.ts';
import type { InventoryQuery, InventoryReader } from './inventory-query.ts';
import {
  type InventoryNode,
  inventoryNodeSchema,
  type RoomInstallation,
  roomInstallationSchema,
} from '../../domain/inventory/places.ts';
import { hasPart, inOrganizations, isOneOf, numberColumn, textColumn, when } from './conditions.sql.ts';

const nodeSort = {
  eui64: textColumn('n.eui64'),
  alias: textColumn('s.name'),
  description: textColumn('n.description'),
  last_contact_s: numberColumn('extract(epoch FROM least(s.last_created_at, s.last_recorded_at))'),
};

const { expectedIntervalS, missingAfter, deadAfter } = defaultFidelitySettings;

/** Seconds expected between deliveries of a node: its own, its model's, or its organization's. */
const expected = sql`coalesce(nullif(s.expected_interval_s, 0), nullif(n.expected_interval_s, 0),
  nullif(m.expected_interval_s, 0), fs.expected_interval_s, ${expectedIntervalS}::int)::float8`;

/** Nodes of a reader's organizations, by EUI. */
export function selectInventoryNodes(
  db: Database,
  reader: InventoryReader,
  query: InventoryQuery,
): Promise<SortedPage<InventoryNode>> {
  return selectSortedPage(db, {
    rowSchema: inventoryNodeSchema,
    columns: sql`n.organization_id AS "organizationId", o.legacy_id AS "organizationLegacyId", true AS "isOwn",
      n.source_id AS id, n.legacy_id AS "legacyId", coalesce(n.eui_written, n.eui64) AS eui64, s.name AS alias, n.description,
      m.legacy_id AS "modelLegacyId", p.legacy_id AS "protocolLegacyId",
      coalesce(s.expected_interval_s, n.expected_interval_s, m.expected_interval_s) AS "expectedIntervalS",
      least(s.last_created_at, s.last_recorded_at) AS "lastObservedAt", f.state AS "fidelityState", fs.checked_at AS "checkedAt",
      ${expected} * coalesce(fs.missing_after, ${missingAfter}::float8) AS "missingAfterS",
      ${expected} * coalesce(fs.dead_after, ${deadAfter}::float8) AS "deadAfterS"`,
    tables: rawSql(`sensor_nodes n
      JOIN sources s ON s.organization_id = n.organization_id AND s.id = n.source_id AND s.archived_at IS NULL
      JOIN organizations o ON o.id = n.organization_id AND o.archived_at IS NULL
      LEFT JOIN source_fidelities f ON f.organization_id = n.organization_id AND f.source_id = n.source_id
      LEFT JOIN fidelity_settings fs ON fs.organization_id = n.organization_id
      LEFT JOIN node_models m ON m.id = n.model_id LEFT JOIN node_protocols p ON p.id = n.protocol_id`),
    conditions: [
      inOrganizations('n', reader.nodes),
      ...(query.ids === undefined ? [] : [sql`n.source_id = ANY(${query.ids}::uuid[])`]),
      ...when(query.organization, (id) => sql`o.legacy_id = ${id}::bigint`),
      ...when(query.search, (part) => hasPart([rawSql('s.name'), rawSql(`coalesce(n.eui64, '')`)], part)),
    ],
    sortable: nodeSort,
    id: textColumn('n.source_id::text'),
    sort: query.sort.length > 0 ? query.sort : [{ key: 'eui64', isDescending: false }],
    page: query.page,
  });
}

const installationSort = {
  from_timestamp_s: numberColumn('extract(epoch FROM i.from_at)'),
  to_timestamp_s: { by: rawSql(`coalesce(extract(epoch FROM i.to_at)::float8, 1e300)`), type: 'float8' as const },
  description: textColumn('i.description'),
  is_public: numberColumn('i.is_public::int'),
  node_alias: textColumn('s.name'),
};

/** Installations of a reader's organizations and public ones, newest first. */
export function selectRoomInstallations(
  db: Database,
  reader: InventoryReader,
  query: InventoryQuery,
): Promise<SortedPage<RoomInstallation>> {
  const isOwn = inOrganizations('i', reader.places);
  return selectSortedPage(db, {
    rowSchema: roomInstallationSchema,
    columns: sql`i.organization_id AS "organizationId", o.legacy_id AS "organizationLegacyId", ${isOwn} AS "isOwn", i.id,
      i.legacy_id AS "legacyId", i.source_id AS "nodeId", n.legacy_id AS "nodeLegacyId", s.name AS "nodeAlias",
      i.unit_id AS "roomId", r.legacy_id AS "roomLegacyId", u.name AS "roomName", i.from_at AS "fromAt", i.to_at AS "toAt",
      i.description, i.is_public AS "isPublic", i.image_blob_key AS "imageBlobKey", i.image_type AS "imageType"`,
    tables: rawSql(`installations i
      JOIN sensor_nodes n ON n.organization_id = i.organization_id AND n.source_id = i.source_id
      JOIN sources s ON s.organization_id = i.organization_id AND s.id = i.source_id AND s.archived_at IS NULL
      JOIN sensor_rooms r ON r.organization_id = i.organization_id AND r.unit_id = i.unit_id
      JOIN org_units u ON u.organization_id = i.organization_id AND u.id = i.unit_id AND u.status <> 'REJECTED'
      JOIN sensor_sites st ON st.organization_id = u.organization_id AND st.unit_id = u.parent_id
      JOIN organizations o ON o.id = i.organization_id AND o.archived_at IS NULL`),
    conditions: [
      sql`i.removed_at IS NULL AND (${isOwn} OR i.is_public)`,
      ...isOneOf('i.legacy_id', query.ids),
      ...when(query.organization, (id) => sql`o.legacy_id = ${id}::bigint`),
      ...when(query.site, (id) => sql`st.legacy_id = ${id}::bigint`),
      ...when(query.room, (id) => sql`r.legacy_id = ${id}::bigint`),
      ...when(query.node, (id) => sql`i.source_id = ${id}::uuid`),
      ...when(query.search, (part) => hasPart([rawSql('s.name'), rawSql('u.name'), rawSql('i.description')], part)),
    ],
    sortable: installationSort,
    id: numberColumn('i.legacy_id'),
    sort: query.sort.length > 0 ? query.sort : [{ key: 'from_timestamp_s', isDescending: true }],
    page: query.page,
  });
}

/** Organizations in which something is installed publicly: everybody may know of them (managair.md 4). */
export async function selectPublicOrganizationIds(db: Database): Promise<string[]> {
  const rows = await db.query(
    z.object({ id: z.string() }),
    sql`SELECT DISTINCT i.organization_id AS id FROM installations i
      JOIN sources s ON s.organization_id = i.organization_id AND s.id = i.source_id AND s.archived_at IS NULL
      JOIN org_units u ON u.organization_id = i.organization_id AND u.id = i.unit_id AND u.status <> 'REJECTED'
      WHERE i.is_public AND i.removed_at IS NULL`,
  );
  return rows.map(({ id }) => id);
}
