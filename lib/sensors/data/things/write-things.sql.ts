import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { textList } from '#lib/platform/db/text-list.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { EntitySetName, LinkRelationName } from '../../domain/things/entity-sets.ts';
import { isGeoJson } from '../../domain/things/geo-json.ts';
import { parseInstant, parsePeriod } from '../../domain/things/period.ts';
import { noteAlong, noteObservationsAlong } from './notices.sql.ts';

/** Relations that are kept as rows; those of observations are columns. */
type LinkRelation = LinkRelationName | 'location_feature';

type Values = Readonly<Record<string, unknown>>;
const idSchema = z.object({ id: z.string() });

/** Stores an entity of a client's (no observation), and notes it for subscribers of brokers; its id. */
export async function insertThing(ctx: Context, set: EntitySetName, values: Values): Promise<string> {
  const rows = await store(
    ctx,
    sql`WITH made AS (
        INSERT INTO sensor_things (organization_id, kind, body, geom, from_at)
        VALUES (${ctx.organizationId}, ${set}, ${JSON.stringify(values)}::jsonb, ${geometryOf(values)}, ${instantOf(values['time'])})
        RETURNING organization_id, kind, id),
      noted AS (${noteAlong(ctx)})
      SELECT id::text FROM made`,
  );
  return rows[0]?.id ?? '';
}

/** Changes what an entity of a client's holds, and notes it as {@link insertThing}. False: there is none. */
export async function updateThing(ctx: Context, id: string, values: Values): Promise<boolean> {
  const rows = await store(
    ctx,
    sql`WITH made AS (
        UPDATE sensor_things SET body = ${JSON.stringify(values)}::jsonb, geom = ${geometryOf(values)}, from_at = ${instantOf(values['time'])}
        WHERE organization_id = ${ctx.organizationId} AND id = ${id}::bigint RETURNING organization_id, kind, id),
      noted AS (${noteAlong(ctx)})
      SELECT id::text FROM made`,
  );
  return rows.length > 0;
}

export interface StoredObservation {
  readonly streamId: string;
  /** The stream is a MultiDatastream. */
  readonly isMulti: boolean;
  readonly featureId: string | null;
  /** As the API writes them; `phenomenonTime` is there. */
  readonly values: Values;
}

/** Stores observations of clients' streams, and notes them for subscribers of brokers; their ids in their order. One statement. */
export async function insertThingObservations(ctx: Context, observations: readonly StoredObservation[]): Promise<string[]> {
  const times = observations.map(({ values }) => timesOf(values));
  const instants = (of: (one: ReturnType<typeof timesOf>) => Date | null) => times.map((one) => of(one)?.toISOString() ?? null);
  const rows = await store(
    ctx,
    sql`WITH made AS (
        INSERT INTO sensor_thing_observations (organization_id, stream_id, is_multi, feature_id, from_at, to_at, result_at, valid_from, valid_to, result_number, body)
        SELECT ${ctx.organizationId}::uuid, o.stream_id, o.is_multi, o.feature_id, o.from_at::timestamptz, o.to_at::timestamptz,
          o.result_at::timestamptz, o.valid_from::timestamptz, o.valid_to::timestamptz, o.result_number, o.body::jsonb
        FROM unnest(${textList(observations.map(({ streamId }) => streamId), 'int8')}, ${observations.map(({ isMulti }) => isMulti)}::bool[],
          ${textList(observations.map(({ featureId }) => featureId), 'int8')}, ${instants(({ from }) => from)}::text[],
          ${instants(({ to }) => to)}::text[], ${instants(({ resultAt }) => resultAt)}::text[], ${instants(({ validFrom }) => validFrom)}::text[],
          ${instants(({ validTo }) => validTo)}::text[], ${textList(times.map(({ number }) => number), 'float8')},
          ${textList(observations.map(({ values }) => JSON.stringify(values)), 'json')})
          WITH ORDINALITY AS o (stream_id, is_multi, feature_id, from_at, to_at, result_at, valid_from, valid_to, result_number, body, place)
        ORDER BY o.place
        RETURNING organization_id, id, stream_id, from_at),
      noted AS (${noteObservationsAlong(ctx)})
      SELECT id::text FROM made ORDER BY id`,
  );
  return rows.map(({ id }) => id);
}

