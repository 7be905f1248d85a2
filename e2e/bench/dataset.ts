import { createHash } from 'node:crypto';
import { z } from 'zod';
import { aggregateAgain } from '#lib/passive/index.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { identifier, joinSql, rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { newId, type OrganizationId, type StudyId } from '#lib/platform/ids.ts';

/** Points per bundle, as devices send them. */
const pointsPerBundle = 100;
const daysOfData = 60;
const rowsPerStatement = 200_000;

interface GeneratedType {
  readonly identifier: string;
  readonly secondaryId: SqlStatement;
  readonly properties: SqlStatement;
  readonly hasPosition?: true;
}

/** `i` is the point's running number, `s` its source's, `t` its time in seconds; texts look like the clients'. */
const types: readonly GeneratedType[] = [
  {
    identifier: 'pdk-device-battery',
    secondaryId: sql`CASE WHEN i % 7 < 4 THEN 'discharging' ELSE 'charging' END`,
    properties: sql`format('{"level":%s,"scale":100,"plugged":"%s","health":"good","present":true,"status":"%s","temperature":%s,"voltage":%s,"technology":"Li-ion","observed":%s}',
      20 + i * 7 % 80, CASE WHEN i % 7 < 4 THEN 'unknown' ELSE 'usb' END,
      CASE WHEN i % 7 < 4 THEN 'discharging' ELSE 'charging' END, 240 + i % 90, 3600 + i % 700, t * 1000)`,
  },
  {
    identifier: 'pdk-location',
    secondaryId: sql`NULL`,
    hasPosition: true,
    properties: sql`format('{"observed":%s,"latitude":%s,"longitude":%s,"accuracy":%s,"altitude":%s,"speed":%s,"bearing":%s,"provider":"fused","location_timestamp":%s,"mock_locations_enabled":false}',
      t * 1000, 0.2 + s % 50 * 0.01 + i % 1000 * 0.00001, 32.4 + s / 50 * 0.01 + i % 977 * 0.00001,
      3 + i % 40 * 0.25, 1100 + i % 90 * 0.1, i % 20 * 0.37, i % 360 * 1.0, t * 1000 - 350)`,
  },
  {
    identifier: 'pdk-app-event',
    secondaryId: sql`'event-' || i % 12`,
    properties: sql`format('{"event_name":"event-%s","event_details":{"screen":"page %s","sequence":%s,"network":"wifi"},"observed":%s}',
      i % 12, i % 31, i, t * 1000)`,
  },
  {
    identifier: 'pdk-screen-state',
    secondaryId: sql`CASE WHEN i % 4 < 2 THEN 'on' ELSE 'off' END`,
    properties: sql`format('{"state":"%s","observed":%s}', CASE WHEN i % 4 < 2 THEN 'on' ELSE 'off' END, t * 1000)`,
  },
  {
    identifier: 'pdk-system-status',
    secondaryId: sql`NULL`,
    properties: sql`format('{"runtime":%s,"system_runtime":%s,"storage_total":64000000000,"storage_available":%s,"storage_app":%s,"storage_other":%s,"storage_path":"/data","pending_transmissions":%s,"gps_enabled":true,"network_enabled":true,"has_app_usage_permission":true,"ignores_battery_optimization":false,"observed":%s}',
      i * 1000 % 900000000, i * 3000 % 9000000000, 21000000000 - i % 900000, 52000000 + i % 90000,
      42900000000 + i % 800000, i % 40, t * 1000)`,
  },
  {
    identifier: 'pdk-foreground-application',
    secondaryId: sql`'org.example.app' || i % 45`,
    properties: sql`format('{"application":"org.example.app%s","category":"TOOLS","duration":%s,"screen_active":%s,"is_home":false,"running_app_count":%s,"display_state":"on","observed":%s}',
      i % 45, 1000 + i % 60000, (i % 9 <> 0)::text, 3 + i % 20, t * 1000)`,
  },
];

export interface DatasetSize {
  readonly points: number;
  readonly sources: number;
  /** With what charts draw, which is made by reading the points: some 20,000 a second. */
  readonly hasCharts?: boolean;
}

