import type { Context } from '#lib/platform/context.ts';
import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { installationSchema, type Installation } from '../domain/installation.ts';

const columns = rawSql(`id, legacy_id AS "legacyId", source_id AS "sourceId", unit_id AS "unitId", from_at AS "fromAt",
  to_at AS "toAt", description, is_public AS "isPublic", image_blob_key AS "imageBlobKey", image_type AS "imageType"`);

export interface NewInstallation extends Pick<
  Installation,
  'id' | 'sourceId' | 'unitId' | 'fromAt' | 'toAt' | 'description' | 'isPublic'
> {
  /** Given only for what is brought in from another system. */
  readonly legacyId?: number | undefined;
}

/** Adds an installation. Breaks installations_no_overlap (23P01) when the source is somewhere already. */
export async function insertInstallation({ db, organizationId }: Context, row: NewInstallation): Promise<void> {
  const legacyId = row.legacyId === undefined ? sql`nextval('installations_legacy_id_seq')` : sql`${row.legacyId}::bigint`;
  await db.execute(sql`
    INSERT INTO installations (organization_id, id, legacy_id, source_id, unit_id, from_at, to_at, description, is_public)
    VALUES (${organizationId}, ${row.id}, ${legacyId}, ${row.sourceId}, ${row.unitId}, ${row.fromAt}, ${row.toAt},
      ${row.description}, ${row.isPublic})`);
}

/** Writes all of an installation that people change. */
export async function updateInstallation({ db, organizationId }: Context, row: Installation): Promise<void> {
  await db.execute(sql`
    UPDATE installations SET source_id = ${row.sourceId}, unit_id = ${row.unitId}, from_at = ${row.fromAt}, to_at = ${row.toAt},
      description = ${row.description}, is_public = ${row.isPublic}, image_blob_key = ${row.imageBlobKey},
      image_type = ${row.imageType}
    WHERE organization_id = ${organizationId} AND id = ${row.id} AND removed_at IS NULL`);
}

/** An installation that was not taken back; null: there is none. In a transaction nobody else changes it until the end. */
export async function lockInstallation(ctx: Context, id: string): Promise<Installation | null> {
  const [row] = await select(ctx, sql`id = ${id} FOR UPDATE`);
  return row ?? null;
}

/** The installation of a source that covers an instant; null: it is nowhere then. */
export async function selectRunning(ctx: Context, sourceId: string, at: Date): Promise<Installation | null> {
  const covers = sql`source_id = ${sourceId} AND from_at <= ${at} AND (to_at IS NULL OR to_at > ${at})`;
  const [row] = await select(ctx, sql`${covers} FOR UPDATE`);
  return row ?? null;
}

/** Takes installations back; gives those that were. */
export function removeInstallationRows(
  ctx: Context,
  which: { readonly id: string } | { readonly unitIds: readonly string[] },
): Promise<Installation[]> {
  const condition = 'id' in which ? sql`id = ${which.id}` : sql`unit_id = ANY(${which.unitIds}::uuid[])`;
  return ctx.db.query(
    installationSchema,
    sql`UPDATE installations SET removed_at = ${ctx.now()}
      WHERE organization_id = ${ctx.organizationId} AND removed_at IS NULL AND ${condition} RETURNING ${columns}`,
  );
}

function select({ db, organizationId }: Context, condition: SqlStatement): Promise<Installation[]> {
  return db.query(
    installationSchema,
    sql`SELECT ${columns} FROM installations
      WHERE organization_id = ${organizationId} AND removed_at IS NULL AND ${condition}`,
  );
}
