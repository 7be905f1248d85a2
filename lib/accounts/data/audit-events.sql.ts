import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { joinSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import type { AuditEvent, AuditFilter } from '../domain/audit-event.ts';

const auditRowSchema = z
  .object({
    id: z.string(),
    at: z.date(),
    actor_kind: z.string(),
    actor_id: z.string().nullable(),
    actor_label: z.string(),
    action: z.string(),
    subject_type: z.string(),
    subject_id: z.string().nullable(),
    study_id: z.string().nullable(),
    detail: z.record(z.string(), z.unknown()),
    request_id: z.string().nullable(),
  })
  .transform(
    (row): AuditEvent => ({
      id: row.id,
      at: row.at,
      actorKind: row.actor_kind,
      actorId: row.actor_id,
      actorLabel: row.actor_label,
      action: row.action,
      subjectType: row.subject_type,
      subjectId: row.subject_id,
      studyId: row.study_id,
      detail: row.detail,
      requestId: row.request_id,
    }),
  );

export interface AuditPageWish {
  /** Rows of the context's organization, or those of the installation itself, which belong to none. */
  readonly of: 'organization' | 'installation';
  readonly filter: AuditFilter;
  /** Null: every study, and what belongs to none. */
  readonly studyIds: readonly string[] | null;
  /** Go on after this row. */
  readonly after: { readonly at: Date; readonly id: string } | null;
  readonly limit: number;
}

/** Audit rows, newest first (the order of the index). */
export function listAuditRows(ctx: Context, wish: AuditPageWish): Promise<AuditEvent[]> {
  const { filter, studyIds, after, limit } = wish;
  const ofTenant = sql`organization_id = ${ctx.organizationId}`;
  const conditions = [wish.of === 'organization' ? ofTenant : sql`organization_id IS NULL`, ...filterConditions(filter)];
  if (studyIds) conditions.push(sql`study_id = ANY (${studyIds}::uuid[])`);
  if (after) conditions.push(sql`(at < ${after.at} OR (at = ${after.at} AND id > ${after.id}))`);
  return ctx.db.query(
    auditRowSchema,
    sql`SELECT id, at, actor_kind, actor_id, actor_label, action, subject_type, subject_id, study_id, detail, request_id
        FROM audit_events WHERE ${joinSql(conditions, ' AND ')}
        ORDER BY at DESC, id LIMIT ${limit}`,
  );
}

/** A filter of a log as conditions on its columns. */
export function filterConditions(filter: AuditFilter): readonly SqlStatement[] {
  const { from, to, actor, action, studyId, subjectId } = filter;
  return [
    ...(from ? [sql`at >= ${from}`] : []),
    ...(to ? [sql`at < ${to}`] : []),
    ...(actor === undefined ? [] : [sql`actor_label ILIKE ${containing(actor)}`]),
    ...(action === undefined ? [] : [sql`(action = ${action} OR action LIKE ${startingWith(`${action}.`)})`]),
    ...(studyId === undefined ? [] : [sql`study_id = ${studyId}`]),
    ...(subjectId === undefined ? [] : [sql`subject_id = ${subjectId}`]),
  ];
}

function containing(text: string): string {
  return `%${escapeLike(text)}%`;
}

function startingWith(text: string): string {
  return `${escapeLike(text)}%`;
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
}
