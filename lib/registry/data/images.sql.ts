import { z } from 'zod';
import { sql } from '#lib/platform/db/sql.ts';
import { unitImageSchema } from '../domain/unit-image.ts';
import type { RegistryScope } from './scope.ts';

const rowSchema = unitImageSchema.extend({ blobKey: z.string() });
/** A picture and where its bytes are. */
export type StoredImage = z.infer<typeof rowSchema>;

const columns = sql`id, blob_key AS "blobKey", content_type AS "contentType", size_bytes AS "sizeBytes", caption,
  created_at AS "createdAt"`;

/** Pictures of a unit, newest first. */
export function selectImages(
  { db, organizationId }: RegistryScope,
  { unitId, beforeId, limit }: { readonly unitId: string; readonly beforeId: string | null; readonly limit: number },
): Promise<StoredImage[]> {
  return db.query(
    rowSchema,
    sql`SELECT ${columns} FROM org_unit_images
      WHERE organization_id = ${organizationId} AND unit_id = ${unitId} AND removed_at IS NULL
        AND (${beforeId}::uuid IS NULL OR id < ${beforeId}::uuid)
      ORDER BY id DESC LIMIT ${limit}`,
  );
}

/** A picture of a unit; null when it has none of this id. */
export async function findImage(
  { db, organizationId }: RegistryScope,
  unitId: string,
  id: string,
): Promise<StoredImage | null> {
  const [row] = await db.query(
    rowSchema,
    sql`SELECT ${columns} FROM org_unit_images
      WHERE organization_id = ${organizationId} AND unit_id = ${unitId} AND id = ${id} AND removed_at IS NULL`,
  );
  return row ?? null;
}

export async function countImages({ db, organizationId }: RegistryScope, unitId: string): Promise<number> {
  const [row] = await db.query(
    z.object({ count: z.coerce.number() }),
    sql`SELECT count(*) FROM org_unit_images
      WHERE organization_id = ${organizationId} AND unit_id = ${unitId} AND removed_at IS NULL`,
  );
  return row?.count ?? 0;
}

export async function insertImage(
  { db, organizationId }: RegistryScope,
  image: StoredImage & { readonly unitId: string; readonly createdBy: string | null },
): Promise<void> {
  await db.execute(sql`
    INSERT INTO org_unit_images (organization_id, id, unit_id, blob_key, content_type, size_bytes, caption, created_by,
      created_at)
    VALUES (${organizationId}, ${image.id}, ${image.unitId}, ${image.blobKey}, ${image.contentType}, ${image.sizeBytes},
      ${image.caption}, ${image.createdBy}::uuid, ${image.createdAt})`);
}

/** Takes a picture away; its bytes stay until they are purged. */
export async function markImageRemoved({ db, organizationId, now }: RegistryScope, id: string): Promise<void> {
  await db.execute(sql`UPDATE org_unit_images SET removed_at = ${now}
    WHERE organization_id = ${organizationId} AND id = ${id}`);
}
