import { z } from 'zod';
import { studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import type { Verb } from '#lib/platform/auth/verbs.ts';
import type { Context } from '#lib/platform/context.ts';
import { joinSql, rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import {
  overviewQuantities,
  type SensorFilter,
  type SensorRow,
  sensorRowSchema,
} from '../domain/overview.ts';

/** The study of a source is one in which the actor may use the verb. */
export function inStudiesOf({ actor }: Pick<Context, 'actor'>, verb: Verb): SqlStatement {
  const studyIds = studiesWithVerb(actor, verb);
  return studyIds === null ? rawSql('true') : sql`s.study_id = ANY(${studyIds}::uuid[])`;
}

/** Nodes (n) of an organization with their source (s), state (f), and where they are now (i, u; site su, st). */
function nodesNow(ctx: Context): SqlStatement {
  const now = ctx.now();
  return sql`sensor_nodes n
    JOIN sources s ON s.organization_id = n.organization_id AND s.id = n.source_id AND s.archived_at IS NULL
    JOIN studies t ON t.organization_id = s.organization_id AND t.id = s.study_id
    LEFT JOIN source_fidelities f ON f.organization_id = s.organization_id AND f.source_id = s.id
    LEFT JOIN installations i ON i.organization_id = s.organization_id AND i.source_id = s.id AND i.removed_at IS NULL
      AND i.from_at <= ${now} AND (i.to_at IS NULL OR i.to_at > ${now}) AND ${inStudiesOf(ctx, 'registry.read')}
    LEFT JOIN org_units u ON u.organization_id = i.organization_id AND u.id = i.unit_id AND u.status <> 'REJECTED'
    LEFT JOIN sensor_sites st ON st.organization_id = u.organization_id AND st.unit_id = u.parent_id
    LEFT JOIN org_units su ON su.organization_id = st.organization_id AND su.id = st.unit_id`;
}

function conditionsOf(ctx: Context, { study, site, room, model, state, place, text }: SensorFilter): SqlStatement {
  const conditions = [sql`n.organization_id = ${ctx.organizationId}`, inStudiesOf(ctx, 'sources.read')];
  if (study !== undefined) conditions.push(sql`t.key = ${study}`);
  if (site !== undefined) conditions.push(sql`su.id = ${site}`);
  if (room !== undefined) conditions.push(sql`u.id = ${room}`);
  if (model !== undefined) conditions.push(sql`n.model_id = ${model}`);
  if (state !== undefined) conditions.push(sql`coalesce(f.state, 'unknown') = ${state}`);
  if (place !== undefined) conditions.push(rawSql(place === 'loose' ? 'u.id IS NULL' : 'u.id IS NOT NULL'));
  if (text) conditions.push(sql`strpos(lower(s.name || ' ' || coalesce(n.eui64, '')), lower(${text}::text)) > 0`);
  return joinSql(conditions, ' AND ');
}

/** Loose nodes come last; the others by site, room and alias. */
const order = rawSql(`(u.id IS NULL)::int, coalesce(su.name, ''), coalesce(u.name, ''), s.name, s.id`);

/** Where a page of an overview begins: the members of its order. */
export const sensorPositionSchema = z.tuple([z.number(), z.string(), z.string(), z.string(), z.guid()]);
export type SensorPosition = z.infer<typeof sensorPositionSchema>;

export interface SensorPage {
  readonly filter: SensorFilter;
  readonly after: SensorPosition | null;
  readonly limit: number;
}

/** The newest value of each quantity of an overview, of the node of a row. Cost: the newest row of an index each. */
const newest = sql`(SELECT coalesce(json_agg(json_build_object('quantity', q.key, 'unit', q.unit, 'value', o.value,
    'at', o.observed_at) ORDER BY q.id), '[]') FROM quantities q CROSS JOIN LATERAL (
      SELECT o.value, o.observed_at FROM observations o WHERE o.organization_id = x.organization_id AND o.source_id = x.id
        AND o.quantity_id = q.id AND o.quality <> 'E' ORDER BY o.observed_at DESC LIMIT 1) o
  WHERE q.key = ANY(${[...overviewQuantities]}::text[]))`;

/** A page of nodes with what they measured last. */
export async function selectSensors(
  ctx: Context,
  { filter, after, limit }: SensorPage,
): Promise<{ readonly row: SensorRow; readonly position: SensorPosition }[]> {
  const [isLoose, site, room, alias, id] = after ?? [];
  const behind =
    after === null
      ? rawSql('true')
      : sql`(${order}) > (${isLoose}::int, ${site}::text, ${room}::text, ${alias}::text, ${id}::uuid)`;
  const rows = await ctx.db.query(
    sensorRowSchema.extend({ position: sensorPositionSchema }),
    sql`SELECT x.*, CASE WHEN x.readable THEN ${newest} END AS readings FROM (
      SELECT s.organization_id, s.id, s.name AS alias, n.eui64, t.name AS "studyName", coalesce(f.state, 'unknown') AS state,
        f.since_at AS "sinceAt", s.last_created_at AS "lastObservedAt",
        CASE WHEN u.id IS NOT NULL THEN i.id END AS "installationId", coalesce(u.id IS NOT NULL AND i.is_public, false) AS "isPublic",
        CASE WHEN u.id IS NOT NULL THEN json_build_object('id', u.id, 'name', u.name) END AS room,
        CASE WHEN su.id IS NOT NULL THEN json_build_object('id', su.id, 'name', su.name) END AS site,
        st.time_zone AS "timeZone", ${inStudiesOf(ctx, 'passive.read')} AS readable, json_build_array(${order}) AS position
      FROM ${nodesNow(ctx)} WHERE ${conditionsOf(ctx, filter)} AND ${behind} ORDER BY ${order} LIMIT ${limit}) x
      ORDER BY (x.position ->> 0)::int, x.position ->> 1, x.position ->> 2, x.position ->> 3, x.id`,
  );
  return rows.map(({ position, ...row }) => ({ row: sensorRowSchema.parse(row), position }));
}

const countSchema = z.object({ state: z.string(), count: z.coerce.number(), loose: z.coerce.number() });

/** Nodes of a filter by state, and how many of them are at no place. */
export function countSensorStates(ctx: Context, filter: SensorFilter): Promise<z.infer<typeof countSchema>[]> {
  return ctx.db.query(
    countSchema,
    sql`SELECT coalesce(f.state, 'unknown') AS state, count(*) AS count, count(*) FILTER (WHERE u.id IS NULL) AS loose
      FROM ${nodesNow(ctx)} WHERE ${conditionsOf(ctx, filter)} GROUP BY 1`,
  );
}
