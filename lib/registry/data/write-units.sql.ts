import { z } from 'zod';
import { sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { textList } from '#lib/platform/db/text-list.ts';
import type { PlannedUnit } from '../domain/planned-unit.ts';
import { keptShape, simplified } from './shapes.sql.ts';
import type { RegistryScope } from './scope.ts';

/** A unit as it is to be written. */
export interface UnitToWrite extends PlannedUnit {
  readonly typeId: string;
}

/** A new unit with its integer id and its place in the tree. */
export interface UnitToInsert extends UnitToWrite {
  readonly legacyId: number;
  /** ltree of legacy ids. */
  readonly path: string;
}

const unitsPerStatement = 1000;

/** Next integer ids, in order. */
export async function takeLegacyIds({ db }: Pick<RegistryScope, 'db'>, count: number): Promise<number[]> {
  const rows = await db.query(
    z.object({ id: z.coerce.number() }),
    sql`SELECT nextval('org_units_legacy_id_seq') AS id FROM generate_series(1, ${count}) ORDER BY 1`,
  );
  return rows.map(({ id }) => id);
}

const pathSchema = z.object({ id: z.string(), path: z.string() });

/** Paths of units by id. */
export async function selectPaths(
  { db, organizationId }: RegistryScope,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await db.query(
    pathSchema,
    sql`SELECT id, path::text AS path FROM org_units
      WHERE organization_id = ${organizationId} AND id = ANY(${textList(ids, 'uuid')})`,
  );
  return new Map(rows.map(({ id, path }) => [id, path]));
}

/** The columns that new and changed units share, as lists for `unnest`. */
function factLists(units: readonly UnitToWrite[]): SqlStatement {
  const of = <Value>(read: (unit: UnitToWrite) => Value) => units.map(read);
  return sql`${textList(of(({ id }) => id), 'uuid')}, ${textList(of(({ facts }) => facts.parentId), 'uuid')},
    ${textList(of(({ typeId }) => typeId), 'uuid')}, ${of(({ facts }) => facts.name)}::text[],
    ${of(({ facts }) => facts.status)}::text[], ${of(({ facts }) => JSON.stringify(facts.aliases))}::text[],
    ${of(({ facts }) => facts.sourceRef)}::text[], ${of(({ facts }) => facts.code)}::text[],
    ${textList(of(({ facts }) => facts.location?.[0] ?? null), 'float8')},
    ${textList(of(({ facts }) => facts.location?.[1] ?? null), 'float8')},
    ${textList(of(({ facts }) => facts.location?.[2] ?? null), 'float8')},
    ${textList(of(({ facts }) => facts.accuracyM), 'float8')},
    ${of(({ shape, unit }) => (shape?.geomHash === undefined ? null : (unit.shape?.wkb ?? null)))}::bytea[],
    ${textList(of(({ unit }) => unit.shape?.epsg ?? null), 'int4')},
    ${of(({ facts }) => facts.openingDate)}::date[], ${of(({ facts }) => facts.closedDate)}::date[],
    ${of(({ facts }) => JSON.stringify(facts.extraFields))}::text[]`;
}

const factNames = sql`id, parent_id, type_id, name, status, aliases, source_ref, code, lon, lat, altitude_m, accuracy_m, wkb,
  epsg, opening_date, closed_date, extra_fields`;
/** Worked out once for each unit: OFFSET 0 keeps it from being put wherever it is spoken of. */
const shapeOf = sql`SELECT CASE WHEN n.wkb IS NOT NULL THEN ${keptShape(sql`n.wkb`, sql`n.epsg`)} END AS geom OFFSET 0`;
const location = sql`ST_SetSRID(ST_MakePoint(n.lon, n.lat, n.altitude_m), 4326)`;
const aliases = sql`ARRAY(SELECT jsonb_array_elements_text(n.aliases::jsonb))`;

/** Adds units; parents must come before their children. */
export async function insertUnits(
  { db, organizationId, now }: RegistryScope,
  units: readonly UnitToInsert[],
  { versionId, createdBy }: { readonly versionId: string; readonly createdBy: string | null },
): Promise<void> {
  for (let from = 0; from < units.length; from += unitsPerStatement) {
    const batch = units.slice(from, from + unitsPerStatement);
    await db.execute(sql`
      INSERT INTO org_units (organization_id, id, legacy_id, version_id, parent_id, path, type_id, name, status, aliases,
        source_ref, code, location, accuracy_m, geom, simplified_geom, opening_date, closed_date, extra_fields, created_by,
        created_at, updated_at)
      SELECT ${organizationId}::uuid, n.id, n.legacy_id, ${versionId}::uuid, n.parent_id, n.path::ltree, n.type_id, n.name,
        n.status, ${aliases}, n.source_ref, n.code, ${location}, n.accuracy_m, s.geom, ${simplified(sql`s.geom`)},
        n.opening_date, n.closed_date, n.extra_fields::jsonb, ${createdBy}::uuid, ${now}, ${now}
      FROM unnest(${factLists(batch)}, ${textList(batch.map(({ legacyId }) => legacyId), 'int8')},
          ${batch.map(({ path }) => path)}::text[]) AS n (${factNames}, legacy_id, path)
      CROSS JOIN LATERAL (${shapeOf}) s`);
  }
}

/** Takes the codes off units that are to get others, so that units can take them over from each other. */
export async function releaseCodes({ db, organizationId }: RegistryScope, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await db.execute(sql`
    UPDATE org_units SET code = ''
    WHERE organization_id = ${organizationId} AND id = ANY(${textList(ids, 'uuid')}) AND code <> ''`);
}

/** Writes what changed units are now; their shape only where the file has one. */
export async function updateUnits({ db, organizationId, now }: RegistryScope, units: readonly UnitToWrite[]): Promise<void> {
  for (let from = 0; from < units.length; from += unitsPerStatement) {
    const batch = units.slice(from, from + unitsPerStatement);
    await db.execute(sql`
      UPDATE org_units u SET parent_id = n.parent_id, type_id = n.type_id, name = n.name, status = n.status,
        aliases = ${aliases}, source_ref = n.source_ref, code = n.code, location = ${location}, accuracy_m = n.accuracy_m,
        geom = CASE WHEN n.wkb IS NULL THEN u.geom ELSE s.geom END,
        simplified_geom = CASE WHEN n.wkb IS NULL THEN u.simplified_geom ELSE ${simplified(sql`s.geom`)} END,
        opening_date = n.opening_date, closed_date = n.closed_date, extra_fields = n.extra_fields::jsonb,
        updated_at = ${now}, revision = u.revision + 1
      FROM unnest(${factLists(batch)}) AS n (${factNames})
      CROSS JOIN LATERAL (${shapeOf}) s
      WHERE u.organization_id = ${organizationId} AND u.id = n.id`);
  }
}

/** Sets the paths of a moved unit and everything under it, in one statement. */
export async function movePaths({ db, organizationId }: RegistryScope, versionId: string, id: string): Promise<void> {
  await db.execute(sql`
    WITH moved AS (
      SELECT u.path AS before,
        coalesce((SELECT p.path FROM org_units p WHERE p.organization_id = u.organization_id AND p.id = u.parent_id), ''::ltree)
          || u.legacy_id::text AS after
      FROM org_units u WHERE u.organization_id = ${organizationId} AND u.id = ${id})
    UPDATE org_units u SET path = CASE WHEN u.path = moved.before THEN moved.after
        ELSE moved.after || subpath(u.path, nlevel(moved.before)) END
    FROM moved
    WHERE u.organization_id = ${organizationId} AND u.version_id = ${versionId}
      AND u.path >= moved.before AND u.path < (moved.before::text || '0')::ltree
      AND moved.before <> moved.after`);
}

/** Sets the paths of all units of a version anew from their parents; for changes in which several units moved. */
export async function rewritePaths({ db, organizationId }: RegistryScope, versionId: string): Promise<void> {
  await db.execute(sql`
    WITH RECURSIVE tree AS (
      SELECT id, legacy_id::text::ltree AS path FROM org_units
      WHERE organization_id = ${organizationId} AND version_id = ${versionId} AND parent_id IS NULL
      UNION ALL
      SELECT u.id, t.path || u.legacy_id::text FROM tree t
      JOIN org_units u ON u.organization_id = ${organizationId} AND u.version_id = ${versionId} AND u.parent_id = t.id)
    UPDATE org_units u SET path = tree.path FROM tree
    WHERE u.organization_id = ${organizationId} AND u.id = tree.id AND u.path IS DISTINCT FROM tree.path`);
}