export interface Dataset {
  readonly organizationId: OrganizationId;
  readonly studyId: StudyId;
  /** How many points were written: `points`, rounded up to whole bundles. */
  readonly pointCount: number;
}

/**
 * Fills a database with points of six types as processing would have left them: in bundles of a hundred, in the order
 * of arrival, with counters, hours, minutes and envelopes. Within `into`, or in a study of its own making.
 */
export async function fillDataset(
  db: Database,
  size: DatasetSize,
  into?: { readonly organizationId: OrganizationId; readonly studyId: StudyId },
): Promise<Dataset> {
  const place = into ?? (await makeStudy(db));
  const bundleCount = Math.ceil(size.points / pointsPerBundle);
  const bundlesPerSource = Math.ceil(bundleCount / size.sources);
  const endAt = Math.floor(Date.now() / 3_600_000) * 3600;
  const startAt = endAt - daysOfData * 86_400;
  const plan: Plan = {
    ...place,
    sources: size.sources,
    pointCount: bundleCount * pointsPerBundle,
    startAt,
    secondsPerPoint: (daysOfData * 86_400) / (bundlesPerSource * pointsPerBundle),
    typeIds: await makeTypes(db, place.organizationId),
  };
  await makeSources(db, plan);
  await makePartitions(db, startAt, endAt);
  for (let from = 0; from < plan.pointCount; from += rowsPerStatement) {
    await insertPoints(db, plan, from, Math.min(from + rowsPerStatement, plan.pointCount));
  }
  await insertBundles(db, plan);
  await deriveCounters(db, plan);
  if (size.hasCharts ?? false)
    await aggregateAgain({ db, organizationId: plan.organizationId }, { sourceId: null, type: null });
  if (db.kind === 'server') {
    await db.execute(sql`VACUUM (ANALYZE) data_points`);
    await db.execute(sql`ANALYZE`);
  }
  return { ...place, pointCount: plan.pointCount };
}

interface Plan {
  readonly organizationId: OrganizationId;
  readonly studyId: StudyId;
  readonly sources: number;
  readonly pointCount: number;
  /** Unix seconds of the first point. */
  readonly startAt: number;
  readonly secondsPerPoint: number;
  readonly typeIds: readonly number[];
}

async function makeStudy(db: Database) {
  const place = { organizationId: newId<OrganizationId>(), studyId: newId<StudyId>() };
  const key = `load-${place.studyId.slice(-6)}`;
  await db.execute(sql`INSERT INTO organizations (id, name) VALUES (${place.organizationId}, ${`Load ${key}`})`);
  await db.execute(sql`
    INSERT INTO studies (organization_id, id, key, name) VALUES (${place.organizationId}, ${place.studyId}, ${key}, 'Load')`);
  return place;
}

async function makeTypes(db: Database, organizationId: OrganizationId): Promise<number[]> {
  const ids: number[] = [];
  for (const type of types) {
    const [row] = await db.query(
      z.object({ id: z.number() }),
      sql`INSERT INTO data_types (organization_id, identifier) VALUES (${organizationId}, ${type.identifier})
          ON CONFLICT (organization_id, identifier) DO UPDATE SET identifier = excluded.identifier RETURNING id`,
    );
    if (row) ids.push(row.id);
  }
  return ids;
}

/** One row id for a number, the same each time: rows find their source, envelope and bundle without a look-up. */
const numbered = (word: string, number: SqlStatement, plan: Plan) =>
  sql`md5(${`${plan.studyId} ${word} `} || ${number})::uuid`;

