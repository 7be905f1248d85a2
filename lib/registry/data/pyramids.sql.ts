import { z } from 'zod';
import { sql } from '#lib/platform/db/sql.ts';
import { newId } from '#lib/platform/ids.ts';
import type { RegistryScope } from './scope.ts';

const pyramidSchema = z.object({ id: z.string(), name: z.string(), isReadOnly: z.boolean() });
export type PyramidRow = z.infer<typeof pyramidSchema>;
const versionSchema = z.object({ id: z.string(), number: z.number() });
export type VersionRow = z.infer<typeof versionSchema>;

/** A pyramid by its name; null when there is none. */
export async function findPyramidNamed(scope: RegistryScope, name: string): Promise<PyramidRow | null> {
  const [row] = await scope.db.query(
    pyramidSchema,
    sql`SELECT id, name, is_read_only AS "isReadOnly" FROM pyramids
      WHERE organization_id = ${scope.organizationId} AND name = ${name}`,
  );
  return row ?? null;
}

/** Adds a pyramid; the first of an organization becomes its default. */
export async function insertPyramid({ db, organizationId, now }: RegistryScope, name: string): Promise<PyramidRow> {
  const id = newId();
  await db.execute(sql`
    INSERT INTO pyramids (organization_id, id, name, is_default, created_at, updated_at)
    SELECT ${organizationId}::uuid, ${id}::uuid, ${name},
      NOT EXISTS (SELECT 1 FROM pyramids WHERE organization_id = ${organizationId} AND is_default), ${now}, ${now}`);
  return { id, name, isReadOnly: false };
}

/** Versions of a pyramid by number. */
export function selectVersions({ db, organizationId }: RegistryScope, pyramidId: string): Promise<VersionRow[]> {
  return db.query(
    versionSchema,
    sql`SELECT id, number FROM pyramid_versions
      WHERE organization_id = ${organizationId} AND pyramid_id = ${pyramidId} ORDER BY number`,
  );
}

export interface VersionToInsert {
  /** Left out: a new one. */
  readonly id?: string;
  readonly pyramidId: string;
  readonly number: number;
  readonly description: string;
}

/** Adds a version; the first of a pyramid becomes its default. */
export async function insertVersion(
  { db, organizationId, now }: RegistryScope,
  { id = newId(), pyramidId, number, description }: VersionToInsert,
): Promise<VersionRow> {
  await db.execute(sql`
    INSERT INTO pyramid_versions (organization_id, id, pyramid_id, number, description, is_default, created_at, updated_at)
    SELECT ${organizationId}::uuid, ${id}::uuid, ${pyramidId}::uuid, ${number}::int4, ${description}, NOT EXISTS (
      SELECT 1 FROM pyramid_versions WHERE organization_id = ${organizationId} AND pyramid_id = ${pyramidId} AND is_default),
      ${now}, ${now}`);
  return { id, number };
}

/** Lets nobody else change a version until the transaction ends. */
export async function lockVersion({ db, organizationId }: RegistryScope, versionId: string): Promise<void> {
  await db.query(
    versionSchema,
    sql`SELECT id, number FROM pyramid_versions WHERE organization_id = ${organizationId} AND id = ${versionId} FOR UPDATE`,
  );
}

const numbersSchema = z.object({ name: z.string(), versions: z.array(z.number()) });

/** Pyramids by name, with the numbers of their versions. */
export function selectPyramidNumbers({ db, organizationId }: RegistryScope): Promise<z.infer<typeof numbersSchema>[]> {
  return db.query(
    numbersSchema,
    sql`SELECT p.name, ARRAY(SELECT v.number FROM pyramid_versions v
          WHERE v.organization_id = p.organization_id AND v.pyramid_id = p.id ORDER BY v.number) AS versions
      FROM pyramids p WHERE p.organization_id = ${organizationId} ORDER BY p.name`,
  );
}
