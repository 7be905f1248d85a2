import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { selectSortedPage, type SortedPage } from '#lib/platform/db/sorted-page.ts';
import { identifier, rawSql, sql } from '#lib/platform/db/sql.ts';
import { textList } from '#lib/platform/db/text-list.ts';
import {
  type CatalogueQuantity,
  catalogueQuantitySchema,
  type NodeModel,
  nodeModelSchema,
  type NodeProtocol,
  nodeProtocolSchema,
} from '../../domain/inventory/catalogue.ts';
import type { InventoryQuery } from './inventory-query.ts';
import { hasPart, isOneOf, numberColumn, textColumn, when } from './conditions.sql.ts';

// The catalogue is of the installation: it has no organization.

const quantitySort = {
  quantity: textColumn(`coalesce(nullif(q.name, ''), q.key)`),
  base_unit: textColumn(`coalesce(nullif(q.unit_name, ''), q.unit)`),
};

export function selectCatalogueQuantities(db: Database, query: InventoryQuery): Promise<SortedPage<CatalogueQuantity>> {
  return selectSortedPage(db, {
    rowSchema: catalogueQuantitySchema,
    columns: rawSql('q.id, q.legacy_id AS "legacyId", q.key, q.name, q.unit_name AS "unitName", q.unit'),
    tables: rawSql('quantities q'),
    conditions: [
      ...isOneOf('q.legacy_id', query.ids),
      ...when(query.search, (part) => hasPart([rawSql('q.key'), rawSql('q.name')], part)),
    ],
    sortable: quantitySort,
    id: numberColumn('q.legacy_id'),
    sort: query.sort,
    page: query.page,
  });
}

const protocolSort = {
  identifier: textColumn('p.identifier'),
  num_uplink_msgs: numberColumn('p.uplink_messages'),
  num_downlink_msgs: numberColumn('p.downlink_messages'),
};

export function selectProtocols(db: Database, query: InventoryQuery): Promise<SortedPage<NodeProtocol>> {
  return selectSortedPage(db, {
    rowSchema: nodeProtocolSchema,
    columns: rawSql(`p.id, p.legacy_id AS "legacyId", p.identifier, p.uplink_messages AS "uplinkMessages",
      p.downlink_messages AS "downlinkMessages", p.decoder`),
    tables: rawSql('node_protocols p'),
    conditions: [
      ...isOneOf('p.legacy_id', query.ids),
      ...when(query.search, (part) => hasPart([rawSql('p.identifier')], part)),
    ],
    sortable: protocolSort,
    id: numberColumn('p.legacy_id'),
    sort: query.sort,
    page: query.page,
  });
}

const modelTexts = ['m.name', 'm.trade_name', 'm.manufacturer', 'm.sensor_type'].map(rawSql);

const modelSort = {
  name: textColumn('m.name'),
  trade_name: textColumn('m.trade_name'),
  manufacturer: textColumn('m.manufacturer'),
  sensor_type: textColumn('m.sensor_type'),
};

export function selectModels(db: Database, query: InventoryQuery): Promise<SortedPage<NodeModel>> {
  return selectSortedPage(db, {
    rowSchema: nodeModelSchema,
    columns: rawSql(`m.id, m.legacy_id AS "legacyId", m.name, m.trade_name AS "tradeName", m.manufacturer,
      m.sensor_type AS "sensorType", m.expected_interval_s AS "expectedIntervalS", ARRAY(SELECT q.legacy_id FROM node_model_quantities mq
        JOIN quantities q ON q.id = mq.quantity_id WHERE mq.model_id = m.id ORDER BY q.legacy_id) AS "quantityLegacyIds"`),
    tables: rawSql('node_models m'),
    conditions: [
      ...isOneOf('m.legacy_id', query.ids),
      ...when(query.search, (part) => hasPart(modelTexts, part)),
    ],
    sortable: modelSort,
    id: numberColumn('m.legacy_id'),
    sort: query.sort,
    page: query.page,
  });
}

const legacySchema = z.object({ legacyId: z.coerce.string() });

export interface QuantityToWrite {
  readonly key: string;
  readonly name: string;
  readonly unitName: string;
  readonly unit: string;
  readonly legacyId?: number | undefined;
}

/** Adds a quantity, or names the one that has the key. */
export async function upsertQuantity(db: Database, row: QuantityToWrite): Promise<string> {
  const legacyId = row.legacyId === undefined ? sql`nextval('quantities_legacy_id_seq')` : sql`${row.legacyId}::bigint`;
  const rows = await db.query(
    legacySchema,
    sql`
    INSERT INTO quantities (key, name, unit_name, unit, legacy_id)
    VALUES (${row.key}, ${row.name}, ${row.unitName}, ${row.unit}, ${legacyId})
    ON CONFLICT (key) DO UPDATE SET name = excluded.name, unit_name = excluded.unit_name,
      legacy_id = CASE WHEN ${row.legacyId !== undefined} THEN excluded.legacy_id ELSE quantities.legacy_id END RETURNING legacy_id AS "legacyId"`,
  );
  return rows[0]?.legacyId ?? '';
}