async function makeSources(db: Database, plan: Plan): Promise<void> {
  const groupId = newId();
  await db.execute(sql`
    INSERT INTO source_groups (organization_id, id, study_id, name)
    VALUES (${plan.organizationId}, ${groupId}, ${plan.studyId}, 'Every second')`);
  await db.execute(sql`
    INSERT INTO sources (organization_id, id, study_id, identifier, name, kind, group_id, user_agent)
    SELECT ${plan.organizationId}, ${numbered('source', rawSql('s'), plan)}, ${plan.studyId},
      'load-' || lpad(s::text, 5, '0'), 'Load ' || s, 'phone', CASE WHEN s % 2 = 0 THEN ${groupId}::uuid END,
      'FieldApp/2.3 Passive Data Kit/1.0 (Android 14 SDK 34; Acme P7)'
    FROM generate_series(0, ${plan.sources - 1}::int) s`);
  for (const type of types) {
    const metadata = JSON.stringify({
      'generator-id': type.identifier,
      generator: `${type.identifier}: FieldApp/2.3 Passive Data Kit/1.0 (Android 14 SDK 34; Acme P7)`,
      // Null: each point has its own.
      source: null,
      timestamp: null,
      timezone: 'Africa/Kampala',
      'timezone-offset': 10800,
    });
    await db.execute(sql`
      INSERT INTO point_envelopes (organization_id, sha256, metadata, user_agent, timezone)
      VALUES (${plan.organizationId}, ${createHash('sha256').update(metadata).digest()}, ${metadata}::json,
              'FieldApp/2.3 Passive Data Kit/1.0 (Android 14 SDK 34; Acme P7)', 'Africa/Kampala')
      ON CONFLICT (organization_id, sha256) DO NOTHING`);
  }
}

async function makePartitions(db: Database, startAt: number, endAt: number): Promise<void> {
  const month = new Date(startAt * 1000);
  month.setUTCDate(1);
  month.setUTCHours(0, 0, 0, 0);
  while (month.getTime() < endAt * 1000) {
    const from = month.toISOString();
    month.setUTCMonth(month.getUTCMonth() + 1);
    const name = identifier(`data_points_${from.slice(0, 4)}_${from.slice(5, 7)}`);
    await db.execute(sql`CREATE TABLE IF NOT EXISTS ${name} PARTITION OF data_points
      FOR VALUES FROM (${rawSql(`'${from}'`)}) TO (${rawSql(`'${month.toISOString()}'`)})`);
  }
}

/** Points from..to, in the order in which bundles of all sources come in. */
async function insertPoints(db: Database, plan: Plan, from: number, to: number): Promise<void> {
  const numbers = sql`
    SELECT i, i / ${pointsPerBundle} AS b, i / ${pointsPerBundle} % ${plan.sources} AS s, i % ${types.length} AS k,
      ${receivedAt(plan, sql`i / ${pointsPerBundle}`)} AS r,
      (${plan.startAt} + ((i / ${pointsPerBundle} / ${plan.sources})::int8 * ${pointsPerBundle} + i % ${pointsPerBundle})
        * ${plan.secondsPerPoint}::float8)::int8 AS t
    FROM generate_series(${from}::int8, ${to - 1}::int8) i`;
  const branch = (key: 'properties' | 'secondaryId') =>
    sql`CASE k ${types.reduce<SqlStatement>((all, type, k) => sql`${all} WHEN ${rawSql(String(k))} THEN ${type[key]}`, rawSql(''))} END`;
  const typeId = sql`(${plan.typeIds}::int[])[k + 1]`;
  await db.execute(sql`
    INSERT INTO data_points (organization_id, source_id, type_id, created_at, content_hash, recorded_at, bundle_id,
      envelope_id, secondary_id, geom, properties, extras)
    SELECT ${plan.organizationId}, ${numbered('source', rawSql('s'), plan)}, ${typeId},
      to_timestamp(t), md5(i::text)::uuid, r,
      ${numbered('bundle', rawSql('b'), plan)},
      (SELECT e.ids[k + 1] FROM (${envelopeIds(plan)}) e), ${branch('secondaryId')},
      CASE WHEN k = 1 THEN ST_SetSRID(ST_MakePoint(32.4 + s / 50 * 0.01 + i % 977 * 0.00001,
        0.2 + s % 50 * 0.01 + i % 1000 * 0.00001), 4326) END,
      (${branch('properties')})::json, NULL
    FROM (${numbers}) numbers`);
}

