import { z } from 'zod';
import { sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import type { ImportFormat } from '../domain/import-format.ts';
import {
  importMarksSchema,
  importViewSchema,
  type ImportMarks,
  type ImportSettings,
  type ImportState,
  type ImportSummary,
  type ImportView,
} from '../domain/import-record.ts';
import type { RegistryScope } from './scope.ts';

const rowSchema = importViewSchema.extend({
  sizeBytes: z.coerce.number(),
  blobKey: z.string(),
  reportKey: z.string().nullable(),
  marks: importMarksSchema.nullable(),
});
/** An import with what only the wing itself knows. */
export type ImportRow = z.infer<typeof rowSchema>;

/** The name of a person or token, as others may read it. */
const columns = sql`i.id, i.file_name AS "fileName", i.size_bytes AS "sizeBytes", i.format, i.state, i.settings, i.report,
  i.task_id AS "taskId", t.state AS "taskState", coalesce(nullif(p.name, ''), p.email, k.name) AS "createdBy",
  i.created_at AS "createdAt", i.imported_at AS "importedAt", i.undone_at AS "undoneAt", i.blob_key AS "blobKey",
  i.report_key AS "reportKey", i.marks`;

const joined = sql`registry_imports i
  LEFT JOIN tasks t ON t.organization_id = i.organization_id AND t.id = i.task_id
  LEFT JOIN users p ON p.id = i.created_by
  LEFT JOIN api_tokens k ON k.organization_id = i.organization_id AND k.id = i.created_by`;

/** Adds an import whose file is in the blob store. */
export async function insertImport(
  { db, organizationId, now }: RegistryScope,
  given: {
    readonly id: string;
    readonly fileName: string;
    readonly blobKey: string;
    readonly sizeBytes: number;
    readonly format: ImportFormat;
    readonly createdBy: string | null;
  },
): Promise<void> {
  const { id, fileName, blobKey, sizeBytes, format, createdBy } = given;
  await db.execute(sql`
    INSERT INTO registry_imports (organization_id, id, file_name, blob_key, size_bytes, format, created_by, created_at)
    VALUES (${organizationId}, ${id}, ${fileName}, ${blobKey}, ${sizeBytes}, ${format}, ${createdBy}::uuid, ${now})`);
}

/** An import by its id; null: none. `isLocked`: nobody else may change it until the transaction ends. */
export async function findImport(
  { db, organizationId }: Pick<RegistryScope, 'db' | 'organizationId'>,
  id: string,
  { isLocked = false }: { readonly isLocked?: boolean } = {},
): Promise<ImportRow | null> {
  const lock = isLocked ? sql`FOR UPDATE OF i` : sql``;
  const [row] = await db.query(
    rowSchema,
    sql`SELECT ${columns} FROM ${joined} WHERE i.organization_id = ${organizationId} AND i.id = ${id} ${lock}`,
  );
  return row ?? null;
}

/** Imports, newest first, from before an id. */
export function selectImports(
  { db, organizationId }: RegistryScope,
  { before, limit }: { readonly before: string | null; readonly limit: number },
): Promise<ImportView[]> {
  const earlier: SqlStatement = before === null ? sql`` : sql`AND i.id < ${before}`;
  return db.query(
    rowSchema.omit({ blobKey: true, reportKey: true, marks: true }),
    sql`SELECT ${columns} FROM ${joined} WHERE i.organization_id = ${organizationId} ${earlier}
      ORDER BY i.id DESC LIMIT ${limit}`,
  );
}

/** Keeps where an import is to go, and which task works on it. */
export async function assignTask(
  { db, organizationId }: RegistryScope,
  id: string,
  { taskId, settings }: { readonly taskId: string; readonly settings: ImportSettings | null },
): Promise<void> {
  await db.execute(sql`
    UPDATE registry_imports SET task_id = ${taskId},
      settings = coalesce(${settings === null ? null : JSON.stringify(settings)}::jsonb, settings)
    WHERE organization_id = ${organizationId} AND id = ${id}`);
}

/** Keeps what a check or a run came to. */
export async function keepReport(
  { db, organizationId }: RegistryScope,
  id: string,
  { report, reportKey, state }: { readonly report: ImportSummary; readonly reportKey: string; readonly state: ImportState },
): Promise<void> {
  await db.execute(sql`
    UPDATE registry_imports SET report = ${JSON.stringify(report)}::jsonb, report_key = ${reportKey}, state = ${state}
    WHERE organization_id = ${organizationId} AND id = ${id}`);
}

/** Notes, in the transaction that writes it, that an import is in; false: it was in before. */
export async function markImported(
  { db, organizationId, now }: RegistryScope,
  id: string,
  { marks, report }: { readonly marks: ImportMarks; readonly report: ImportSummary },
): Promise<boolean> {
  const changed = await db.execute(sql`
    UPDATE registry_imports SET state = 'imported', imported_at = ${now}, pyramid_id = ${marks.pyramidId},
      version_id = ${marks.versionId}, marks = ${JSON.stringify(marks)}::jsonb, report = ${JSON.stringify(report)}::jsonb
    WHERE organization_id = ${organizationId} AND id = ${id} AND state NOT IN ('imported', 'undone')`);
  return changed > 0;
}

/** Notes, in the transaction that takes it back, that an import is out again. */
export async function markUndone(
  { db, organizationId, now }: RegistryScope,
  id: string,
  { versionIsGone }: { readonly versionIsGone: boolean },
): Promise<void> {
  await db.execute(sql`
    UPDATE registry_imports SET state = 'undone', undone_at = ${now},
      version_id = CASE WHEN ${versionIsGone} THEN NULL ELSE version_id END
    WHERE organization_id = ${organizationId} AND id = ${id}`);
}

/** Forgets an import of which nothing was written; false: something was. */
export async function deleteImport({ db, organizationId }: RegistryScope, id: string): Promise<boolean> {
  const removed = await db.execute(sql`
    DELETE FROM registry_imports WHERE organization_id = ${organizationId} AND id = ${id} AND state = 'uploaded'`);
  return removed > 0;
}