/** Changes an observation of a client's. False: there is none. */
export async function updateObservation(ctx: Context, id: string, observation: StoredObservation): Promise<boolean> {
  const { streamId, isMulti, featureId, values } = observation;
  const times = timesOf(values);
  const rows = await store(
    ctx,
    sql`UPDATE sensor_thing_observations SET stream_id = ${streamId}::bigint, is_multi = ${isMulti},
        feature_id = ${featureId}::bigint, from_at = ${times.from}, to_at = ${times.to}, result_at = ${times.resultAt}, valid_from = ${times.validFrom},
        valid_to = ${times.validTo}, result_number = ${times.number}, body = ${JSON.stringify(values)}::jsonb
      WHERE organization_id = ${ctx.organizationId} AND id = ${id}::bigint RETURNING id::text`,
  );
  return rows.length > 0;
}

const partsSchema = z.object({
  streamId: z.string(),
  isMulti: z.boolean(),
  featureId: z.string().nullable(),
  values: z.record(z.string(), z.unknown()),
});

/** An observation of a client's for a writer, locked; null: there is none. */
export async function lockObservation(ctx: Context, id: string): Promise<StoredObservation | null> {
  const rows = await ctx.db.query(
    partsSchema,
    sql`SELECT stream_id::text AS "streamId", is_multi AS "isMulti", feature_id::text AS "featureId", body AS values FROM sensor_thing_observations
      WHERE organization_id = ${ctx.organizationId} AND id = ${id}::bigint FOR UPDATE`,
  );
  return rows[0] ?? null;
}

/** What an entity of a client's holds, for a writer, locked; null: there is none in the set. */
export async function lockThing(ctx: Context, set: EntitySetName, id: string): Promise<Values | null> {
  const rows = await ctx.db.query(
    z.object({ body: z.record(z.string(), z.unknown()) }),
    sql`SELECT body FROM sensor_things
      WHERE organization_id = ${ctx.organizationId} AND kind = ${set} AND id = ${id}::bigint FOR UPDATE`,
  );
  return rows[0]?.body ?? null;
}

/** Ties a client's entity to others, in their order; one that is named twice is tied twice. What is tied already stays. */
export async function insertLinks(
  { db, organizationId }: Context,
  relation: LinkRelation,
  { leftId, rightIds }: { readonly leftId: string; readonly rightIds: readonly string[] },
): Promise<void> {
  await db.execute(sql`INSERT INTO sensor_thing_links (organization_id, relation, left_id, right_id, place)
    SELECT ${organizationId}::uuid, ${relation}, ${leftId}::bigint, wanted.id::bigint, wanted.place - 1
    FROM unnest(${rightIds}::text[]) WITH ORDINALITY AS wanted (id, place)
    ON CONFLICT DO NOTHING`);
}

/** Unties a client's entity from all that a relation ties it to. */
export async function deleteLinks({ db, organizationId }: Context, relation: LinkRelation, leftId: string): Promise<void> {
  await db.execute(sql`DELETE FROM sensor_thing_links
    WHERE organization_id = ${organizationId} AND relation = ${relation} AND left_id = ${leftId}::bigint`);
}

/** Ids at the other end of links, of clients' making; right ones in their order. */
export async function selectLinked(
  { db, organizationId }: Context,
  relation: LinkRelation,
  end: { readonly leftId: string } | { readonly rightId: string },
): Promise<string[]> {
  const statement =
    'leftId' in end
      ? sql`SELECT right_id::text AS id FROM sensor_thing_links
          WHERE organization_id = ${organizationId} AND relation = ${relation} AND left_id = ${end.leftId}::bigint ORDER BY place, right_id`
      : sql`SELECT k.left_id::text AS id FROM (SELECT DISTINCT left_id FROM sensor_thing_links
          WHERE organization_id = ${organizationId} AND relation = ${relation} AND right_id = ${end.rightId}::bigint) k ORDER BY k.left_id`;
  return (await db.query(idSchema, statement)).map(({ id }) => id);
}

/**
 * The feature that was made of where the Thing of a client's stream is; null: none was yet. Of several locations that one counts
 * which a map can show, then the oldest.
 */
