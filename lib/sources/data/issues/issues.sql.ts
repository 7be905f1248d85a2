import { z } from 'zod';
import { containing } from '#lib/platform/db/containing.ts';
import { joinSql, rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import {
  deviceIssueSchema,
  issueKinds,
  type DeviceIssue,
  type IssueChange,
  type IssueFilter,
  type IssueKind,
  type IssueSort,
} from '../../domain/issues/device-issue.ts';
import type { DescribedDevice } from '../../domain/issues/describe-device.ts';
import { inScope, type SourceScope } from '../scope.sql.ts';

/** Issues (i) with their source (s) and its study (st). */
const issueTables = sql`device_issues i
  JOIN sources s ON s.organization_id = i.organization_id AND s.id = i.source_id
  JOIN studies st ON st.organization_id = i.organization_id AND st.id = i.study_id`;

const columns = sql`i.id, i.study_id AS "studyId", st.name AS "studyName", i.source_id AS "sourceId",
  s.identifier AS "sourceIdentifier", s.name AS "sourceName", i.state, i.kinds, i.description, i.tags,
  i.user_agent AS "userAgent", i.platform, i.model, i.manufacturer, i.app, i.app_version AS "appVersion",
  i.reported_by AS "reportedBy", i.created_at AS "createdAt", i.updated_at AS "updatedAt"`;

const rowSchema = deviceIssueSchema.extend({
  kinds: z.array(z.string()).transform((kinds) => kinds.filter((kind): kind is IssueKind => issueKinds.includes(kind as IssueKind))),
});

/** What a query narrows to: the filter of the page, or the issues of some sources. */
export type IssueMatch = IssueFilter & { readonly sourceIds?: readonly string[] };

function matching(scope: SourceScope, filter: IssueMatch): SqlStatement {
  const conditions = [inScope(scope, rawSql('i'))];
  if (filter.study !== undefined) conditions.push(sql`st.key = ${filter.study}`);
  if (filter.source !== undefined) conditions.push(sql`i.source_id = ${filter.source}`);
  if (filter.sourceIds !== undefined) conditions.push(sql`i.source_id = ANY(${filter.sourceIds}::uuid[])`);
  if (filter.state !== undefined) conditions.push(sql`i.state = ${filter.state}`);
  if (filter.kind !== undefined) conditions.push(sql`${filter.kind} = ANY(i.kinds)`);
  if (filter.manufacturer !== undefined) conditions.push(sql`i.manufacturer = ${filter.manufacturer}`);
  if (filter.text) {
    conditions.push(sql`(s.identifier || ' ' || s.name || ' ' || i.description || ' ' || i.tags || ' ' || i.model)
      ILIKE ${containing(filter.text)}`);
  }
  return joinSql(conditions, ' AND ');
}

/** Orders of the pages, and that of tables: by identifier (byte order), each by when it was reported. */
type IssueOrder = IssueSort | 'identifier';

/** What each order sorts by, and the type its value has when it comes back in a cursor. */
const sortExpressions: Record<IssueOrder, { readonly by: SqlStatement; readonly type: SqlStatement }> = {
  updated: { by: rawSql('i.updated_at'), type: rawSql('timestamptz') },
  created: { by: rawSql('i.created_at'), type: rawSql('timestamptz') },
  source: { by: rawSql('lower(s.name)'), type: rawSql('text') },
  state: { by: rawSql('i.state'), type: rawSql('text') },
  // Ids are in the order of time.
  identifier: { by: rawSql('s.identifier COLLATE "C"'), type: rawSql('text') },
};

export interface IssuePageRequest {
  readonly filter: IssueMatch;
  readonly sort: IssueOrder;
  readonly order: 'asc' | 'desc';
  /** Sort value and id of the last row seen; null for the first page. */
  readonly after: readonly [string, string] | null;
  readonly limit: number;
}

/** One keyset page, with the position of each row. */
export async function selectIssuePage(
  scope: SourceScope,
  { filter, sort, order, after, limit }: IssuePageRequest,
): Promise<{ issue: DeviceIssue; position: [string, string] }[]> {
  const { by, type } = sortExpressions[sort];
  const direction = rawSql(order === 'asc' ? 'ASC' : 'DESC');
  const comparison = rawSql(order === 'asc' ? '>' : '<');
  const behind = after
    ? sql`AND (${by}, i.id) ${comparison} (${after[0]}::text::${type}, ${after[1]}::uuid)`
    : rawSql('');
  const rows = await scope.db.query(
    rowSchema.extend({ sortValue: z.string() }),
    sql`SELECT ${columns}, (${by})::text AS "sortValue" FROM ${issueTables}
      WHERE ${matching(scope, filter)} ${behind} ORDER BY ${by} ${direction}, i.id ${direction} LIMIT ${limit}`,
  );
  return rows.map(({ sortValue, ...issue }) => ({ issue, position: [sortValue, issue.id] }));
}

/** One issue of the scope; null when there is none. */
export async function selectIssue(scope: SourceScope, id: string): Promise<DeviceIssue | null> {
  const [issue] = await scope.db.query(
    rowSchema,
    sql`SELECT ${columns} FROM ${issueTables} WHERE ${inScope(scope, rawSql('i'))} AND i.id = ${id}`,
  );
  return issue ?? null;
}

/** Makers of the devices that issues are about, by name. */
export async function selectManufacturers(scope: SourceScope, filter: IssueFilter): Promise<string[]> {
  const rows = await scope.db.query(
    z.object({ manufacturer: z.string() }),
    sql`SELECT DISTINCT i.manufacturer FROM ${issueTables}
      WHERE ${matching(scope, filter)} AND i.manufacturer <> '' ORDER BY 1 LIMIT 500`,
  );
  return rows.map(({ manufacturer }) => manufacturer);
}

export interface IssueWrite {
  readonly id: string;
  readonly studyId: string;
  readonly sourceId: string;
  readonly kinds: readonly IssueKind[];
  readonly description: string;
  readonly tags: string;
  readonly userAgent: string;
  readonly device: DescribedDevice;
  readonly reportedBy: string;
}

/** Adds an issue, opened now. */
export async function insertIssue({ db, organizationId, now }: SourceScope, issue: IssueWrite): Promise<void> {
  const { device } = issue;
  await db.execute(
    sql`INSERT INTO device_issues (organization_id, id, study_id, source_id, kinds, description, tags, user_agent,
        platform, model, manufacturer, app, app_version, reported_by, created_at, updated_at)
      VALUES (${organizationId}, ${issue.id}, ${issue.studyId}, ${issue.sourceId}, ${issue.kinds}::text[],
        ${issue.description}, ${issue.tags}, ${issue.userAgent}, ${device.platform}, ${device.model},
        ${device.manufacturer}, ${device.app}, ${device.appVersion}, ${issue.reportedBy}, ${now}, ${now})`,
  );
}

/** Changes an issue; what is left out stays. */
export async function updateIssueRow(
  { db, organizationId, now }: SourceScope,
  id: string,
  change: IssueChange,
): Promise<void> {
  await db.execute(
    sql`UPDATE device_issues SET state = coalesce(${change.state ?? null}::text, state),
        kinds = coalesce(${change.kinds ?? null}::text[], kinds),
        description = coalesce(${change.description ?? null}::text, description),
        tags = coalesce(${change.tags ?? null}::text, tags), updated_at = ${now}
      WHERE organization_id = ${organizationId} AND id = ${id}`,
  );
}