/** Names a quantity anew; its key stays, for what was measured is stored under it. */
export async function renameQuantity(
  db: Database,
  id: number,
  { name, unitName }: { readonly name: string; readonly unitName: string },
): Promise<void> {
  await db.execute(sql`UPDATE quantities SET name = ${name}, unit_name = ${unitName} WHERE id = ${id}`);
}

/** Adds a protocol or changes it. */
export async function upsertProtocol(
  db: Database,
  row: Omit<NodeProtocol, 'legacyId'> & { readonly legacyId?: number | undefined },
): Promise<string> {
  const legacyId =
    row.legacyId === undefined ? sql`nextval('node_protocols_legacy_id_seq')` : sql`${row.legacyId}::bigint`;
  const rows = await db.query(
    legacySchema,
    sql`
    INSERT INTO node_protocols (id, legacy_id, identifier, uplink_messages, downlink_messages, decoder)
    VALUES (${row.id}, ${legacyId}, ${row.identifier}, ${row.uplinkMessages}, ${row.downlinkMessages}, ${row.decoder})
    ON CONFLICT (id) DO UPDATE SET identifier = excluded.identifier, uplink_messages = excluded.uplink_messages,
      downlink_messages = excluded.downlink_messages, decoder = excluded.decoder RETURNING legacy_id AS "legacyId"`,
  );
  return rows[0]?.legacyId ?? '';
}

export interface ModelToWrite extends Omit<NodeModel, 'legacyId' | 'quantityLegacyIds' | 'expectedIntervalS'> {
  readonly legacyId?: number | undefined;
  /** Seconds; undefined: it stays. */
  readonly expectedIntervalS?: number | null | undefined;
  /** Legacy ids; undefined: they stay. */
  readonly quantities: readonly string[] | undefined;
}

/** Adds a model or changes it. Null: one of its quantities does not exist. */
export async function upsertModel(db: Database, row: ModelToWrite): Promise<string | null> {
  const legacyId = row.legacyId === undefined ? sql`nextval('node_models_legacy_id_seq')` : sql`${row.legacyId}::bigint`;
  const written = await db.query(
    legacySchema,
    sql`INSERT INTO node_models (id, legacy_id, name, trade_name, manufacturer, sensor_type, expected_interval_s)
      VALUES (${row.id}, ${legacyId}, ${row.name}, ${row.tradeName}, ${row.manufacturer}, ${row.sensorType},
        ${row.expectedIntervalS ?? null}::int)
      ON CONFLICT (id) DO UPDATE SET name = excluded.name, trade_name = excluded.trade_name,
        manufacturer = excluded.manufacturer, sensor_type = excluded.sensor_type, expected_interval_s =
          CASE WHEN ${row.expectedIntervalS !== undefined} THEN excluded.expected_interval_s ELSE node_models.expected_interval_s END
      RETURNING legacy_id AS "legacyId"`,
  );
  const id = written[0]?.legacyId ?? null;
  if (row.quantities === undefined) return id;
  await db.execute(sql`DELETE FROM node_model_quantities WHERE model_id = ${row.id}`);
  const wanted = [...new Set(row.quantities)].filter((quantity) => /^\d{1,15}$/.test(quantity));
  const added = await db.execute(sql`
    INSERT INTO node_model_quantities (model_id, quantity_id)
    SELECT ${row.id}, q.id FROM quantities q WHERE q.legacy_id = ANY(${textList(wanted, 'int8')})`);
  return added === new Set(row.quantities).size ? id : null;
}

/** Removes a row of the catalogue. Breaks a foreign key (23503, 23001) when something uses it. */
export async function deleteFromCatalogue(
  db: Database,
  table: 'quantities' | 'node_protocols' | 'node_models',
  id: string | number,
): Promise<void> {
  if (table === 'quantities') await db.execute(sql`DELETE FROM quantities WHERE id = ${id}`);
  else if (table === 'node_models') await db.execute(sql`DELETE FROM node_models WHERE id = ${id}`);
  else await db.execute(sql`DELETE FROM node_protocols WHERE id = ${id}`);
}

/** The integer id of a model or protocol by its own, or of a quantity by its key. Null: there is none. */
export async function findCatalogueLegacyId(
  db: Database,
  table: 'quantities' | 'node_protocols' | 'node_models',
  id: string,
): Promise<string | null> {
  const isIt = table === 'quantities' ? sql`key = ${id}` : sql`id = ${id}::uuid`;
  const rows = await db.query(
    legacySchema,
    sql`SELECT legacy_id AS "legacyId" FROM ${identifier(table)} WHERE ${isIt}`,
  );
  return rows[0]?.legacyId ?? null;
}

/** True when something was measured of a quantity, in any organization. */
export async function hasObservations(db: Database, quantityId: number): Promise<boolean> {
  const rows = await db.query(
    z.object({ found: z.boolean() }),
    sql`SELECT EXISTS (SELECT 1 FROM observations WHERE quantity_id = ${quantityId}) AS found`,
  );
  return rows[0]?.found === true;
}
