import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { newId } from '#lib/platform/ids.ts';
import type { Tenant } from './tenant.ts';

/** A unit to plant. Parents come before their children and are named by their `ref`. */
export interface PlantedUnit {
  /** Also its external reference. */
  readonly ref: string;
  readonly name: string;
  readonly parent?: string;
  readonly type?: string;
  readonly status?: 'NEW' | 'VALID' | 'REJECTED';
  readonly code?: string;
  readonly aliases?: readonly string[];
  /** [lon, lat], WGS 84. */
  readonly at?: readonly [number, number];
  /** WKT of a multi-polygon. */
  readonly shape?: string;
  readonly opened?: string;
  readonly closed?: string;
  readonly extra?: object;
}

export interface PlantedPyramid {
  readonly pyramidId: string;
  readonly versionId: string;
  /** Ids of units by their reference. */
  readonly ids: ReadonlyMap<string, string>;
  readonly legacyIds: ReadonlyMap<string, number>;
  /** ltree paths by reference. */
  readonly paths: ReadonlyMap<string, string>;
  readonly typeIds: ReadonlyMap<string, string>;
}

/** Writes a pyramid of one version straight into the tables: the default of its organization if that has none. */
export async function plantPyramid(
  db: Database,
  { organizationId }: Pick<Tenant, 'organizationId'>,
  units: readonly PlantedUnit[],
): Promise<PlantedPyramid> {
  const [pyramidId, versionId] = [newId(), newId()];
  await db.execute(sql`INSERT INTO pyramids (organization_id, id, name, is_default)
    SELECT ${organizationId}::uuid, ${pyramidId}::uuid, ${`Pyramid ${pyramidId}`},
      NOT EXISTS (SELECT 1 FROM pyramids WHERE organization_id = ${organizationId} AND is_default)`);
  await db.execute(sql`INSERT INTO pyramid_versions (organization_id, id, pyramid_id, number, is_default)
    VALUES (${organizationId}, ${versionId}, ${pyramidId}, 0, true)`);
  const ids = new Map<string, string>();
  const legacyIds = new Map<string, number>();
  const paths = new Map<string, string>();
  const typeIds = new Map<string, string>();
  for (const { type } of units) {
    if (type === undefined || typeIds.has(type)) continue;
    typeIds.set(type, newId());
    await db.execute(sql`INSERT INTO org_unit_types (organization_id, id, name, short_name, depth)
      VALUES (${organizationId}, ${typeIds.get(type)}, ${type}, ${type.slice(0, 3)}, ${typeIds.size - 1})`);
  }
  for (const unit of units) {
    const id = newId();
    const legacyId = await nextLegacyId(db);
    const parentPath = unit.parent === undefined ? null : paths.get(unit.parent);
    if (parentPath === undefined) throw new Error(`${unit.ref} comes before its parent`);
    ids.set(unit.ref, id);
    legacyIds.set(unit.ref, legacyId);
    paths.set(unit.ref, parentPath === null ? String(legacyId) : `${parentPath}.${String(legacyId)}`);
    await db.execute(sql`
      INSERT INTO org_units (organization_id, id, legacy_id, version_id, parent_id, path, type_id, name, status, source_ref,
        code, aliases, location, geom, opening_date, closed_date, extra_fields)
      VALUES (${organizationId}, ${id}, ${legacyId}, ${versionId}, ${ids.get(unit.parent ?? '') ?? null},
        ${paths.get(unit.ref)}::text::ltree, ${typeIds.get(unit.type ?? '') ?? null}, ${unit.name},
        ${unit.status ?? 'VALID'}, ${unit.ref}, ${unit.code ?? ''}, ${[...(unit.aliases ?? [])]}::text[],
        ST_SetSRID(ST_MakePoint(${unit.at?.[0] ?? null}::float8, ${unit.at?.[1] ?? null}::float8, 0), 4326),
        ST_Multi(ST_GeomFromText(${unit.shape ?? null}::text, 4326)), ${unit.opened ?? null}::date,
        ${unit.closed ?? null}::date, ${JSON.stringify(unit.extra ?? {})}::jsonb)`);
  }
  return { pyramidId, versionId, ids, legacyIds, paths, typeIds };
}

async function nextLegacyId(db: Database): Promise<number> {
  const [row] = await db.query(
    z.object({ id: z.coerce.number() }),
    sql`SELECT nextval('org_units_legacy_id_seq') AS id`,
  );
  if (!row) throw new Error('a sequence gave no number');
  return row.id;
}
