import { z } from 'zod';
import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import type { SourceId, StudyId } from '#lib/platform/ids.ts';
import type { BlockRange, TenantScope } from './export-points.sql.ts';

/** Sources of a study: all (not archived), or those named and those of the groups named. */
export interface SourceChoice {
  readonly studyId: StudyId;
  /** Null: every source of the study. */
  readonly named: { readonly sourceIds: readonly string[]; readonly groupIds: readonly string[] } | null;
}

const chosen = ({ organizationId }: TenantScope, choice: SourceChoice): SqlStatement => {
  const some = choice.named
    ? sql`(s.id = ANY(${choice.named.sourceIds}::uuid[]) OR s.group_id = ANY(${choice.named.groupIds}::uuid[]))`
    : sql`s.archived_at IS NULL`;
  return sql`s.organization_id = ${organizationId} AND s.study_id = ${choice.studyId} AND ${some}`;
};

/** The part of a counter's points in a range, as if they were spread evenly between its first and last. */
function share(range: BlockRange): SqlStatement {
  const first = rawSql(`t.first_${range.column}_at`);
  const last = rawSql(`t.last_${range.column}_at`);
  const from = sql`coalesce(${range.from}::timestamptz, '-infinity')`;
  const to = sql`coalesce(${range.to}::timestamptz, 'infinity')`;
  const seconds = (until: SqlStatement, since: SqlStatement) => sql`extract(epoch from ${until} - ${since})::float8`;
  return sql`CASE
    WHEN ${first} IS NULL THEN 0
    WHEN ${first} >= ${to} OR ${last} < ${from} THEN 0
    WHEN ${first} >= ${from} AND ${last} < ${to} THEN 1
    ELSE ${seconds(sql`least(${last}, ${to})`, sql`greatest(${first}, ${from})`)} / ${seconds(last, first)} END`;
}

const chosenTypes = ({ organizationId }: TenantScope, types: readonly string[] | null) => sql`
  t.type_id IN (SELECT d.id FROM data_types d WHERE d.organization_id = ${organizationId}
    AND (${types}::text[] IS NULL OR d.identifier = ANY(${types}::text[])))`;

const sourceEstimateSchema = z.object({
  id: z.string().transform((text) => text as SourceId),
  identifier: z.string(),
  points: z.coerce.number(),
});
export type SourceEstimate = z.infer<typeof sourceEstimateSchema>;

/** The sources chosen, by identifier (byte order), each with about how many points of the types lie in the range. */
export function selectSourceEstimates(
  scope: TenantScope,
  choice: SourceChoice,
  { types, range }: { readonly types: readonly string[] | null; readonly range: BlockRange },
): Promise<SourceEstimate[]> {
  return scope.db.query(
    sourceEstimateSchema,
    sql`SELECT s.id, s.identifier, coalesce(round(sum(t.point_count * ${share(range)})), 0)::int8 AS points
        FROM sources s
        LEFT JOIN source_types t ON t.organization_id = s.organization_id AND t.source_id = s.id
          AND ${chosenTypes(scope, types)}
        WHERE ${chosen(scope, choice)}
        GROUP BY s.id, s.identifier ORDER BY s.identifier COLLATE "C"`,
  );
}

const typeTotalSchema = z.object({
  typeId: z.number(),
  type: z.string(),
  points: z.coerce.number(),
  sources: z.coerce.number(),
  firstCreatedAt: z.date(),
  lastCreatedAt: z.date(),
});
export type TypeTotal = z.infer<typeof typeTotalSchema>;

/** What the chosen sources sent, by type. */
export function selectTypeTotals(scope: TenantScope, choice: SourceChoice): Promise<TypeTotal[]> {
  return scope.db.query(
    typeTotalSchema,
    sql`SELECT t.type_id AS "typeId", d.identifier AS type, sum(t.point_count) AS points, count(*) AS sources,
          min(t.first_created_at) AS "firstCreatedAt", max(t.last_created_at) AS "lastCreatedAt"
        FROM sources s
        JOIN source_types t ON t.organization_id = s.organization_id AND t.source_id = s.id
        JOIN data_types d ON d.organization_id = t.organization_id AND d.id = t.type_id
        WHERE ${chosen(scope, choice)} AND t.point_count > 0
        GROUP BY t.type_id, d.identifier ORDER BY d.identifier COLLATE "C"`,
  );
}

const namedSourceSchema = z.object({
  id: z.string().transform((text) => text as SourceId),
  identifier: z.string(),
});
export type NamedSource = z.infer<typeof namedSourceSchema>;

/** Sources by id, by identifier (byte order); ids that are not there are left out. */
export function selectNamedSources(
  { db, organizationId }: TenantScope,
  sourceIds: readonly string[],
): Promise<NamedSource[]> {
  return db.query(
    namedSourceSchema,
    sql`SELECT id, identifier FROM sources WHERE organization_id = ${organizationId} AND id = ANY(${sourceIds}::uuid[])
        ORDER BY identifier COLLATE "C"`,
  );
}

/** Those of the sources that have points of the type, in no order. */
export async function selectSourcesWithPoints(
  { db, organizationId }: TenantScope,
  sourceIds: readonly string[],
  typeId: number,
): Promise<SourceId[]> {
  const rows = await db.query(
    z.object({ id: z.string().transform((text) => text as SourceId) }),
    sql`SELECT source_id AS id FROM source_types WHERE organization_id = ${organizationId} AND type_id = ${typeId}
          AND source_id = ANY(${sourceIds}::uuid[]) AND point_count > 0`,
  );
  return rows.map((row) => row.id);
}

export interface PointsOver {
  readonly sourceIds: readonly string[];
  readonly typeId: number;
  readonly range: BlockRange;
  readonly points: number;
}

/** Those of the sources that have more than so many points of the type in the range; reads no more than it must. */
export async function selectSourcesWithMore(
  { db, organizationId }: TenantScope,
  { sourceIds, typeId, range, points }: PointsOver,
): Promise<SourceId[]> {
  const at = range.column === 'created' ? rawSql('d.created_at') : rawSql('d.recorded_at');
  const rows = await db.query(
    z.object({ id: z.string().transform((text) => text as SourceId) }),
    sql`SELECT t.source_id AS id FROM source_types t
        WHERE t.organization_id = ${organizationId} AND t.type_id = ${typeId}
          AND t.source_id = ANY(${sourceIds}::uuid[]) AND t.point_count > ${points}
          AND EXISTS (
            SELECT FROM data_points d
            WHERE d.organization_id = t.organization_id AND d.source_id = t.source_id AND d.type_id = t.type_id
              AND (${range.from}::timestamptz IS NULL OR ${at} >= ${range.from})
              AND (${range.to}::timestamptz IS NULL OR ${at} < ${range.to})
            OFFSET ${points} LIMIT 1)`,
  );
  return rows.map((row) => row.id);
}

/** Ids of types by their identifiers; types never seen are left out. */
export async function selectTypeIds(
  { db, organizationId }: TenantScope,
  types: readonly string[],
): Promise<Map<string, number>> {
  const rows = await db.query(
    z.object({ id: z.number(), identifier: z.string() }),
    sql`SELECT id, identifier FROM data_types
        WHERE organization_id = ${organizationId} AND identifier = ANY(${types}::text[])`,
  );
  return new Map(rows.map((row) => [row.identifier, row.id]));
}
