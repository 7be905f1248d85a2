import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { rawSql, sql } from '#lib/platform/db/sql.ts';
import type { OrganizationId, StudyId } from '#lib/platform/ids.ts';
import {
  otherTypes,
  retentionPreviewSchema,
  retentionRuleSchema,
  type RetentionPreview,
  type RetentionRule,
} from '../../domain/retention/point-retention.ts';

type Scope = Pick<Context, 'db' | 'organizationId'>;

const columns = rawSql(`r.id, r.study_id AS "studyId", r.type, r.keep_days AS "keepDays", r.created_by AS "createdBy",
  r.created_at AS "createdAt"`);

/** Rules of a study, by type. */
export function selectRetentionRules({ db, organizationId }: Scope, studyId: string): Promise<RetentionRule[]> {
  return db.query(
    retentionRuleSchema,
    sql`SELECT ${columns} FROM point_retention r
      WHERE r.organization_id = ${organizationId} AND r.study_id = ${studyId} ORDER BY r.type`,
  );
}

/** One rule; null when there is none. */
export async function findRetentionRule({ db, organizationId }: Scope, id: string): Promise<RetentionRule | null> {
  const [rule] = await db.query(
    retentionRuleSchema,
    sql`SELECT ${columns} FROM point_retention r WHERE r.organization_id = ${organizationId} AND r.id = ${id}`,
  );
  return rule ?? null;
}

/** Sets the rule of a type; gives its id, which stays when there was one. */
export async function upsertRetentionRule(
  { db, organizationId }: Scope,
  rule: Omit<RetentionRule, 'createdAt'> & { readonly at: Date },
): Promise<string> {
  const [row] = await db.query(
    z.object({ id: z.string() }),
    sql`INSERT INTO point_retention (organization_id, id, study_id, type, keep_days, created_by, created_at)
      VALUES (${organizationId}, ${rule.id}, ${rule.studyId}, ${rule.type}, ${rule.keepDays}, ${rule.createdBy}, ${rule.at})
      ON CONFLICT (organization_id, study_id, type) DO UPDATE SET keep_days = excluded.keep_days,
        created_by = excluded.created_by, created_at = excluded.created_at
      RETURNING id`,
  );
  return row?.id ?? rule.id;
}

/** Removes a rule. */
export async function deleteRetentionRule({ db, organizationId }: Scope, id: string): Promise<void> {
  await db.execute(sql`DELETE FROM point_retention WHERE organization_id = ${organizationId} AND id = ${id}`);
}

const studySchema = z.object({
  organizationId: z.string().transform((id) => id as OrganizationId),
  studyId: z.string().transform((id) => id as StudyId),
  studyName: z.string(),
});

/** Studies with rules, of every organization; for the clock. */
export function selectStudiesWithRetention(db: Database): Promise<z.output<typeof studySchema>[]> {
  return db.query(
    studySchema,
    sql`SELECT st.organization_id AS "organizationId", st.id AS "studyId", st.name AS "studyName" FROM studies st
      WHERE EXISTS (SELECT 1 FROM point_retention r WHERE r.organization_id = st.organization_id AND r.study_id = st.id)
      ORDER BY st.organization_id, st.id`,
  );
}

/** Pairs of source and type (t, with the type d) and what their rule keeps (r): the type's own, or that of the others. */
const ruledPairs = sql`source_types t
  JOIN data_types d ON d.organization_id = t.organization_id AND d.id = t.type_id
  CROSS JOIN LATERAL (
    SELECT o.keep_days FROM point_retention o
    WHERE o.organization_id = t.organization_id AND o.study_id = t.study_id AND o.type IN (d.identifier, ${otherTypes})
    ORDER BY o.type = ${otherTypes} LIMIT 1) r`;

const pairSchema = z.object({ sourceId: z.string(), typeId: z.number(), type: z.string(), before: z.coerce.date() });
export type ExpiringPair = z.infer<typeof pairSchema>;

/** Pairs of a study that may have points before what their rule keeps, by source and type, with that instant. */
export function selectExpiringPairs(
  { db, organizationId }: Scope,
  { studyId, at }: { readonly studyId: string; readonly at: Date },
): Promise<ExpiringPair[]> {
  return db.query(
    pairSchema,
    sql`SELECT t.source_id AS "sourceId", t.type_id AS "typeId", d.identifier AS type,
        ${at}::timestamptz - r.keep_days * interval '1 day' AS before
      FROM ${ruledPairs}
      WHERE t.organization_id = ${organizationId} AND t.study_id = ${studyId}
        AND t.first_created_at < ${at}::timestamptz - r.keep_days * interval '1 day'
        AND t.first_recorded_at < ${at}::timestamptz - r.keep_days * interval '1 day'
      ORDER BY t.source_id, t.type_id`,
  );
}

/** About how many points a rule would remove now, from totals by the hour. */
export async function estimateExpiring(
  { db, organizationId }: Scope,
  rule: { readonly studyId: string; readonly type: string; readonly before: Date },
): Promise<RetentionPreview> {
  const count = z.coerce.number();
  const [row] = await db.query(
    retentionPreviewSchema.extend({ points: count, sources: count, types: count }),
    sql`SELECT coalesce(sum(h.point_count), 0) AS points, count(DISTINCT h.source_id) AS sources,
        count(DISTINCT h.type_id) AS types
      FROM source_types t
      JOIN data_types d ON d.organization_id = t.organization_id AND d.id = t.type_id
      JOIN source_hours h ON h.organization_id = t.organization_id AND h.source_id = t.source_id AND h.type_id = t.type_id
      WHERE t.organization_id = ${organizationId} AND t.study_id = ${rule.studyId}
        AND t.first_created_at < ${rule.before} AND t.first_recorded_at < ${rule.before} AND h.hour_at < ${rule.before}
        AND (d.identifier = ${rule.type} OR (${rule.type} = ${otherTypes} AND NOT EXISTS (
          SELECT 1 FROM point_retention o WHERE o.organization_id = t.organization_id AND o.study_id = t.study_id
            AND o.type = d.identifier)))`,
  );
  if (!row) throw new Error('an aggregate gave no row');
  return row;
}
