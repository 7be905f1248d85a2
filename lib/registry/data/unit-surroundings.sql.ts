import { z } from 'zod';
import { sql } from '#lib/platform/db/sql.ts';
import { textList } from '#lib/platform/db/text-list.ts';
import { shapeSchema, shapeText, type Shape } from '../domain/shape.ts';
import type { RegistryScope } from './scope.ts';
import { inTrees } from './search-units.sql.ts';
import { kept } from './shapes.sql.ts';

const unitSchema = z.object({
  id: z.string(),
  name: z.string(),
  versionId: z.string(),
  path: z.string().nullable(),
});
/** Another unit, as far as a change of this one has to know it. */
export type NearUnit = z.infer<typeof unitSchema>;

/** A unit that another is to be placed under; null when there is none. */
export async function findNearUnit({ db, organizationId }: RegistryScope, id: string): Promise<NearUnit | null> {
  const [row] = await db.query(
    unitSchema,
    sql`SELECT id, name, version_id AS "versionId", path::text AS path FROM org_units
      WHERE organization_id = ${organizationId} AND id = ${id}`,
  );
  return row ?? null;
}

/** Levels of the tree that begins with a unit, itself included. */
export async function countLevels(
  { db, organizationId }: RegistryScope,
  { versionId, path }: { readonly versionId: string; readonly path: string },
): Promise<number> {
  const [row] = await db.query(
    z.object({ levels: z.number() }),
    sql`SELECT coalesce(max(nlevel(u.path)) - nlevel(${path}::ltree) + 1, 1)::int AS levels FROM org_units u
      WHERE u.organization_id = ${organizationId} AND u.version_id = ${versionId} AND ${inTrees([path])}`,
  );
  return row?.levels ?? 1;
}

/** True when the organization has the type. */
export async function hasType({ db, organizationId }: RegistryScope, id: string): Promise<boolean> {
  const rows = await db.query(
    z.unknown(),
    sql`SELECT 1 FROM org_unit_types WHERE organization_id = ${organizationId} AND id = ${id}`,
  );
  return rows.length > 0;
}

const groupSchema = z.object({ id: z.string(), name: z.string(), versionId: z.string() });

/** Groups of the organization among some ids, of whatever version. */
export function selectGroupsById(
  { db, organizationId }: RegistryScope,
  ids: readonly string[],
): Promise<z.infer<typeof groupSchema>[]> {
  return db.query(
    groupSchema,
    sql`SELECT id, name, version_id AS "versionId" FROM org_unit_groups
      WHERE organization_id = ${organizationId} AND id = ANY(${textList(ids, 'uuid')})`,
  );
}

interface Name {
  readonly versionId: string;
  /** The unit that would have it. */
  readonly exceptId: string;
  readonly text: string;
}

/** Another valid unit of the version with a code; null when it is free. */
export async function findValidUnitWithCode(
  { db, organizationId }: RegistryScope,
  { versionId, exceptId, text }: Name,
): Promise<NearUnit | null> {
  const [row] = await db.query(
    unitSchema,
    sql`SELECT id, name, version_id AS "versionId", path::text AS path FROM org_units
      WHERE organization_id = ${organizationId} AND version_id = ${versionId} AND code = ${text} AND code <> ''
        AND status = 'VALID' AND id <> ${exceptId}`,
  );
  return row ?? null;
}

/** Another unit of the version with an external reference; null when it is free. */
export async function findUnitWithRef(
  { db, organizationId }: RegistryScope,
  { versionId, exceptId, text }: Name,
): Promise<NearUnit | null> {
  const [row] = await db.query(
    unitSchema,
    sql`SELECT id, name, version_id AS "versionId", path::text AS path FROM org_units
      WHERE organization_id = ${organizationId} AND version_id = ${versionId} AND source_ref = ${text}
        AND id <> ${exceptId}`,
  );
  return row ?? null;
}

/** True when a picture is of the unit and not removed. */
export async function hasImage({ db, organizationId }: RegistryScope, unitId: string, imageId: string): Promise<boolean> {
  const rows = await db.query(
    z.unknown(),
    sql`SELECT 1 FROM org_unit_images WHERE organization_id = ${organizationId} AND unit_id = ${unitId}
      AND id = ${imageId} AND removed_at IS NULL`,
  );
  return rows.length > 0;
}

const shapeRowSchema = z.object({
  /** Why it is not valid; null: it is. */
  reason: z.string().nullable(),
  shape: z.string().nullable(),
  areaBefore: z.number().nullable(),
  areaAfter: z.number().nullable(),
});

/** What a shape is and how it would be kept. */
export interface LookedAtArea {
  readonly reason: string | null;
  /** Null: it encloses nothing. */
  readonly kept: Shape | null;
  /** Square degrees as drawn and as kept: only their proportion means something. */
  readonly areaBefore: number;
  readonly areaAfter: number;
}

/** Has the database look at a drawn shape: is it valid, what would be kept of it, and how much its area would change. */
export async function lookAtArea({ db }: Pick<RegistryScope, 'db'>, shape: Shape): Promise<LookedAtArea> {
  const [row] = await db.query(
    shapeRowSchema,
    sql`SELECT CASE WHEN NOT ST_IsValid(g.drawn) THEN ST_IsValidReason(g.drawn) END AS reason,
        CASE WHEN NOT ST_IsEmpty(k.kept) THEN ST_AsGeoJSON(k.kept, 15) END AS shape, ST_Area(g.drawn) AS "areaBefore",
        ST_Area(k.kept) AS "areaAfter"
      FROM (SELECT ST_SetSRID(ST_GeomFromGeoJSON(${shapeText(shape)}::text), 4326) AS drawn) g
      CROSS JOIN LATERAL (SELECT ${kept(sql`g.drawn`)} AS kept) k`,
  );
  return {
    reason: row?.reason ?? null,
    kept: row?.shape ? shapeSchema.parse(JSON.parse(row.shape)) : null,
    areaBefore: row?.areaBefore ?? 0,
    areaAfter: row?.areaAfter ?? 0,
  };
}
