import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { rawSql, sql } from '#lib/platform/db/sql.ts';
import type { OrganizationId, StudyId } from '#lib/platform/ids.ts';
import { ruleDefinitionSchema, type AlertRuleDraft } from '../../domain/checks/rule.ts';

type Scope = Pick<Context, 'db' | 'organizationId'>;

const rowSchema = z.object({
  id: z.guid(),
  studyId: z.guid(),
  builtIn: z.string().nullable(),
  name: z.string(),
  /** Null: a built-in, or what cannot be read any more. */
  definition: ruleDefinitionSchema.nullable().catch(null),
  isEnabled: z.boolean(),
  lastError: z.string().nullable(),
  updatedAt: z.coerce.date(),
});
export type AlertRuleRow = z.infer<typeof rowSchema>;

const columns = rawSql(`id, study_id AS "studyId", built_in AS "builtIn", name, definition, is_enabled AS "isEnabled",
  last_error AS "lastError", updated_at AS "updatedAt"`);

/** Rules of a study that are not archived, and what was decided about built-ins, by name. */
export function selectRules({ db, organizationId }: Scope, studyId: string): Promise<AlertRuleRow[]> {
  return db.query(
    rowSchema,
    sql`SELECT ${columns} FROM alert_rules
      WHERE organization_id = ${organizationId} AND study_id = ${studyId} AND archived_at IS NULL
      ORDER BY lower(name), id`,
  );
}

/** One rule of a study's own; null when there is none. */
export async function findRule({ db, organizationId }: Scope, id: string): Promise<AlertRuleRow | null> {
  const [row] = await db.query(
    rowSchema,
    sql`SELECT ${columns} FROM alert_rules
      WHERE organization_id = ${organizationId} AND id = ${id} AND built_in IS NULL AND archived_at IS NULL`,
  );
  return row ?? null;
}

export interface RuleWrite {
  readonly id: string;
  readonly studyId: string;
  readonly draft: AlertRuleDraft;
  readonly at: Date;
}

/** Adds a rule. */
export async function insertRule({ db, organizationId }: Scope, { id, studyId, draft, at }: RuleWrite): Promise<void> {
  await db.execute(
    sql`INSERT INTO alert_rules (organization_id, id, study_id, name, definition, is_enabled, created_at, updated_at)
      VALUES (${organizationId}, ${id}, ${studyId}, ${draft.name}, ${JSON.stringify(draft.definition)}::jsonb,
        ${draft.isEnabled}, ${at}, ${at})`,
  );
}

/** Replaces a rule. */
export async function updateRule({ db, organizationId }: Scope, { id, draft, at }: RuleWrite): Promise<void> {
  await db.execute(
    sql`UPDATE alert_rules SET name = ${draft.name}, definition = ${JSON.stringify(draft.definition)}::jsonb,
        is_enabled = ${draft.isEnabled}, last_error = NULL, updated_at = ${at}
      WHERE organization_id = ${organizationId} AND id = ${id}`,
  );
}

/** Takes a rule out of use. */
export async function archiveRule({ db, organizationId }: Scope, id: string, at: Date): Promise<void> {
  await db.execute(
    sql`UPDATE alert_rules SET archived_at = ${at}, is_enabled = false
      WHERE organization_id = ${organizationId} AND id = ${id}`,
  );
}

/** Notes whether a study has a built-in check. */
export async function upsertBuiltIn(
  { db, organizationId }: Scope,
  write: { readonly id: string; readonly studyId: string; readonly builtIn: string; readonly name: string; readonly isEnabled: boolean; readonly at: Date },
): Promise<void> {
  await db.execute(
    sql`INSERT INTO alert_rules AS r (organization_id, id, study_id, built_in, name, is_enabled, created_at, updated_at)
      VALUES (${organizationId}, ${write.id}, ${write.studyId}, ${write.builtIn}, ${write.name}, ${write.isEnabled},
        ${write.at}, ${write.at})
      ON CONFLICT (organization_id, study_id, built_in) DO UPDATE SET is_enabled = excluded.is_enabled,
        updated_at = excluded.updated_at`,
  );
}

/** Notes why the last run of a rule failed, or that it did not (null); rows that say so already stay as they are. */
export async function updateRuleErrors(
  { db, organizationId }: Scope,
  errors: readonly { readonly id: string; readonly error: string | null }[],
): Promise<void> {
  for (const { id, error } of errors) {
    await db.execute(
      sql`UPDATE alert_rules SET last_error = ${error} WHERE organization_id = ${organizationId} AND id = ${id}
        AND last_error IS DISTINCT FROM ${error}::text`,
    );
  }
}

const studySchema = z.object({
  organizationId: z.string().transform((id) => id as OrganizationId),
  studyId: z.string().transform((id) => id as StudyId),
});

/** Studies with sources, of every organization; for the clock. */
export function selectCheckedStudies(db: Database): Promise<z.output<typeof studySchema>[]> {
  return db.query(
    studySchema,
    sql`SELECT st.organization_id AS "organizationId", st.id AS "studyId" FROM studies st
      WHERE st.archived_at IS NULL AND EXISTS (SELECT 1 FROM sources s WHERE s.organization_id = st.organization_id
        AND s.study_id = st.id AND s.archived_at IS NULL)
      ORDER BY st.organization_id, st.id`,
  );
}
