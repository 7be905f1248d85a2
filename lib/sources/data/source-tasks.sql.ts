import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import type { OrganizationId } from '#lib/platform/ids.ts';

// Tasks say in their input which sources they are about: `sourceId` and `intoId`, or `sourceIds` of many. One with a verb of
// its own for the result makes a file of what these sources sent.

interface Scope {
  readonly db: Database;
  readonly organizationId: OrganizationId;
}

/** Condition on `tasks t`: of the organization, and about the source. The text is looked at first: inputs may be long. */
const isAbout = ({ organizationId }: Scope, sourceId: string): SqlStatement =>
  sql`t.organization_id = ${organizationId} AND strpos(t.input::text, ${sourceId}) > 0
    AND (t.input ->> 'sourceId' = ${sourceId} OR t.input ->> 'intoId' = ${sourceId}
      OR (t.input::jsonb -> 'sourceIds') @> to_jsonb(${sourceId}::text))`;

const makesFile = rawSql('t.result_verb IS NOT NULL');

const countSchema = z.object({ count: z.coerce.number() });

/** Files that Tasks have made of a source. */
export async function countResultFiles(scope: Scope, sourceId: string): Promise<number> {
  const [row] = await scope.db.query(
    countSchema,
    sql`SELECT count(*) AS count FROM tasks t WHERE ${isAbout(scope, sourceId)} AND ${makesFile} AND t.result_blob_key IS NOT NULL`,
  );
  return row?.count ?? 0;
}

/** Tasks that make a file of a source at this moment. */
export async function countRunningTasks(scope: Scope, sourceId: string): Promise<number> {
  const [row] = await scope.db.query(
    countSchema,
    sql`SELECT count(*) AS count FROM tasks t WHERE ${isAbout(scope, sourceId)} AND ${makesFile} AND t.state = 'running'`,
  );
  return row?.count ?? 0;
}

const fileSchema = z.object({ taskId: z.string(), blobKey: z.string() });

/** Files that Tasks have made of a source, and of whom else. */
export function selectResultFiles(scope: Scope, sourceId: string): Promise<z.infer<typeof fileSchema>[]> {
  return scope.db.query(
    fileSchema,
    sql`SELECT t.id AS "taskId", t.result_blob_key AS "blobKey" FROM tasks t
      WHERE ${isAbout(scope, sourceId)} AND ${makesFile} AND t.result_blob_key IS NOT NULL ORDER BY t.id`,
  );
}

/** Says that the file of a Task is not there any more, and since when. */
export async function markResultRemoved(
  { db, organizationId }: Scope,
  { taskId, at }: { readonly taskId: string; readonly at: Date },
): Promise<void> {
  await db.execute(sql`
    UPDATE tasks SET result_removed_at = ${at}, result_blob_key = NULL, result_name = NULL, result_size_bytes = NULL,
      result_sha256 = NULL
    WHERE organization_id = ${organizationId} AND id = ${taskId}`);
}

/** Titles, by kind, that name nobody; `other` is for kinds not in the list. */
export interface NamelessTitles {
  readonly kinds: Readonly<Record<string, string>>;
  readonly other: string;
}

/** Gives Tasks that are about one source, and may be called after it, titles that do not name it. */
export async function updateTitlesOf(scope: Scope, sourceId: string, titles: NamelessTitles): Promise<void> {
  await scope.db.execute(sql`
    UPDATE tasks t SET title = coalesce(${JSON.stringify(titles.kinds)}::json ->> t.kind, ${titles.other})
    WHERE ${isAbout(scope, sourceId)} AND t.kind <> 'sources.erase'
      AND ${sourceId} IN (t.input ->> 'sourceId', t.input ->> 'intoId')`);
}

/**
 * Lets Tasks about a source be about another from now on. Of those that can be run again only such as make a file: others
 * would do with the other source what was meant for this one.
 */
export async function replaceSourceInTasks(
  scope: Scope,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  await scope.db.execute(sql`
    UPDATE tasks t SET input = replace(t.input::text, ${from}, ${to})::json
    WHERE ${isAbout(scope, from)} AND (${makesFile} OR t.state = 'succeeded')`);
}

/** Lets finished files of a source count as another's too: it got a part of what is in them. */
export async function addSourceToTasks(
  scope: Scope,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  await scope.db.execute(sql`
    UPDATE tasks t SET input = (t.input::jsonb || jsonb_build_object('sourceIds',
      coalesce(t.input::jsonb -> 'sourceIds', '[]'::jsonb) || to_jsonb(${to}::text)))::json
    WHERE ${isAbout(scope, from)} AND ${makesFile} AND t.state IN ('running', 'succeeded', 'failed')
      AND strpos(t.input::text, ${to}) = 0`);
}
