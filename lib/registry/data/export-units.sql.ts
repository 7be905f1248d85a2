import { z } from 'zod';
import { sql } from '#lib/platform/db/sql.ts';
import type { UnitsToRead } from './export-table.sql.ts';
import type { RegistryScope } from './scope.ts';
import { anyUnitCondition } from './search-units.sql.ts';

/** Units in one answer. */
const unitsPerPage = 2000;

const rowSchema = z.object({
  legacyId: z.coerce.number(),
  typeName: z.string().nullable(),
  depth: z.number().nullable(),
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

const layerSchema = z.object({ typeId: z.string().nullable(), typeName: z.string().nullable(), depth: z.number().nullable() });
export type UnitLayerToExport = z.infer<typeof layerSchema>;

/** The types of some units, top levels first. */
export function selectLayers(scope: RegistryScope, units: UnitsToRead): Promise<UnitLayerToExport[]> {
  const chosen = anyUnitCondition(scope, units);
  return scope.db.query(
    layerSchema,
    sql`SELECT t.id AS "typeId", t.name AS "typeName", t.depth FROM org_unit_types t
        WHERE t.organization_id = ${scope.organizationId} AND EXISTS (SELECT 1 FROM org_units u
          WHERE u.type_id = t.id AND ${chosen})
      UNION ALL SELECT NULL, NULL, NULL WHERE EXISTS (SELECT 1 FROM org_units u WHERE u.type_id IS NULL AND ${chosen})
      ORDER BY 3 NULLS LAST, 2`,
  );
}

/** Units of one type in the order they were made. Units without reference get a made-up one. */
export async function* selectUnitsToExport(
  scope: RegistryScope,
  units: UnitsToRead,
  typeId: string | null,
): AsyncGenerator<UnitToExport> {
  for (let after = 0; ;) {
    const page = await scope.db.query(
      rowSchema,
      sql`SELECT u.legacy_id AS "legacyId", t.name AS "typeName", t.depth, u.name, coalesce(u.source_ref, 'iaso:' || u.legacy_id) AS ref,
          u.code, ST_AsBinary(coalesce(u.geom, u.location)) AS shape, p.name || coalesce(' (' || pt.name || ')', '') AS parent,
          coalesce(p.source_ref, 'iaso:' || p.legacy_id) AS "parentRef", coalesce(g.refs, '') AS "groupRefs",
          coalesce(g.names, '') AS "groupNames", coalesce(u.client_uuid, u.id::text) AS uuid,
          u.opening_date::text AS "openingDate", u.closed_date::text AS "closedDate"
        FROM org_units u
        LEFT JOIN org_unit_types t ON t.organization_id = u.organization_id AND t.id = u.type_id
        LEFT JOIN org_units p ON p.organization_id = u.organization_id AND p.id = u.parent_id
        LEFT JOIN org_unit_types pt ON pt.organization_id = p.organization_id AND pt.id = p.type_id
        LEFT JOIN LATERAL (
          SELECT string_agg(coalesce(k.source_ref, 'iaso:' || k.legacy_id), ',' ORDER BY k.legacy_id) AS refs,
            string_agg(k.name, ',' ORDER BY k.legacy_id) AS names
          FROM org_unit_group_members m JOIN org_unit_groups k ON k.organization_id = m.organization_id AND k.id = m.group_id
          WHERE m.organization_id = u.organization_id AND m.unit_id = u.id) g ON true
        WHERE ${anyUnitCondition(scope, units)}
          AND u.type_id IS NOT DISTINCT FROM ${typeId}::uuid AND u.legacy_id > ${after}
        ORDER BY u.legacy_id LIMIT ${unitsPerPage}`,
    );
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < unitsPerPage) return;
    after = last.legacyId;
  }
}
