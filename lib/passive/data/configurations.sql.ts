import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import type { Configuration, ConfigurationDraft } from '../domain/configuration.ts';
import type { Candidate } from '../domain/configuration-choice.ts';

type Scope = Pick<Context, 'db' | 'organizationId'>;

const candidateRow = z
  .object({ id: z.string(), id_pattern: z.string(), context_pattern: z.string(), is_assigned: z.boolean() })
  .transform(
    (row): Candidate => ({
      id: row.id,
      idPattern: row.id_pattern,
      contextPattern: row.context_pattern,
      isAssigned: row.is_assigned,
    }),
  );

/** Configurations that may be served to a device of the study, in the order of evaluation. */
export async function listCandidates(
  { db, organizationId }: Scope,
  { studyId, identifier }: { readonly studyId: string; readonly identifier: string },
): Promise<Candidate[]> {
  return db.query(
    candidateRow,
    sql`
      SELECT c.id, c.id_pattern, c.context_pattern, s.id IS NOT NULL AS is_assigned
      FROM device_configurations c
      LEFT JOIN sources s ON s.organization_id = c.organization_id AND s.study_id = c.study_id
        AND s.configuration_id = c.id AND (s.identifier = ${identifier} OR s.id = (
          SELECT a.source_id FROM source_aliases a WHERE a.organization_id = c.organization_id
            AND a.study_id = c.study_id AND a.identifier = ${identifier}))
      WHERE c.organization_id = ${organizationId} AND c.study_id = ${studyId} AND c.is_enabled AND c.archived_at IS NULL
      ORDER BY c.evaluate_order, c.id`,
  );
}

/** The text of a configuration's body; null when it is gone. */
export async function findConfigurationText({ db, organizationId }: Scope, id: string): Promise<string | null> {
  const rows = await db.query(
    z.object({ body: z.string() }),
    sql`SELECT body::text AS body FROM device_configurations WHERE organization_id = ${organizationId} AND id = ${id}`,
  );
  return rows[0]?.body ?? null;
}

const configurationRow = z
  .object({
    id: z.string(),
    study_id: z.string(),
    name: z.string(),
    id_pattern: z.string(),
    context_pattern: z.string(),
    body: z.string(),
    evaluate_order: z.number(),
    is_enabled: z.boolean(),
    created_at: z.date(),
    updated_at: z.date(),
  })
  .transform(
    (row): Configuration => ({
      id: row.id,
      studyId: row.study_id,
      name: row.name,
      idPattern: row.id_pattern,
      contextPattern: row.context_pattern,
      body: z.json().parse(JSON.parse(row.body)),
      evaluateOrder: row.evaluate_order,
      isEnabled: row.is_enabled,
      createdAt: row.created_at.toISOString(),
      updatedAt: row.updated_at.toISOString(),
    }),
  );

const columns = sql`id, study_id, name, id_pattern, context_pattern, body::text AS body, evaluate_order, is_enabled, created_at, updated_at`;

/** Configurations that are not archived, of some studies (null: all), in the order of evaluation. */
export async function listConfigurationRows(
  { db, organizationId }: Scope,
  studyIds: readonly string[] | null,
): Promise<Configuration[]> {
  const ofStudies: SqlStatement = studyIds === null ? sql`` : sql`AND study_id = ANY(${studyIds}::uuid[])`;
  return db.query(
    configurationRow,
    sql`
      SELECT ${columns} FROM device_configurations
      WHERE organization_id = ${organizationId} AND archived_at IS NULL ${ofStudies}
      ORDER BY study_id, evaluate_order, id`,
  );
}

/** One configuration that is not archived. */
export async function findConfigurationRow({ db, organizationId }: Scope, id: string): Promise<Configuration | null> {
  const rows = await db.query(
    configurationRow,
    sql`
      SELECT ${columns} FROM device_configurations
      WHERE organization_id = ${organizationId} AND id = ${id} AND archived_at IS NULL`,
  );
  return rows[0] ?? null;
}

export interface ConfigurationWrite {
  readonly id: string;
  readonly studyId: string;
  readonly draft: ConfigurationDraft;
  readonly at: Date;
}

/** Makes a configuration; false when the study is not of the organization. */
export async function insertConfiguration({ db, organizationId }: Scope, write: ConfigurationWrite): Promise<boolean> {
  const { id, studyId, draft, at } = write;
  const rows = await db.execute(sql`
    INSERT INTO device_configurations
      (organization_id, id, study_id, name, id_pattern, context_pattern, body, evaluate_order, is_enabled, created_at, updated_at)
    SELECT organization_id, ${id}::uuid, id, ${draft.name}, ${draft.idPattern}, ${draft.contextPattern},
      ${JSON.stringify(draft.body)}::json, ${draft.evaluateOrder}::int, ${draft.isEnabled}::boolean, ${at}::timestamptz, ${at}::timestamptz
    FROM studies WHERE organization_id = ${organizationId} AND id = ${studyId} AND archived_at IS NULL`);
  return rows === 1;
}

/** Replaces what a configuration says. */
export async function updateConfigurationRow({ db, organizationId }: Scope, write: ConfigurationWrite): Promise<void> {
  const { id, draft, at } = write;
  await db.execute(sql`
    UPDATE device_configurations SET
      name = ${draft.name}, id_pattern = ${draft.idPattern}, context_pattern = ${draft.contextPattern},
      body = ${JSON.stringify(draft.body)}::json, evaluate_order = ${draft.evaluateOrder},
      is_enabled = ${draft.isEnabled}, updated_at = ${at}
    WHERE organization_id = ${organizationId} AND id = ${id} AND archived_at IS NULL`);
}

/** Takes a configuration out of use, and off the sources that had it by hand. */
export async function archiveConfigurationRow({ db, organizationId }: Scope, id: string, at: Date): Promise<void> {
  await db.execute(sql`
    UPDATE sources SET configuration_id = NULL WHERE organization_id = ${organizationId} AND configuration_id = ${id}`);
  await db.execute(sql`
    UPDATE device_configurations SET archived_at = ${at} WHERE organization_id = ${organizationId} AND id = ${id}`);
}