export async function selectFeatureOf(
  { db, organizationId }: Context,
  { streamId, isMulti }: Pick<StoredObservation, 'streamId' | 'isMulti'>,
): Promise<string | null> {
  const relation = isMulti ? 'multistream_thing' : 'stream_thing';
  const [found] = await db.query(
    idSchema,
    sql`SELECT f.right_id::text AS id FROM (
        SELECT t.id FROM sensor_thing_links s
        JOIN sensor_thing_links l ON l.organization_id = s.organization_id AND l.relation = 'thing_location' AND l.left_id = s.right_id
        JOIN sensor_things t ON t.organization_id = l.organization_id AND t.id = l.right_id AND t.kind = 'Locations'
        WHERE s.organization_id = ${organizationId} AND s.relation = ${relation} AND s.left_id = ${streamId}::bigint
        ORDER BY (coalesce(t.body ->> 'encodingType', '') ~* 'geo\\+?json') DESC, t.id LIMIT 1) place
      JOIN sensor_thing_links f ON f.organization_id = ${organizationId} AND f.relation = 'location_feature' AND f.left_id = place.id
      LIMIT 1`,
  );
  return found?.id ?? null;
}

/** Whether no other HistoricalLocation of a client's Thing is as late as one. */
export async function isLatestHistory(
  { db, organizationId }: Context,
  { thingId, historyId }: { readonly thingId: string; readonly historyId: string },
): Promise<boolean> {
  const later = await db.query(
    idSchema,
    sql`SELECT t.id::text FROM sensor_thing_links k
      JOIN sensor_things t ON t.organization_id = k.organization_id AND t.id = k.left_id
      JOIN sensor_things own ON own.organization_id = k.organization_id AND own.id = ${historyId}::bigint
      WHERE k.organization_id = ${organizationId} AND k.relation = 'history_thing' AND k.right_id = ${thingId}::bigint
        AND t.id <> own.id AND t.from_at >= own.from_at LIMIT 1`,
  );
  return later.length === 0;
}

/** Removes an entity of a client's, its links, and the observations of it as a stream or feature. */
export async function deleteThing({ db, organizationId }: Context, id: string): Promise<void> {
  await db.execute(sql`DELETE FROM sensor_thing_observations WHERE organization_id = ${organizationId} AND feature_id = ${id}::bigint`);
  await db.execute(sql`DELETE FROM sensor_thing_links WHERE organization_id = ${organizationId} AND right_id = ${id}::bigint`);
  await db.execute(sql`DELETE FROM sensor_things WHERE organization_id = ${organizationId} AND id = ${id}::bigint`);
}

export async function deleteObservation({ db, organizationId }: Context, id: string): Promise<void> {
  await db.execute(sql`DELETE FROM sensor_thing_observations WHERE organization_id = ${organizationId} AND id = ${id}::bigint`);
}

function timesOf(values: Values) {
  const valid = periodOf(values['validTime']);
  const phenomenon = periodOf(values['phenomenonTime']);
  const { result } = values;
  return {
    from: phenomenon?.from ?? null,
    to: phenomenon?.to ?? null,
    resultAt: instantOf(values['resultTime']),
    validFrom: valid?.from ?? null,
    validTo: valid?.to ?? null,
    number: typeof result === 'number' ? result : null,
  };
}

function periodOf(value: unknown) {
  return typeof value === 'string' ? parsePeriod(value) : null;
}

function instantOf(value: unknown): Date | null {
  return typeof value === 'string' ? parseInstant(value) : null;
}

/** The shape of a location or feature that is GeoJSON; other encodings are kept and not looked into. */
function geometryOf(values: Values): SqlStatement {
  const shape = values['location'] ?? values['feature'];
  if (!isGeoJson(values) || typeof shape !== 'object' || shape === null) return sql`NULL::geometry`;
  const geometry: unknown = 'geometry' in shape ? shape.geometry : shape;
  return sql`ST_SetSRID(ST_Force2D(ST_GeomFromGeoJSON(${JSON.stringify(geometry)}::text)), 4326)`;
}

/** A value that the database cannot take (a shape that is none, a character that texts cannot have) is the client's to mend. */
async function store(ctx: Context, statement: SqlStatement): Promise<z.infer<typeof idSchema>[]> {
  try {
    return await ctx.db.query(idSchema, statement);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (typeof code !== 'string' || !(code.startsWith('22') || code === 'XX000')) throw error;
    throw new Problem('input_invalid', { detail: 'The location, or a text in it, cannot be used: look at its GeoJSON.', cause: error });
  }
}
