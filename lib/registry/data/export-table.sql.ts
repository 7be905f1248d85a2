import { z } from 'zod';
import { rawSql, sql } from '#lib/platform/db/sql.ts';
import type { ParquetExtraField } from '../domain/export-order.ts';
import type { PreparedSearch } from '../domain/unit-search.ts';
import type { RegistryScope } from './scope.ts';
import { anyUnitCondition } from './search-units.sql.ts';

/** Units to be read whole, in the order they were made. */
export interface UnitsToRead {
  readonly versionId: string;
  readonly searches: readonly PreparedSearch[];
  readonly trees: readonly string[] | null;
}

/** Units in one answer: the embedded database's one session serves everybody. */
const unitsPerPage = 2000;

const ancestorSchema = z.object({
  id: z.coerce.number(),
  name: z.string(),
  ref: z.string(),
  sourceRef: z.string().nullable(),
  closedDate: z.string().nullable(),
  status: z.string(),
});
/** A unit over a unit. */
export type Ancestor = z.infer<typeof ancestorSchema>;

const rowSchema = z.object({
  legacyId: z.coerce.number(),
  name: z.string(),
  typeName: z.string().nullable(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  altitudeM: z.number().nullable(),
  code: z.string(),
  openingDate: z.string().nullable(),
  closedDate: z.string().nullable(),
  createdAt: z.coerce.date(),
  updatedAt: z.coerce.date(),
  createdBy: z.string().nullable(),
  status: z.string(),
  sourceRef: z.string().nullable(),
  path: z.string().nullable(),
  groupIds: z.array(z.string()),
  extra: z.record(z.string(), z.unknown()),
});
/** A unit with what tables tell of it; its ancestors from the top down, itself last. */
export type TableUnit = z.infer<typeof rowSchema> & { readonly line: readonly Ancestor[] };

/** What each extra field costs in SQL, over `org_units u`. */
const extraTexts: Partial<Record<ParquetExtraField, string>> = {
  extra_fields: 'u.extra_fields',
  geom_geojson: 'ST_AsGeoJSON(u.geom)',
  location_geojson: 'ST_AsGeoJSON(u.location)',
  simplified_geom_geojson: 'ST_AsGeoJSON(u.simplified_geom)',
  biggest_polygon_geojson: `(SELECT ST_AsGeoJSON(d.geom) FROM ST_Dump(u.geom) AS d ORDER BY ST_Area(d.geom) DESC LIMIT 1)`,
};

/** Units of a selection in the order they were made, each with its ancestors. */
export async function* selectTableUnits(
  scope: RegistryScope,
  units: UnitsToRead,
  extraFields: readonly ParquetExtraField[] = [],
): AsyncGenerator<TableUnit> {
  const extra = extraFields.flatMap((field) => (extraTexts[field] === undefined ? [] : `'${field}', ${extraTexts[field]}`));
  for (let after = 0; ;) {
    const page = await scope.db.query(
      rowSchema,
      sql`SELECT u.legacy_id AS "legacyId", u.name, t.name AS "typeName", ST_X(u.location) AS lon, ST_Y(u.location) AS lat,
          ST_Z(u.location) AS "altitudeM", u.code, u.opening_date::text AS "openingDate", u.closed_date::text AS "closedDate",
          u.created_at AS "createdAt", u.updated_at AS "updatedAt", (SELECT c.actor_label FROM org_unit_changes c
            WHERE c.organization_id = u.organization_id AND c.unit_id = u.id AND c.before IS NULL
            ORDER BY c.id LIMIT 1) AS "createdBy", u.status, u.source_ref AS "sourceRef", u.path::text AS path,
          coalesce((SELECT array_agg(m.group_id::text) FROM org_unit_group_members m
            WHERE m.organization_id = u.organization_id AND m.unit_id = u.id), '{}') AS "groupIds",
          jsonb_build_object(${rawSql(extra.join(', '))}) AS extra
        FROM org_units u LEFT JOIN org_unit_types t ON t.organization_id = u.organization_id AND t.id = u.type_id
        WHERE ${anyUnitCondition(scope, units)} AND u.legacy_id > ${after} ORDER BY u.legacy_id LIMIT ${unitsPerPage}`,
    );
    const ancestors = await selectAncestors(scope, units.versionId, page);
    for (const unit of page) yield { ...unit, line: pathIds(unit.path).flatMap((id) => ancestors.get(id) ?? []) };
    const last = page.at(-1);
    if (!last || page.length < unitsPerPage) return;
    after = last.legacyId;
  }
}

const pathIds = (path: string | null) => (path === null ? [] : path.split('.').map(Number));

async function selectAncestors(
  { db, organizationId }: RegistryScope,
  versionId: string,
  units: readonly { readonly path: string | null }[],
): Promise<ReadonlyMap<number, Ancestor>> {
  const ids = [...new Set(units.flatMap(({ path }) => pathIds(path)))];
  const rows = await db.query(
    ancestorSchema,
    sql`SELECT legacy_id AS id, name, coalesce(source_ref, 'iaso:' || legacy_id) AS ref, source_ref AS "sourceRef",
        closed_date::text AS "closedDate", status FROM org_units
      WHERE organization_id = ${organizationId} AND version_id = ${versionId} AND legacy_id = ANY(${ids}::int8[])`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

const groupSchema = z.object({
  id: z.string(),
  legacyId: z.coerce.number(),
  name: z.string(),
  sourceRef: z.string().nullable(),
});
/** A group that some unit of a selection is in. */
export type PresentGroup = z.infer<typeof groupSchema>;

/** Groups that units of a selection are in, by name. */
export function selectPresentGroups(scope: RegistryScope, units: UnitsToRead): Promise<PresentGroup[]> {
  return scope.db.query(
    groupSchema,
    sql`SELECT g.id, g.legacy_id AS "legacyId", g.name, g.source_ref AS "sourceRef" FROM org_unit_groups g
      WHERE g.organization_id = ${scope.organizationId} AND g.version_id = ${units.versionId} AND EXISTS (
        SELECT 1 FROM org_unit_group_members m JOIN org_units u ON u.organization_id = m.organization_id AND u.id = m.unit_id
        WHERE m.organization_id = g.organization_id AND m.group_id = g.id AND ${anyUnitCondition(scope, units)})
      ORDER BY g.name, g.legacy_id`,
  );
}

/** The depth of the deepest unit of a selection; 0 when there is none. */
export async function selectDeepest(scope: RegistryScope, units: UnitsToRead): Promise<number> {
  const [row] = await scope.db.query(
    z.object({ depth: z.number() }),
    sql`SELECT coalesce(max(nlevel(u.path)), 0) AS depth FROM org_units u WHERE ${anyUnitCondition(scope, units)}`,
  );
  return row?.depth ?? 0;
}
