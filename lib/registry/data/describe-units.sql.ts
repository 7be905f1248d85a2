import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { unitDescriptionSchema, type UnitDescription } from '../domain/unit-description.ts';
import type { RegistryScope } from './scope.ts';

/** Which units are described. */
export type DescribedUnits =
  | { readonly ids: readonly string[] }
  | { readonly legacyIds: readonly number[] };

/** Units with what they refer to; those there are not are left out, their order is nobody's. */
export function selectDescriptions(
  { db, organizationId }: RegistryScope,
  which: DescribedUnits,
  { withShapes, withChildren }: DescriptionParts,
): Promise<UnitDescription[]> {
  return db.query(
    unitDescriptionSchema,
    sql`SELECT u.id, u.legacy_id AS "legacyId", u.client_uuid AS "clientUuid", u.name, u.status, u.aliases,
        u.source_ref AS "sourceRef", u.sub_source AS "subSource", u.code, u.path::text AS path,
        ST_X(u.location) AS lon, ST_Y(u.location) AS lat, ST_Z(u.location) AS "altitudeM", u.geom IS NOT NULL AS "hasShape",
        u.opening_date::text AS "openingDate", u.closed_date::text AS "closedDate", u.created_at AS "createdAt",
        u.updated_at AS "updatedAt", (SELECT c.actor_label FROM org_unit_changes c
          WHERE c.organization_id = u.organization_id AND c.unit_id = u.id AND c.before IS NULL
          ORDER BY c.id LIMIT 1) AS "createdBy",
        (SELECT i.legacy_id FROM org_unit_images i WHERE i.organization_id = u.organization_id
          AND i.id = u.default_image_id AND i.removed_at IS NULL) AS "defaultImageLegacyId",
        p.legacy_id AS "parentLegacyId", p.name AS "parentName", p.status AS "parentStatus", p.type_id AS "parentTypeId",
        u.type_id AS "typeId", t.legacy_id AS "typeLegacyId", t.name AS "typeName", t.short_name AS "typeShortName",
        t.depth AS "typeDepth", t.created_at AS "typeCreatedAt", t.updated_at AS "typeUpdatedAt",
        coalesce((SELECT array_agg(s.study_id::text) FROM org_unit_type_studies s
          WHERE s.organization_id = u.organization_id AND s.type_id = u.type_id), '{}') AS "typeStudyIds",
        coalesce((SELECT jsonb_agg(jsonb_build_object('legacyId', g.legacy_id, 'name', g.name, 'sourceRef', g.source_ref,
            'createdAt', g.created_at, 'updatedAt', g.updated_at) ORDER BY g.name, g.id)
          FROM org_unit_group_members m JOIN org_unit_groups g ON g.organization_id = m.organization_id
            AND g.id = m.group_id
          WHERE m.organization_id = u.organization_id AND m.unit_id = u.id), '[]') AS groups,
        u.version_id AS "versionId", v.legacy_id AS "versionLegacyId", v.number AS "versionNumber",
        y.legacy_id AS "pyramidLegacyId", y.name AS "pyramidName" ${withShapes ? shapeColumn : rawSql('')}
        ${withChildren ? childrenColumn : rawSql('')}
      FROM org_units u
      JOIN pyramid_versions v ON v.organization_id = u.organization_id AND v.id = u.version_id
      JOIN pyramids y ON y.organization_id = v.organization_id AND y.id = v.pyramid_id
      LEFT JOIN org_units p ON p.organization_id = u.organization_id AND p.id = u.parent_id
      LEFT JOIN org_unit_types t ON t.organization_id = u.organization_id AND t.id = u.type_id
      WHERE u.organization_id = ${organizationId} AND ${conditionOf(which)}`,
  );
}

/** What is told only when asked for: it costs more. */
export interface DescriptionParts {
  readonly withShapes: boolean;
  readonly withChildren: boolean;
}

const childrenColumn = rawSql(`, EXISTS (SELECT 1 FROM org_units c WHERE c.organization_id = u.organization_id
  AND c.parent_id = u.id) AS "hasChildren"`);
const shapeColumn = rawSql(`, ST_AsGeoJSON(coalesce(u.simplified_geom, u.geom))::json AS shape`);

function conditionOf(which: DescribedUnits): SqlStatement {
  return 'ids' in which
    ? sql`u.id = ANY(${[...which.ids]}::uuid[])`
    : sql`u.legacy_id = ANY(${[...which.legacyIds]}::int8[])`;
}
