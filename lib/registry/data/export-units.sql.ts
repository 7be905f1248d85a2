import { z } from 'zod';
import { sql } from '#lib/platform/db/sql.ts';
import type { UnitsToRead } from './export-table.sql.ts';
import type { RegistryScope } from './scope.ts';
import { anyUnitCondition } from './search-units.sql.ts';

/** Units in one answer. */
const unitsPerPage = 2000;

const rowSchema = z.object({
  name: z.string(),
  ref: z.string(),
  code: z.string(),
  shape: z.instanceof(Uint8Array).nullable(),
  parent: z.string().nullable(),
  parentRef: z.string().nullable(),
  groupRefs: z.string(),
  groupNames: z.string(),
  uuid: z.string(),
  openingDate: z.string().nullable(),
  closedDate: z.string().nullable(),
});
/** A unit with what an export tells of it. */
export type UnitToExport = z.infer<typeof rowSchema>;

const layerSchema = z.object({
  typeId: z.string().nullable(),
  typeName: z.string().nullable(),
  depth: z.number().nullable(),
  /** An array of PostgreSQL: as one text it costs a tenth of a list of numbers. */
  legacyIds: z.string(),
});
/** The units of one type, by their integer ids in the order they were made. */
export type UnitLayerToExport = Omit<z.infer<typeof layerSchema>, 'legacyIds'> & { readonly legacyIds: readonly number[] };

/** Some units by their types, top levels first: found once, so that no page of an export looks for them again. */
export async function selectLayers(scope: RegistryScope, units: UnitsToRead): Promise<UnitLayerToExport[]> {
  const layers = await scope.db.query(
    layerSchema,
    sql`SELECT f.type_id AS "typeId", t.name AS "typeName", t.depth, f.legacy_ids::text AS "legacyIds"
      FROM (SELECT u.type_id, array_agg(u.legacy_id ORDER BY u.legacy_id) AS legacy_ids
        FROM org_units u WHERE ${anyUnitCondition(scope, units)} GROUP BY u.type_id) f
      LEFT JOIN org_unit_types t ON t.organization_id = ${scope.organizationId} AND t.id = f.type_id
      ORDER BY t.depth NULLS LAST, t.name, f.type_id`,
  );
  return layers.map(({ legacyIds, ...layer }) => ({ ...layer, legacyIds: legacyIds.slice(1, -1).split(',').map(Number) }));
}

/** Units of a version by their integer ids, in that order. Units without reference get a made-up one. */
export async function* selectUnitsToExport(
  scope: RegistryScope,
  versionId: string,
  legacyIds: readonly number[],
): AsyncGenerator<UnitToExport> {
  for (let from = 0; from < legacyIds.length; from += unitsPerPage) {
    yield* await scope.db.query(
      rowSchema,
      sql`SELECT u.name, coalesce(u.source_ref, 'iaso:' || u.legacy_id) AS ref,
          u.code, ST_AsBinary(coalesce(u.geom, u.location)) AS shape, p.name || coalesce(' (' || pt.name || ')', '') AS parent,
          coalesce(p.source_ref, 'iaso:' || p.legacy_id) AS "parentRef", coalesce(g.refs, '') AS "groupRefs",
          coalesce(g.names, '') AS "groupNames", coalesce(u.client_uuid, u.id::text) AS uuid,
          u.opening_date::text AS "openingDate", u.closed_date::text AS "closedDate"
        FROM org_units u
        LEFT JOIN org_units p ON p.organization_id = u.organization_id AND p.id = u.parent_id
        LEFT JOIN org_unit_types pt ON pt.organization_id = p.organization_id AND pt.id = p.type_id
        LEFT JOIN LATERAL (
          SELECT string_agg(coalesce(k.source_ref, 'iaso:' || k.legacy_id), ',' ORDER BY k.legacy_id) AS refs,
            string_agg(k.name, ',' ORDER BY k.legacy_id) AS names
          FROM org_unit_group_members m JOIN org_unit_groups k ON k.organization_id = m.organization_id AND k.id = m.group_id
          WHERE m.organization_id = u.organization_id AND m.unit_id = u.id) g ON true
        WHERE u.organization_id = ${scope.organizationId} AND u.version_id = ${versionId}
          AND u.legacy_id = ANY(${legacyIds.slice(from, from + unitsPerPage)}::int8[])
        ORDER BY u.legacy_id`,
    );
  }
}
