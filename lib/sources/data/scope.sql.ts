import { studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import type { Verb } from '#lib/platform/auth/verbs.ts';
import type { Context } from '#lib/platform/context.ts';
import { sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import type { Database } from '#lib/platform/db/database.ts';
import type { OrganizationId, StudyId } from '#lib/platform/ids.ts';

/** Where a query may look: one organization, and all of its studies (null) or some. */
export interface SourceScope {
  readonly db: Database;
  readonly organizationId: OrganizationId;
  readonly studyIds: readonly StudyId[] | null;
  readonly now: Date;
}

/** The part of the organization in which the actor may use the verb. */
export function scopeOf(ctx: Context, verb: Verb): SourceScope {
  return {
    db: ctx.db,
    organizationId: ctx.organizationId,
    studyIds: studiesWithVerb(ctx.actor, verb),
    now: ctx.now(),
  };
}

/** The scope as a condition on a table with organization_id and study_id, named by its alias. */
export function inScope(scope: SourceScope, alias: SqlStatement): SqlStatement {
  const organization = sql`${alias}.organization_id = ${scope.organizationId}`;
  return scope.studyIds === null
    ? organization
    : sql`${organization} AND ${alias}.study_id = ANY(${scope.studyIds}::uuid[])`;
}
