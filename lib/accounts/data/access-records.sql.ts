import type { Context } from '#lib/platform/context.ts';
import { joinSql, sql } from '#lib/platform/db/sql.ts';
import { accessRecordSchema, type AccessFilter, type AccessRecord } from '../domain/access-record.ts';
import { filterConditions } from './audit-events.sql.ts';

export interface AccessPageWish {
  readonly filter: AccessFilter;
  /** Null: every study. */
  readonly studyIds: readonly string[] | null;
  readonly after: { readonly at: Date; readonly id: string } | null;
  readonly limit: number;
}

/** Access records of the organization, newest first (the order of the index). */
export function listAccessRows(ctx: Context, { filter, studyIds, after, limit }: AccessPageWish): Promise<AccessRecord[]> {
  const { outcome, ...common } = filter;
  const conditions = [sql`organization_id = ${ctx.organizationId}`, ...filterConditions(common)];
  if (outcome !== undefined) conditions.push(sql`outcome = ${outcome}`);
  if (studyIds) conditions.push(sql`study_id = ANY (${studyIds}::uuid[])`);
  if (after) conditions.push(sql`(at < ${after.at} OR (at = ${after.at} AND id > ${after.id}))`);
  return ctx.db.query(
    accessRecordSchema,
    sql`SELECT id, at, actor_kind AS "actorKind", actor_label AS "actorLabel", action, study_id AS "studyId", detail,
        outcome, count, request_id AS "requestId"
      FROM access_records WHERE ${joinSql(conditions, ' AND ')} ORDER BY at DESC, id LIMIT ${limit}`,
  );
}
