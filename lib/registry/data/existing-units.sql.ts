import { z } from 'zod';
import { sql } from '#lib/platform/db/sql.ts';
import { unitStatusSchema } from '../domain/org-unit.ts';
import type { ExistingUnit } from '../domain/planned-unit.ts';
import type { RegistryScope } from './scope.ts';

/** Units in one answer: the embedded database's one session serves everybody. */
const unitsPerPage = 5000;

const rowSchema = z.object({
  id: z.string(),
  legacyId: z.coerce.number(),
  parentId: z.string().nullable(),
  typeName: z.string().nullable(),
  typeDepth: z.number().nullable(),
  name: z.string(),
  sourceRef: z.string().nullable(),
  code: z.string(),
  status: unitStatusSchema,
  aliases: z.array(z.string()),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  altitudeM: z.number().nullable(),
  accuracyM: z.number().nullable(),
  geomHash: z.string().nullable(),
  openingDate: z.string().nullable(),
  closedDate: z.string().nullable(),
  groupRefs: z.array(z.string()),
  extraFields: z.record(z.string(), z.unknown()),
});

/** All units of a version in the order they were made. */
export async function selectExistingUnits(scope: RegistryScope, versionId: string): Promise<ExistingUnit[]> {
  const units: ExistingUnit[] = [];
  for (let after = 0; ;) {
    const page = await scope.db.query(
      rowSchema,
      sql`SELECT u.id, u.legacy_id AS "legacyId", u.parent_id AS "parentId", t.name AS "typeName", t.depth AS "typeDepth",
          u.name, u.source_ref AS "sourceRef", u.code, u.status, u.aliases, ST_X(u.location) AS lon, ST_Y(u.location) AS lat,
          ST_Z(u.location) AS "altitudeM", u.accuracy_m AS "accuracyM", md5(ST_AsBinary(u.geom)) AS "geomHash",
          u.opening_date::text AS "openingDate", u.closed_date::text AS "closedDate", u.extra_fields AS "extraFields",
          coalesce((SELECT array_agg(coalesce(g.source_ref, 'iaso:' || g.legacy_id) ORDER BY 1)
            FROM org_unit_group_members m JOIN org_unit_groups g ON g.organization_id = m.organization_id AND g.id = m.group_id
            WHERE m.organization_id = u.organization_id AND m.unit_id = u.id), '{}') AS "groupRefs"
        FROM org_units u LEFT JOIN org_unit_types t ON t.organization_id = u.organization_id AND t.id = u.type_id
        WHERE u.organization_id = ${scope.organizationId} AND u.version_id = ${versionId} AND u.legacy_id > ${after}
        ORDER BY u.legacy_id LIMIT ${unitsPerPage}`,
    );
    for (const { typeName, typeDepth, lon, lat, altitudeM, groupRefs, ...unit } of page) {
      units.push({
        ...unit,
        type: { name: typeName ?? '', depth: typeDepth },
        location: lon === null || lat === null ? null : [lon, lat, altitudeM ?? 0],
        groupRefs: [...groupRefs].sort(),
      });
    }
    const last = page.at(-1);
    if (!last || page.length < unitsPerPage) return units;
    after = last.legacyId;
  }
}
