import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import type { EntitySetName, LinkRelationName } from '../../domain/things/entity-sets.ts';
import type { ThingReader } from '../../domain/things/thing-reader.ts';

/** A Datastream of the inventory has the number of its installation times this, plus that of its quantity. */
export const quantitiesPerInstallation = 4096;
const perInstallation = rawSql(String(quantitiesPerInstallation));

const stream = rawSql(`(i.legacy_id * ${String(quantitiesPerInstallation)} + q.id)`);
const iso = (instant: string) =>
  rawSql(`to_char(${instant} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);

/** Nodes that are not archived. */
const nodes = rawSql(`sensor_nodes n JOIN sources s ON s.organization_id = n.organization_id AND s.id = n.source_id AND s.archived_at IS NULL`);

/** Sites and rooms that count, with a number of their own: twice theirs, and one more for a room. */
const places = rawSql(`(
  SELECT st.organization_id, st.unit_id, st.legacy_id * 2 AS number, st.description, 'site' AS sort FROM sensor_sites st
  UNION ALL SELECT r.organization_id, r.unit_id, r.legacy_id * 2 + 1, r.description, 'room' FROM sensor_rooms r
  ) l JOIN org_units u ON u.organization_id = l.organization_id AND u.id = l.unit_id AND u.status <> 'REJECTED'`);

const installations = sql`installations i
  JOIN sensor_nodes n ON n.organization_id = i.organization_id AND n.source_id = i.source_id
  JOIN sources s ON s.organization_id = i.organization_id AND s.id = i.source_id AND s.archived_at IS NULL
  JOIN sensor_rooms r ON r.organization_id = i.organization_id AND r.unit_id = i.unit_id
  JOIN org_units u ON u.organization_id = i.organization_id AND u.id = i.unit_id AND u.status <> 'REJECTED'`;

/** Quantities of an installation: those of the node's model. */
const streams = sql`${installations}
  JOIN node_models m ON m.id = n.model_id
  JOIN node_model_quantities mq ON mq.model_id = n.model_id JOIN quantities q ON q.id = mq.quantity_id`;

/** A room without a shape lies where the unit above it does; a place of which nothing is known has an empty collection. */
const shape = rawSql(`coalesce(u.location, u.geom, (SELECT coalesce(pu.location, pu.geom) FROM org_units pu
  WHERE pu.organization_id = u.organization_id AND pu.id = u.parent_id))`);
const shapeJson = sql`coalesce(ST_AsGeoJSON(ST_Force2D(${shape}))::jsonb, '{"type":"GeometryCollection","geometries":[]}'::jsonb)`;
const placeBody = (member: 'location' | 'feature') => sql`jsonb_build_object('name', u.name, 'description', l.description,
  'encodingType', 'application/geo+json', ${rawSql(`'${member}'`)}, ${shapeJson},
  'properties', jsonb_build_object('cairnId', l.unit_id, 'sort', l.sort, 'partOf', u.parent_id))`;

/** That an installation (i) counts for a reader: everybody sees what public ones show. */
function isShown({ organizationId, audience }: ThingReader): SqlStatement {
  const isPublic = rawSql(audience === 'everybody' ? 'AND i.is_public' : '');
  return sql`i.organization_id = ${organizationId}::uuid AND i.removed_at IS NULL ${isPublic}`;
}

/** That a node (n) or a place (l) counts for a reader: for everybody, when a public installation is of it. */
function isReachable(reader: ThingReader, of: 'node' | 'place'): SqlStatement {
  if (reader.audience === 'members') return rawSql('true');
  if (of === 'place') {
    return sql`EXISTS (SELECT 1 FROM ${installations} WHERE ${isShown(reader)} AND l.unit_id IN (u.id, u.parent_id))`;
  }
  return sql`EXISTS (SELECT 1 FROM installations i
    JOIN org_units u ON u.organization_id = i.organization_id AND u.id = i.unit_id AND u.status <> 'REJECTED'
    WHERE ${isShown(reader)} AND i.source_id = n.source_id)`;
}

/** What the inventory holds as entities of a set: id, body, geom, from_at, to_at (managair.md 19.2, mapping). */
export function inventoryEntities(
  reader: ThingReader,
  set: Exclude<EntitySetName, 'Observations' | 'MultiDatastreams'>,
): SqlStatement {
  const { organizationId } = reader;
  const node = sql`n.organization_id = ${organizationId}::uuid AND ${isReachable(reader, 'node')}`;
  const place = sql`l.organization_id = ${organizationId}::uuid AND ${isReachable(reader, 'place')}`;
  const none = rawSql(`NULL::geometry AS geom, NULL::timestamptz AS from_at, NULL::timestamptz AS to_at`);
  switch (set) {
    case 'Things':
      return sql`SELECT n.legacy_id AS id, jsonb_build_object('name', s.name, 'description', n.description,
          'properties', ${nodeProperties(reader)}) AS body, ${none}
        FROM ${nodes} WHERE ${node}`;
    case 'Locations':
      return sql`SELECT l.number AS id, ${placeBody('location')} AS body, ${shape} AS geom, NULL::timestamptz AS from_at, NULL::timestamptz AS to_at
        FROM ${places} WHERE ${place}`;
    case 'FeaturesOfInterest':
      return sql`SELECT l.number AS id, ${placeBody('feature')} AS body, ${shape} AS geom, NULL::timestamptz AS from_at, NULL::timestamptz AS to_at
        FROM ${places} WHERE ${place} AND l.sort = 'room'`;
    case 'HistoricalLocations':
      return sql`SELECT i.legacy_id AS id, jsonb_build_object('time', ${iso('i.from_at')}) AS body, NULL::geometry AS geom, i.from_at, i.to_at
        FROM ${installations} WHERE ${isShown(reader)}`;
    case 'Sensors':
      return sql`SELECT m.legacy_id AS id, jsonb_build_object('name', m.name, 'description', m.sensor_type, 'encodingType', 'text/plain',
          'metadata', concat_ws(' ', nullif(m.manufacturer, ''), nullif(m.trade_name, ''))) AS body, ${none}
        FROM node_models m WHERE EXISTS (SELECT 1 FROM ${nodes} WHERE ${node} AND n.model_id = m.id)`;
    case 'ObservedProperties':
      return sql`SELECT q.legacy_id AS id, jsonb_build_object('name', coalesce(nullif(q.name, ''), q.key), 'description', q.key,
          'definition', 'urn:cairn:quantity:' || q.key, 'properties', jsonb_build_object('unit', q.unit)) AS body, ${none}
        FROM quantities q WHERE EXISTS (SELECT 1 FROM ${nodes} JOIN node_model_quantities mq ON mq.model_id = n.model_id
          WHERE ${node} AND mq.quantity_id = q.id)`;
    case 'Datastreams':
      return inventoryStreams(reader);
  }
}

/** The device is nobody's business but the members'. */
function nodeProperties({ audience }: ThingReader): SqlStatement {
  if (audience === 'everybody') return rawSql('NULL::jsonb');
  return rawSql(`jsonb_strip_nulls(jsonb_build_object('cairnId', n.source_id, 'eui64', n.eui64, 'protocol', n.protocol))`);
}

/** Their result times are not told: no index has when samples were received. */
function inventoryStreams(reader: ThingReader): SqlStatement {
  const edge = (direction: 'ASC' | 'DESC') => sql`(SELECT o.observed_at FROM observations o
    WHERE o.organization_id = i.organization_id AND o.source_id = i.source_id AND o.quantity_id = q.id
      AND o.observed_at >= i.from_at AND (i.to_at IS NULL OR o.observed_at < i.to_at)
    ORDER BY o.observed_at ${rawSql(direction)} LIMIT 1)`;
  return sql`SELECT ${stream} AS id, jsonb_build_object('name', s.name || ': ' || coalesce(nullif(q.name, ''), q.key), 'description', i.description,
      'observationType', 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement',
      'unitOfMeasurement', jsonb_build_object('name', coalesce(nullif(q.unit_name, ''), q.unit), 'symbol', q.unit,
        'definition', 'http://unitsofmeasure.org/ucum.html#' || q.unit),
      'properties', jsonb_build_object('cairnId', i.id, 'isPublic', i.is_public)) AS body,
      NULL::geometry AS geom, ${edge('ASC')} AS from_at, ${edge('DESC')} AS to_at,
      NULL::timestamptz AS result_from, NULL::timestamptz AS result_to
    FROM ${streams} WHERE ${isShown(reader)}`;
}

/** How the inventory's entities hang together: left_id, right_id; null: it has none of the sort. */
export function inventoryLinks(reader: ThingReader, relation: LinkRelationName): SqlStatement | null {
  if (!isOfInventory(relation)) return null;
  const [columns, from] = linkParts[relation];
  return sql`SELECT ${columns} FROM ${from} WHERE ${isShown(reader)}`;
}

function isOfInventory(relation: LinkRelationName): relation is keyof typeof linkParts {
  return relation in linkParts;
}

const pair = (left: SqlStatement, right: string) => sql`${left} AS left_id, ${rawSql(right)} AS right_id`;
const isNow = rawSql(`i.from_at <= now() AND (i.to_at IS NULL OR i.to_at > now())`);

const linkParts = {
  thing_location: [pair(rawSql('n.legacy_id'), 'r.legacy_id * 2 + 1'), sql`${installations} AND ${isNow}`],
  history_thing: [pair(rawSql('i.legacy_id'), 'n.legacy_id'), installations],
  history_location: [pair(rawSql('i.legacy_id'), 'r.legacy_id * 2 + 1'), installations],
  stream_thing: [pair(stream, 'n.legacy_id'), streams],
  stream_sensor: [pair(stream, 'm.legacy_id'), streams],
  stream_property: [pair(stream, 'q.legacy_id'), streams],
} as const;

/** Narrows entities by their id, and observations before they are put together: they are too many to look through. */
export interface ObservationHint {
  /** Of one entity. */
  readonly id?: string;
  /** Id of the stream, where it is known beforehand: it tells whose its observations are. */
  readonly streamId?: string;
  /** Id of a Datastream or MultiDatastream, as an SQL expression. */
  readonly stream?: SqlStatement;
  /** When it begins. */
  readonly at?: Date;
  /** The first ones are asked for, in an order that they lie in. */
  readonly isInOrder?: boolean;
}

/**
 * Observations of the inventory, as the columns of `sensor_thing_observations`. Those brought as errors are told with their
 * quality.
 */
export function inventoryObservations(reader: ThingReader, hint: ObservationHint): SqlStatement {
  const { id, at, stream: ofStream } = hint;
  const named = id === undefined ? rawSql('true') : sql`o.number = ${id}::bigint`;
  const then = at ? sql`o.observed_at = ${at}` : rawSql('true');
  if (ofStream) return sql`${observationsOfStream(reader, ofStream)} AND ${named} AND ${then}`;
  const where = sql`WHERE ${isShown(reader)} AND o.source_id = i.source_id
      AND o.observed_at >= i.from_at AND (i.to_at IS NULL OR o.observed_at < i.to_at)`;
  const place = sql`SELECT i.legacy_id AS installation, r.legacy_id * 2 + 1 AS feature FROM ${installations} ${where}`;
  // Of those few that are read in their order, each is looked up; of many, all are put together.
  const there = hint.isInOrder ? sql`${place} LIMIT 1` : place;
  const own = { stream: sql`w.installation * ${perInstallation} + o.quantity_id`, feature: rawSql('w.feature') };
  return sql`SELECT ${observationColumns(own)} FROM observations o CROSS JOIN LATERAL (${there}) w
    WHERE o.organization_id = ${reader.organizationId}::uuid AND ${named} AND ${then}`;
}

/**
 * Of one Datastream. Its installation is looked up as values and not joined: so the rows come in the order of their key, along
 * time, and who asks for the last of a year reads no other.
 */
function observationsOfStream(reader: ThingReader, ofStream: SqlStatement): SqlStatement {
  const installed = (column: string) => sql`(SELECT ${rawSql(column)} FROM ${installations}
    WHERE ${isShown(reader)} AND i.legacy_id = ${ofStream} / ${perInstallation})`;
  return sql`SELECT ${observationColumns({ stream: ofStream, feature: installed('r.legacy_id * 2 + 1') })}
    FROM observations o WHERE o.organization_id = ${reader.organizationId}::uuid AND o.source_id = ${installed('i.source_id')}
      AND o.quantity_id = (${ofStream} % ${perInstallation})::int AND o.observed_at >= ${installed('i.from_at')}
      AND o.observed_at < ${installed(`coalesce(i.to_at, 'infinity'::timestamptz)`)}`;
}

function observationColumns(of: { readonly stream: SqlStatement; readonly feature: SqlStatement }): SqlStatement {
  return sql`o.number AS id, ${of.stream} AS stream_id, false AS is_multi, ${of.feature} AS feature_id,
      o.observed_at AS from_at, o.observed_at AS to_at, o.received_at AS result_at,
      NULL::timestamptz AS valid_from, NULL::timestamptz AS valid_to, o.value AS result_number,
      jsonb_build_object('phenomenonTime', ${iso('o.observed_at')}, 'result', o.value, 'resultTime', ${iso('o.received_at')},
        'resultQuality', o.quality) AS body`;
}
