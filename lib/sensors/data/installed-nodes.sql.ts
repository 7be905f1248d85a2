import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { type InstalledNode, installedNodeSchema } from '../domain/installed-node.ts';
import { inStudiesOf } from './overview.sql.ts';

/** Installations of nodes that the actor may see; the place alone is null where it is not theirs to see. */
function selectInstalled(ctx: Context, condition: SqlStatement): Promise<InstalledNode[]> {
  const seesPlace = inStudiesOf(ctx, 'registry.read');
  return ctx.db.query(
    installedNodeSchema,
    sql`SELECT i.id, i.legacy_id AS "legacyId", s.id AS "nodeId", s.name AS "nodeAlias", s.study_id AS "studyId",
        CASE WHEN ${seesPlace} AND u.id IS NOT NULL THEN json_build_object('id', u.id, 'name', u.name) END AS room,
        CASE WHEN ${seesPlace} AND su.id IS NOT NULL THEN json_build_object('id', su.id, 'name', su.name) END AS site,
        coalesce(st.time_zone, 'UTC') AS "timeZone", i.from_at AS "fromAt", i.to_at AS "toAt", i.description,
        i.is_public AS "isPublic", i.image_blob_key IS NOT NULL AS "hasImage",
        CASE WHEN ${inStudiesOf(ctx, 'passive.read')} THEN (SELECT max(m.at) FROM quantities q CROSS JOIN LATERAL (
          SELECT o.observed_at AS at FROM observations o WHERE o.organization_id = i.organization_id
            AND o.source_id = i.source_id AND o.quantity_id = q.id AND o.observed_at >= i.from_at
            AND o.observed_at < coalesce(i.to_at, 'infinity') ORDER BY o.observed_at DESC LIMIT 1) m)
        END AS "lastObservedAt"
      FROM installations i
      JOIN sensor_nodes n ON n.organization_id = i.organization_id AND n.source_id = i.source_id
      JOIN sources s ON s.organization_id = i.organization_id AND s.id = i.source_id AND s.archived_at IS NULL
      LEFT JOIN org_units u ON u.organization_id = i.organization_id AND u.id = i.unit_id AND u.status <> 'REJECTED'
      LEFT JOIN sensor_sites st ON st.organization_id = u.organization_id AND st.unit_id = u.parent_id
      LEFT JOIN org_units su ON su.organization_id = st.organization_id AND su.id = st.unit_id
      WHERE i.organization_id = ${ctx.organizationId} AND i.removed_at IS NULL AND ${inStudiesOf(ctx, 'sources.read')}
        AND ${condition}`,
  );
}

/** One installation; null: none to see. */
export async function selectInstalledNode(ctx: Context, id: string): Promise<InstalledNode | null> {
  return (await selectInstalled(ctx, sql`i.id = ${id}`))[0] ?? null;
}

/** Where a page of installations begins: seconds since 1970 of its beginning, and its id. */
export const installedPositionSchema = z.tuple([z.iso.datetime(), z.guid()]);

export interface InstalledPage {
  readonly node?: string | undefined;
  readonly room?: string | undefined;
  /** Part of the names of node, room or site, in any case. */
  readonly text?: string | undefined;
  readonly after: z.infer<typeof installedPositionSchema> | null;
  readonly limit: number;
}

/** A page of installations, those that began last first. */
export function selectInstalledNodes(ctx: Context, page: InstalledPage): Promise<InstalledNode[]> {
  const { node, room, text, after, limit } = page;
  const ofNode = node === undefined ? rawSql('true') : sql`i.source_id = ${node}`;
  // Whoever may not see places cannot ask what is at one.
  const ofRoom = room === undefined ? rawSql('true') : sql`(i.unit_id = ${room} AND ${inStudiesOf(ctx, 'registry.read')})`;
  // Nor may they find out where things are by guessing names.
  const places = sql`CASE WHEN ${inStudiesOf(ctx, 'registry.read')} THEN concat(' ', u.name, ' ', su.name) ELSE '' END`;
  const ofText = text ? sql`strpos(lower(s.name || ${places}), lower(${text}::text)) > 0` : rawSql('true');
  const behind = after === null ? rawSql('true') : sql`(i.from_at, i.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`;
  return selectInstalled(
    ctx,
    sql`${ofNode} AND ${ofRoom} AND ${ofText} AND ${behind} ORDER BY i.from_at DESC, i.id DESC LIMIT ${limit}`,
  );
}

/** Key and type of the picture of an installation; null: it has none. */
export async function selectInstallationImage(
  { db, organizationId }: Pick<Context, 'db' | 'organizationId'>,
  id: string,
): Promise<{ readonly imageBlobKey: string; readonly imageType: string } | null> {
  const rows = await db.query(
    z.object({ imageBlobKey: z.string(), imageType: z.string() }),
    sql`SELECT image_blob_key AS "imageBlobKey", image_type AS "imageType" FROM installations
      WHERE organization_id = ${organizationId} AND id = ${id} AND removed_at IS NULL AND image_blob_key IS NOT NULL`,
  );
  return rows[0] ?? null;
}
