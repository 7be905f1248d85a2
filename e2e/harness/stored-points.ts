import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { rawSql, sql } from '#lib/platform/db/sql.ts';
import type { Tenant } from './tenant.ts';

const hourMs = 3_600_000;

/** A point as it is stored. */
export interface TestPoint {
  readonly atMs: number;
  readonly properties: object;
  readonly secondaryId?: string;
  /** [lon, lat]. */
  readonly position?: readonly [number, number];
}

/** The metadata that every point of a type has: what differs from point to point has columns. */
const metadataOf = (type: string) =>
  JSON.stringify({ source: null, generator: `${type}: Test/1`, 'generator-id': type, timestamp: null });

export interface PointsToWrite {
  readonly type: string;
  readonly points: readonly TestPoint[];
  readonly sourceId: string;
}

/** Writes points of a device in Kampala, received an hour later, with the counters of processing; gives the type's id. */
export async function writePoints(
  db: Database,
  { organizationId, studyId }: Tenant,
  { type, points, sourceId }: PointsToWrite,
): Promise<number> {
  const idSchema = z.object({ id: z.number() });
  const [dataType] = await db.query(
    idSchema,
    sql`INSERT INTO data_types (organization_id, identifier) VALUES (${organizationId}, ${type})
      ON CONFLICT (organization_id, identifier) DO UPDATE SET identifier = excluded.identifier RETURNING id`,
  );
  const [envelope] = await db.query(
    idSchema,
    sql`INSERT INTO point_envelopes (organization_id, sha256, metadata, user_agent, timezone)
      VALUES (${organizationId}, ${createHash('sha256').update(type).digest()}, ${metadataOf(type)}, '', 'Africa/Kampala')
      ON CONFLICT (organization_id, sha256) DO UPDATE SET user_agent = '' RETURNING id`,
  );
  const typeId = dataType?.id ?? 0;
  for (const [index, point] of points.entries()) {
    const geom = point.position
      ? sql`ST_SetSRID(ST_MakePoint(${point.position[0]}::float8, ${point.position[1]}::float8), 4326)`
      : rawSql('NULL');
    await db.execute(sql`INSERT INTO data_points (organization_id, source_id, type_id, created_at, content_hash,
        recorded_at, bundle_id, envelope_id, secondary_id, geom, properties)
      VALUES (${organizationId}, ${sourceId}, ${typeId}, ${new Date(point.atMs)},
        md5(${`${type} ${String(index)}`})::uuid, ${new Date(point.atMs + hourMs)}, ${randomUUID()}, ${envelope?.id},
        ${point.secondaryId ?? null}, ${geom}, ${JSON.stringify(point.properties)})`);
  }
  await db.execute(sql`INSERT INTO source_types SELECT organization_id, source_id, type_id, ${studyId}, count(*),
      min(created_at), max(created_at), min(recorded_at), max(recorded_at) FROM data_points
    WHERE organization_id = ${organizationId} AND source_id = ${sourceId} AND type_id = ${typeId} GROUP BY 1, 2, 3
    ON CONFLICT DO NOTHING`);
  await db.execute(sql`INSERT INTO source_hours SELECT organization_id, source_id, type_id,
      date_trunc('hour', created_at, 'UTC'), count(*) FROM data_points
    WHERE organization_id = ${organizationId} AND source_id = ${sourceId} AND type_id = ${typeId} GROUP BY 1, 2, 3, 4
    ON CONFLICT DO NOTHING`);
  return typeId;
}
