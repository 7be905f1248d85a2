import { z } from 'zod';
import { sql } from '#lib/platform/db/sql.ts';
import { unitStatusSchema } from '../domain/org-unit.ts';
import { shapeSchema } from '../domain/shape.ts';
import type { UnitState } from '../domain/unit-state.ts';
import type { RegistryScope } from './scope.ts';

const rowSchema = z.object({
  id: z.string(),
  legacyId: z.coerce.number(),
  versionId: z.string(),
  path: z.string().nullable(),
  revision: z.number(),
  clientUuid: z.string().nullable(),
  isCustom: z.boolean(),
  createdAt: z.date(),
  updatedAt: z.date(),
  sourceCreatedAt: z.date().nullable(),
  name: z.string(),
  status: unitStatusSchema,
  typeId: z.string().nullable(),
  parentId: z.string().nullable(),
  code: z.string(),
  sourceRef: z.string().nullable(),
  subSource: z.string(),
  aliases: z.array(z.string()),
  openingDate: z.string().nullable(),
  closedDate: z.string().nullable(),
  extraFields: z.record(z.string(), z.unknown()),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  altitudeM: z.number().nullable(),
  accuracyM: z.number().nullable(),
  shape: z.string().nullable(),
  groupIds: z.array(z.string()),
  defaultImageId: z.string().nullable(),
});

/** A unit as it is kept: what people change of it, and what they do not. */
export interface StoredUnit {
  readonly id: string;
  readonly legacyId: number;
  readonly versionId: string;
  /** ltree of legacy ids. */
  readonly path: string | null;
  readonly revision: number;
  readonly clientUuid: string | null;
  readonly isCustom: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly sourceCreatedAt: Date | null;
  readonly state: UnitState;
}

/** A unit by its id; null when the organization has none. */
export async function findUnit({ db, organizationId }: RegistryScope, id: string): Promise<StoredUnit | null> {
  const [row] = await db.query(
    rowSchema,
    sql`SELECT u.id, u.legacy_id AS "legacyId", u.version_id AS "versionId", u.path::text AS path, u.revision,
        u.client_uuid AS "clientUuid", u.is_custom AS "isCustom", u.created_at AS "createdAt",
        u.updated_at AS "updatedAt", u.source_created_at AS "sourceCreatedAt", u.name, u.status, u.type_id AS "typeId",
        u.parent_id AS "parentId", u.code, u.source_ref AS "sourceRef", u.sub_source AS "subSource", u.aliases,
        u.opening_date::text AS "openingDate", u.closed_date::text AS "closedDate", u.extra_fields AS "extraFields",
        ST_X(u.location) AS lon, ST_Y(u.location) AS lat, ST_Z(u.location) AS "altitudeM", u.accuracy_m AS "accuracyM",
        ST_AsGeoJSON(u.geom, 15) AS shape, u.default_image_id AS "defaultImageId",
        ARRAY(SELECT m.group_id::text FROM org_unit_group_members m
          WHERE m.organization_id = u.organization_id AND m.unit_id = u.id ORDER BY 1) AS "groupIds"
      FROM org_units u WHERE u.organization_id = ${organizationId} AND u.id = ${id}`,
  );
  return row ? toStored(row) : null;
}

function toStored(row: z.infer<typeof rowSchema>): StoredUnit {
  const { id, legacyId, versionId, path, revision, clientUuid, isCustom, createdAt, updatedAt, sourceCreatedAt, ...rest } =
    row;
  const { lon, lat, altitudeM, shape, ...state } = rest;
  return {
    ...{ id, legacyId, versionId, path, revision, clientUuid, isCustom, createdAt, updatedAt, sourceCreatedAt },
    state: {
      ...state,
      location: lon === null || lat === null ? null : [lon, lat, altitudeM ?? 0],
      shape: shape === null ? null : shapeSchema.parse(JSON.parse(shape)),
    },
  };
}

/** Lets nobody else change a unit until the transaction ends. */
export async function lockUnit({ db, organizationId }: RegistryScope, id: string): Promise<void> {
  await db.query(
    z.unknown(),
    sql`SELECT 1 FROM org_units WHERE organization_id = ${organizationId} AND id = ${id} FOR NO KEY UPDATE`,
  );
}

/** The unit that a device made under this name of its own; null when it has not come yet. */
export async function findUnitOfDevice(
  { db, organizationId }: RegistryScope,
  versionId: string,
  clientUuid: string,
): Promise<string | null> {
  const [row] = await db.query(
    z.object({ id: z.string() }),
    sql`SELECT id FROM org_units WHERE organization_id = ${organizationId} AND version_id = ${versionId}
      AND client_uuid = ${clientUuid}`,
  );
  return row?.id ?? null;
}

const ancestorSchema = z.object({
  id: z.string(),
  name: z.string(),
  path: z.string(),
  typeName: z.string().nullable(),
});

/** The units above a path, top first. */
export function selectAncestors(
  { db, organizationId }: RegistryScope,
  { versionId, path }: { readonly versionId: string; readonly path: string | null },
): Promise<z.infer<typeof ancestorSchema>[]> {
  return db.query(
    ancestorSchema,
    sql`SELECT a.id, a.name, a.path::text AS path, t.name AS "typeName" FROM org_units a
      LEFT JOIN org_unit_types t ON t.organization_id = a.organization_id AND t.id = a.type_id
      WHERE a.organization_id = ${organizationId} AND a.version_id = ${versionId}
        AND a.legacy_id = ANY(string_to_array(${path}::text, '.')::int8[]) AND a.path <> ${path}::ltree
      ORDER BY nlevel(a.path)`,
  );
}

const labelsSchema = z.object({
  typeName: z.string().nullable(),
  parentName: z.string().nullable(),
  groups: z.array(z.object({ id: z.string(), name: z.string() })),
  createdBy: z.string().nullable(),
  childCount: z.coerce.number(),
});

/** Names of what a unit refers to, who made it, and how many units stand right under it. */
export async function selectUnitLabels(
  { db, organizationId }: RegistryScope,
  id: string,
): Promise<z.infer<typeof labelsSchema>> {
  const [row] = await db.query(
    labelsSchema,
    sql`SELECT t.name AS "typeName", p.name AS "parentName",
        coalesce((SELECT json_agg(json_build_object('id', g.id, 'name', g.name) ORDER BY g.name, g.id)
          FROM org_unit_group_members m
          JOIN org_unit_groups g ON g.organization_id = m.organization_id AND g.id = m.group_id
          WHERE m.organization_id = u.organization_id AND m.unit_id = u.id), '[]') AS groups,
        (SELECT c.actor_label FROM org_unit_changes c WHERE c.organization_id = u.organization_id AND c.unit_id = u.id
          AND c.before IS NULL ORDER BY c.id LIMIT 1) AS "createdBy",
        (SELECT count(*) FROM org_units k WHERE k.organization_id = u.organization_id AND k.parent_id = u.id)
          AS "childCount"
      FROM org_units u
      LEFT JOIN org_unit_types t ON t.organization_id = u.organization_id AND t.id = u.type_id
      LEFT JOIN org_units p ON p.organization_id = u.organization_id AND p.id = u.parent_id
      WHERE u.organization_id = ${organizationId} AND u.id = ${id}`,
  );
  return row ?? { typeName: null, parentName: null, groups: [], createdBy: null, childCount: 0 };
}