const envelopeIds = (plan: Plan) => sql`
  SELECT array_agg(p.id ORDER BY array_position(${types.map((type) => type.identifier)}::text[], p.metadata ->> 'generator-id'))
    AS ids FROM point_envelopes p WHERE p.organization_id = ${plan.organizationId}
    AND p.user_agent LIKE 'FieldApp/2.3 %'`;

/** When a bundle came in: once its last point was made. */
const receivedAt = (plan: Plan, bundle: SqlStatement) =>
  sql`to_timestamp(${plan.startAt} + (${bundle} / ${plan.sources} + 1) * ${plan.secondsPerPoint * pointsPerBundle}::float8)`;

async function insertBundles(db: Database, plan: Plan): Promise<void> {
  const columns = [
    'organization_id',
    'id',
    'study_id',
    'received_at',
    'state',
    'door',
    'compression',
    'size_bytes',
    'content_sha256',
    'processed_at',
    'point_count',
    'new_point_count',
  ].map((name) => identifier(name));
  await db.execute(sql`
    INSERT INTO bundles (${joinSql(columns, ', ')})
    SELECT ${plan.organizationId}, ${numbered('bundle', rawSql('b'), plan)}, ${plan.studyId}, r, 'processed', 'form',
      'gzip', 7000 + b % 900, sha256(convert_to(${plan.studyId} || b, 'UTF8')), r + interval '2 seconds',
      ${pointsPerBundle}, ${pointsPerBundle}
    FROM (SELECT b, ${receivedAt(plan, rawSql('b'))} AS r
          FROM generate_series(0, ${plan.pointCount / pointsPerBundle - 1}::int8) b) bundle`);
}

async function deriveCounters(db: Database, plan: Plan): Promise<void> {
  const { organizationId, studyId } = plan;
  await db.execute(sql`
    INSERT INTO source_types (organization_id, source_id, type_id, study_id, point_count, first_created_at,
      last_created_at, first_recorded_at, last_recorded_at)
    SELECT organization_id, source_id, type_id, ${studyId}, count(*), min(created_at), max(created_at),
      min(recorded_at), max(recorded_at)
    FROM data_points WHERE organization_id = ${organizationId} GROUP BY 1, 2, 3
    ON CONFLICT DO NOTHING`);
  await db.execute(sql`
    INSERT INTO source_hours (organization_id, source_id, type_id, hour_at, point_count)
    SELECT organization_id, source_id, type_id, date_trunc('hour', created_at, 'UTC'), count(*)
    FROM data_points WHERE organization_id = ${organizationId} GROUP BY 1, 2, 3, 4
    ON CONFLICT DO NOTHING`);
  await db.execute(sql`
    INSERT INTO intake_minutes (organization_id, study_id, minute_at, bundles_received, bytes_received,
      bundles_processed, points_added)
    SELECT organization_id, study_id, date_trunc('minute', received_at, 'UTC'), count(*), sum(size_bytes), count(*),
      sum(new_point_count)
    FROM bundles WHERE organization_id = ${organizationId} AND study_id = ${studyId} GROUP BY 1, 2, 3
    ON CONFLICT DO NOTHING`);
  await db.execute(sql`
    UPDATE sources s SET point_count = c.points, last_created_at = c.created_at, last_recorded_at = c.recorded_at
    FROM (SELECT source_id, sum(point_count) AS points, max(last_created_at) AS created_at,
            max(last_recorded_at) AS recorded_at
          FROM source_types WHERE organization_id = ${organizationId} AND study_id = ${studyId} GROUP BY 1) c
    WHERE s.organization_id = ${organizationId} AND s.id = c.source_id`);
  await db.execute(sql`
    UPDATE sources s SET last_position = p.geom, last_position_at = p.created_at
    FROM source_types st
    CROSS JOIN LATERAL (
      SELECT d.geom, d.created_at FROM data_points d
      WHERE d.organization_id = ${organizationId} AND d.source_id = st.source_id AND d.type_id = st.type_id
      ORDER BY d.created_at DESC LIMIT 1) p
    WHERE st.organization_id = ${organizationId} AND st.study_id = ${studyId} AND st.type_id = ${plan.typeIds[1]}
      AND s.organization_id = ${organizationId} AND s.id = st.source_id`);
}
