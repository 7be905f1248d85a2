import { z } from 'zod';
import { sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { shapeText } from '../domain/shape.ts';
import type { UnitState } from '../domain/unit-state.ts';
import { setMemberships } from './groups.sql.ts';
import type { RegistryScope } from './scope.ts';
import { kept, simplified } from './shapes.sql.ts';

/** A unit to be made. */
export interface UnitToMake {
  readonly id: string;
  readonly legacyId: number;
  readonly versionId: string;
  /** ltree of legacy ids. */
  readonly path: string;
  readonly state: UnitState;
  readonly clientUuid: string | null;
  readonly isCustom: boolean;
  readonly createdBy: string | null;
  readonly sourceCreatedAt: Date | null;
}

function locationOf({ location }: UnitState): SqlStatement {
  const [lon, lat, altitudeM] = location ?? [null, null, null];
  return sql`ST_SetSRID(ST_MakePoint(${lon}::float8, ${lat}::float8, ${altitudeM}::float8), 4326)`;
}

/** A row source with what is kept of the shape, as `s.geom`; the text goes over the line once. */
function areaOf({ shape }: UnitState): SqlStatement {
  const text = shape === null ? null : shapeText(shape);
  return sql`(SELECT ST_SetSRID(ST_GeomFromGeoJSON(${text}::text), 4326) AS drawn) d
    CROSS JOIN LATERAL (SELECT ${kept(sql`d.drawn`)} AS geom) s`;
}

/** Adds a unit, in its groups. */
export async function insertUnit(scope: RegistryScope, unit: UnitToMake): Promise<void> {
  const { db, organizationId, now } = scope;
  const { id, state } = unit;
  await db.execute(sql`
    INSERT INTO org_units (organization_id, id, legacy_id, version_id, parent_id, path, type_id, name, status, aliases,
      source_ref, sub_source, code, client_uuid, is_custom, location, accuracy_m, geom, simplified_geom, opening_date,
      closed_date, extra_fields, default_image_id, created_by, created_at, updated_at, source_created_at)
    SELECT ${organizationId}::uuid, ${id}::uuid, ${unit.legacyId}::int8, ${unit.versionId}::uuid,
      ${state.parentId}::uuid, ${unit.path}::ltree, ${state.typeId}::uuid, ${state.name}, ${state.status},
      ${state.aliases}::text[], ${state.sourceRef}, ${state.subSource}, ${state.code}, ${unit.clientUuid},
      ${unit.isCustom}::bool, ${locationOf(state)}, ${state.accuracyM}::float8, s.geom, ${simplified(sql`s.geom`)},
      ${state.openingDate}::date, ${state.closedDate}::date, ${JSON.stringify(state.extraFields)}::jsonb,
      ${state.defaultImageId}::uuid, ${unit.createdBy}::uuid, ${now}::timestamptz, ${now}::timestamptz,
      ${unit.sourceCreatedAt}::timestamptz
    FROM ${areaOf(state)}`);
  if (state.groupIds.length > 0) await setMemberships(scope, unit.versionId, [{ id, groupIds: state.groupIds }]);
}

/** What of a unit is written besides its columns. */
interface Touched {
  readonly shape: boolean;
  readonly groups: boolean;
}

/** Writes what a unit is now and counts its revision; paths are for `movePaths`. */
export async function writeUnit(
  scope: RegistryScope,
  { id, versionId, state }: { readonly id: string; readonly versionId: string; readonly state: UnitState },
  touched: Touched,
): Promise<void> {
  const { db, organizationId, now } = scope;
  await db.execute(sql`
    UPDATE org_units SET name = ${state.name}, status = ${state.status}, type_id = ${state.typeId}::uuid,
      parent_id = ${state.parentId}::uuid, code = ${state.code}, source_ref = ${state.sourceRef},
      sub_source = ${state.subSource}, aliases = ${state.aliases}::text[], opening_date = ${state.openingDate}::date,
      closed_date = ${state.closedDate}::date, extra_fields = ${JSON.stringify(state.extraFields)}::jsonb,
      location = ${locationOf(state)}, accuracy_m = ${state.accuracyM}::float8,
      default_image_id = ${state.defaultImageId}::uuid, updated_at = ${now}, revision = revision + 1
    WHERE organization_id = ${organizationId} AND id = ${id}`);
  if (touched.shape) {
    await db.execute(sql`
      UPDATE org_units u SET geom = s.geom, simplified_geom = ${simplified(sql`s.geom`)}
      FROM ${areaOf(state)}
      WHERE u.organization_id = ${organizationId} AND u.id = ${id}`);
  }
  if (touched.groups) await setMemberships(scope, versionId, [{ id, groupIds: state.groupIds }]);
}

/** Keeps the tree of a version as it is until the transaction ends: units may be added, none moved. */
export async function holdTree({ db, organizationId }: RegistryScope, versionId: string): Promise<void> {
  await db.query(
    z.unknown(),
    sql`SELECT 1 FROM pyramid_versions WHERE organization_id = ${organizationId} AND id = ${versionId} FOR KEY SHARE`,
  );
}
