import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import type { EntitySetName, Navigation } from '../../domain/things/entity-sets.ts';
import { inventoryEntities, inventoryLinks, inventoryObservations, type ObservationHint } from './inventory-things.sql.ts';

/**
 * All entities of a set of one organization, a client's and the inventory's, as a table: id, body, geom, from_at, to_at;
 * observations besides stream_id, feature_id, result_at, valid_from, valid_to, result_number. Ids of observations are text.
 */
export function entityTable(organizationId: string, set: EntitySetName, hint: ObservationHint = {}): SqlStatement {
  if (set === 'Observations') {
    return sql`(${clientObservations(organizationId, hint)} UNION ALL ${inventoryObservations(organizationId, hint)})`;
  }
  return sql`(${clientEntities(organizationId, set)} UNION ALL ${inventoryEntities(organizationId, set)})`;
}

function clientEntities(organizationId: string, set: EntitySetName): SqlStatement {
  const edge = (pick: string) => sql`(SELECT ${rawSql(pick)} FROM sensor_thing_observations o
    WHERE o.organization_id = t.organization_id AND o.stream_id = t.id)`;
  const times = set === 'Datastreams' ? sql`${edge('min(o.from_at)')} AS from_at, ${edge('max(o.to_at)')} AS to_at` : sql`t.from_at, t.from_at AS to_at`;
  return sql`SELECT t.id, t.body, t.geom, ${times} FROM sensor_things t
    WHERE t.organization_id = ${organizationId}::uuid AND t.kind = ${set}`;
}

function clientObservations(organizationId: string, { id, stream }: ObservationHint): SqlStatement {
  const isNumber = id !== undefined && /^\d{1,18}$/.test(id);
  const named = id === undefined ? sql`true` : isNumber ? sql`o.id = ${id}::bigint` : sql`false`;
  const within = stream ? sql`o.stream_id = ${stream}` : sql`true`;
  return sql`SELECT o.id::text AS id, o.stream_id, o.feature_id, o.from_at, o.to_at, o.result_at, o.valid_from, o.valid_to,
      o.result_number, o.body
    FROM sensor_thing_observations o WHERE o.organization_id = ${organizationId}::uuid AND ${named} AND ${within}`;
}

/** That `child` is what a navigation leads to from `parent`; both are aliases of entity tables. */
export function isLinked(
  organizationId: string,
  navigation: Navigation,
  { parent, child }: { readonly parent: string; readonly child: string },
): SqlStatement {
  const [left, right] = navigation.side === 'left' ? [parent, child] : [child, parent];
  const { relation } = navigation;
  if (relation === 'observation_stream') return rawSql(`${left}.stream_id = ${right}.id`);
  if (relation === 'observation_feature') return rawSql(`${left}.feature_id = ${right}.id`);
  const own = sql`SELECT k.left_id, k.right_id FROM sensor_thing_links k
    WHERE k.organization_id = ${organizationId}::uuid AND k.relation = ${relation}`;
  return sql`EXISTS (SELECT 1 FROM (${own} UNION ALL ${inventoryLinks(organizationId, relation)}) link
    WHERE link.left_id = ${rawSql(left)}.id AND link.right_id = ${rawSql(right)}.id)`;
}

/** What narrows observations that a navigation leads to from `parent`. */
export function hintOf(navigation: Navigation, parent: string): ObservationHint {
  const leadsToStream = navigation.relation === 'observation_stream' && navigation.target === 'Observations';
  return leadsToStream ? { stream: rawSql(`${parent}.id`) } : {};
}
