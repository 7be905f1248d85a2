import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { sql } from '#lib/platform/db/sql.ts';
import type { ConfigurationDraft, ConfigurationVersion } from '../domain/configuration.ts';

export interface NewVersion {
  readonly id: string;
  readonly draft: ConfigurationDraft;
  readonly act: ConfigurationVersion['act'];
  readonly restoredVersion?: number;
}

/** Keeps a save as the next version of its configuration, in the transaction that saves; the configuration's row is locked by it. */
export async function insertConfigurationVersion(ctx: Context, { id, draft, act, restoredVersion }: NewVersion): Promise<void> {
  const { db, organizationId, actor } = ctx;
  await db.execute(sql`
    INSERT INTO device_configuration_versions (organization_id, configuration_id, version, name, id_pattern, context_pattern,
      body, evaluate_order, is_enabled, act, restored_version, saved_at, saved_by_id, saved_by)
    SELECT ${organizationId}::uuid, ${id}::uuid, coalesce(max(v.version), 0) + 1, ${draft.name}::text,
      ${draft.idPattern}::text, ${draft.contextPattern}::text, ${JSON.stringify(draft.body)}::json,
      ${draft.evaluateOrder}::int, ${draft.isEnabled}::boolean, ${act}::text, ${restoredVersion ?? null}::int,
      ${ctx.now()}::timestamptz, ${actor.kind === 'user' || actor.kind === 'token' ? actor.id : null}::text, ${actor.label}::text
    FROM device_configuration_versions v WHERE v.organization_id = ${organizationId} AND v.configuration_id = ${id}`);
}

const versionRow = z
  .object({
    version: z.number(),
    act: z.enum(['create', 'update', 'restore', 'import']),
    restoredVersion: z.number().nullable(),
    savedAt: z.date(),
    savedBy: z.string(),
    name: z.string(),
    idPattern: z.string(),
    contextPattern: z.string(),
    body: z.string(),
    evaluateOrder: z.number(),
    isEnabled: z.boolean(),
  })
  .transform(
    (row): ConfigurationVersion => ({
      ...row,
      savedAt: row.savedAt.toISOString(),
      body: z.json().parse(JSON.parse(row.body)),
    }),
  );

/** Versions of a configuration, newest first, at most so many older than one (null: from the newest). */
export function selectConfigurationVersions(
  { db, organizationId }: Pick<Context, 'db' | 'organizationId'>,
  id: string,
  page: { readonly before: number | null; readonly limit: number },
): Promise<ConfigurationVersion[]> {
  return db.query(
    versionRow,
    sql`SELECT version, act, restored_version AS "restoredVersion", saved_at AS "savedAt", saved_by AS "savedBy", name,
        id_pattern AS "idPattern", context_pattern AS "contextPattern", body::text AS body,
        evaluate_order AS "evaluateOrder", is_enabled AS "isEnabled"
      FROM device_configuration_versions
      WHERE organization_id = ${organizationId} AND configuration_id = ${id}
        AND version < coalesce(${page.before}::int, 2147483647)
      ORDER BY version DESC LIMIT ${page.limit}`,
  );
}
