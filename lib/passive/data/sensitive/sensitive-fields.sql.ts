import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { rawSql, sql } from '#lib/platform/db/sql.ts';
import { everyType, sensitiveFieldSchema, type SensitiveField } from '../../domain/sensitive/sensitive-field.ts';

type Scope = Pick<Context, 'db' | 'organizationId'>;

const columns = rawSql(`f.id, f.study_id AS "studyId", f.type, f.pattern, f.note, f.created_by AS "createdBy",
  f.created_at AS "createdAt"`);

/** Rules of a study, by type and pattern. */
export function selectSensitiveFields({ db, organizationId }: Scope, studyId: string): Promise<SensitiveField[]> {
  return db.query(
    sensitiveFieldSchema,
    sql`SELECT ${columns} FROM sensitive_fields f
      WHERE f.organization_id = ${organizationId} AND f.study_id = ${studyId} ORDER BY f.type, f.pattern`,
  );
}

/** One rule; null when there is none. */
export async function findSensitiveField({ db, organizationId }: Scope, id: string): Promise<SensitiveField | null> {
  const [field] = await db.query(
    sensitiveFieldSchema,
    sql`SELECT ${columns} FROM sensitive_fields f WHERE f.organization_id = ${organizationId} AND f.id = ${id}`,
  );
  return field ?? null;
}

/** Adds a rule; false when the study has it already. */
export async function insertSensitiveField(
  { db, organizationId }: Scope,
  field: Omit<SensitiveField, 'createdAt'> & { readonly at: Date },
): Promise<boolean> {
  const count = await db.execute(
    sql`INSERT INTO sensitive_fields (organization_id, id, study_id, type, pattern, note, created_by, created_at)
      VALUES (${organizationId}, ${field.id}, ${field.studyId}, ${field.type}, ${field.pattern}, ${field.note},
        ${field.createdBy}, ${field.at})
      ON CONFLICT (organization_id, study_id, type, pattern) DO NOTHING`,
  );
  return count === 1;
}

/** Removes a rule. */
export async function deleteSensitiveField({ db, organizationId }: Scope, id: string): Promise<void> {
  await db.execute(sql`DELETE FROM sensitive_fields WHERE organization_id = ${organizationId} AND id = ${id}`);
}

const ruleSchema = z.object({ type: z.string(), pattern: z.string(), typeIdentifier: z.string() });

/** Rules about a type of the studies that some sources belong to, with the type's identifier. */
export function selectRulesOfSources(
  { db, organizationId }: Scope,
  { sourceIds, typeId }: { readonly sourceIds: readonly string[]; readonly typeId: number },
): Promise<z.infer<typeof ruleSchema>[]> {
  return db.query(
    ruleSchema,
    sql`SELECT DISTINCT f.type, f.pattern, d.identifier AS "typeIdentifier"
      FROM sensitive_fields f
      JOIN data_types d ON d.organization_id = f.organization_id AND d.id = ${typeId}
      WHERE f.organization_id = ${organizationId} AND f.type IN (${everyType}, d.identifier)
        AND EXISTS (SELECT 1 FROM sources s WHERE s.organization_id = f.organization_id AND s.study_id = f.study_id
          AND s.id = ANY(${sourceIds}::uuid[]))`,
  );
}
