import { joinSql, rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { isClients } from '../../domain/things/client-ids.ts';
import { type EntitySetName, isOfObservations, type Navigation } from '../../domain/things/entity-sets.ts';
import type { ThingReader } from '../../domain/things/thing-reader.ts';
import { inventoryEntities, inventoryLinks, inventoryObservations, type ObservationHint } from './inventory-things.sql.ts';

/**
 * All entities of a set that a reader sees, of clients and the inventory, as a table: id, body, geom, from_at, to_at; streams
 * besides result_from, result_to; observations besides stream_id, is_multi, feature_id, result_at, valid_from, valid_to,
 * result_number. What clients made is public nowhere.
 */
export function entityTable(reader: ThingReader, set: EntitySetName, hint: ObservationHint = {}): SqlStatement {
  if (set === 'Observations') return sql`(${joinSql(observationTables(reader, hint), ' UNION ALL ')})`;
  const own = clientEntities(reader, set);
  if (set === 'MultiDatastreams') return sql`(${own})`;
  const inventory = inventoryEntities(reader, set);
  if (hint.id === undefined) return sql`(${own} UNION ALL ${inventory})`;
  return isClients(hint.id) ? sql`(${own})` : sql`(${inventory})`;
}

/** Observations of clients and of the inventory, each by itself. An id tells whose they are: the other table is not looked into. */
export function observationTables(reader: ThingReader, hint: ObservationHint): readonly SqlStatement[] {
  const id = hint.id ?? hint.streamId;
  if (id === undefined) return [clientObservations(reader, hint), inventoryObservations(reader, hint)];
  return [isClients(id) ? clientObservations(reader, hint) : inventoryObservations(reader, hint)];
}

/** That a row is of the reader's organization, and that the reader may see what clients made. */
function isOwn({ organizationId, audience }: ThingReader, alias: string): SqlStatement {
  return sql`${rawSql(alias)}.organization_id = ${organizationId}::uuid AND ${rawSql(String(audience === 'members'))}`;
}

function clientEntities(reader: ThingReader, set: EntitySetName): SqlStatement {
  const edge = (pick: string) => sql`(SELECT ${rawSql(pick)} FROM sensor_thing_observations o
    WHERE o.organization_id = t.organization_id AND o.stream_id = t.id)`;
  const times = isStreamSet(set)
    ? sql`${edge('min(o.from_at)')} AS from_at, ${edge('max(o.to_at)')} AS to_at, ${edge('min(o.result_at)')} AS result_from,
      ${edge('max(o.result_at)')} AS result_to`
    : sql`t.from_at, t.from_at AS to_at`;
  return sql`SELECT t.id, t.body, t.geom, ${times} FROM sensor_things t
    WHERE ${isOwn(reader, 't')} AND t.kind = ${set}`;
}

function clientObservations(reader: ThingReader, hint: ObservationHint): SqlStatement {
  const { id, stream, at } = hint;
  const named = id === undefined ? sql`true` : sql`o.id = ${id}::bigint`;
  const within = stream ? sql`o.stream_id = ${stream}` : sql`true`;
  const then = at ? sql`o.from_at = ${at}` : sql`true`;
  return sql`SELECT o.id, o.stream_id, o.is_multi, o.feature_id, o.from_at, o.to_at, o.result_at, o.valid_from, o.valid_to,
      o.result_number, o.body
    FROM sensor_thing_observations o WHERE ${isOwn(reader, 'o')} AND ${named} AND ${within} AND ${then}`;
}

function isStreamSet(set: EntitySetName): boolean {
  return set === 'Datastreams' || set === 'MultiDatastreams';
}

/** Columns of an entity table with the beginning and the end of a time that its entities have; the same one for an instant. */
export function periodColumns(set: EntitySetName, property: string): readonly [from: string, to: string] {
  if (property === 'validTime') return ['valid_from', 'valid_to'];
  if (property === 'time') return ['from_at', 'from_at'];
  if (property !== 'resultTime') return ['from_at', 'to_at'];
  return isStreamSet(set) ? ['result_from', 'result_to'] : ['result_at', 'result_at'];
}

/** The two ends of a navigation, as aliases of entity tables. */
export interface NavigationEnds {
  readonly parent: string;
  readonly child: string;
}

/** That `child` is what a navigation leads to from `parent`. */
export function isLinked(reader: ThingReader, navigation: Navigation, { parent, child }: NavigationEnds): SqlStatement {
  const [left, right] = navigation.side === 'left' ? [parent, child] : [child, parent];
  const { relation } = navigation;
  if (relation === 'observation_feature') return rawSql(`${left}.feature_id = ${right}.id`);
  // Both sorts of streams count their ids together.
  if (isOfObservations(relation)) return rawSql(`${left}.stream_id = ${right}.id`);
  const own = sql`SELECT k.left_id, k.right_id FROM sensor_thing_links k
    WHERE k.organization_id = ${reader.organizationId}::uuid AND k.relation = ${relation}`;
  const inventory = inventoryLinks(reader, relation);
  const links = inventory ? sql`${own} UNION ALL ${inventory}` : own;
  return sql`EXISTS (SELECT 1 FROM (${links}) link
    WHERE link.left_id = ${rawSql(left)}.id AND link.right_id = ${rawSql(right)}.id)`;
}

/**
 * The entities of a table that an ordered navigation leads to, each as often as it does, with their `place` in it. `isParent` says of
 * `k.left_id` from where.
 */
export function placedTable(
  { organizationId }: ThingReader,
  { relation }: Navigation,
  { table, isParent }: { readonly table: SqlStatement; readonly isParent: SqlStatement },
): SqlStatement {
  return sql`(SELECT t.*, k.place FROM sensor_thing_links k JOIN ${table} t ON t.id = k.right_id
    WHERE k.organization_id = ${organizationId}::uuid AND k.relation = ${relation} AND ${isParent})`;
}

/** What narrows observations that a navigation leads to from `parent`. */
export function hintOf({ relation, target }: Navigation, parent: string): ObservationHint {
  const leadsToStream = target === 'Observations' && relation !== 'observation_feature';
  return leadsToStream ? { stream: rawSql(`${parent}.id`) } : {};
}
