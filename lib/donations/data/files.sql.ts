import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import type { TaskId } from '#lib/platform/ids.ts';
import { donatedFileSchema, type DonatedFile, type FileState, type Outcome } from '../domain/donation.ts';

type Scope = Pick<Context, 'db' | 'organizationId'>;

const columns = sql`f.id, f.request_id AS "requestId", f.service, f.file_name AS "fileName", f.size_bytes AS "sizeBytes",
  f.received_bytes AS "receivedBytes", f.state, f.begun_at AS "begunAt", f.uploaded_at AS "uploadedAt",
  f.processed_at AS "processedAt", f.task_id AS "taskId", f.outcome`;

function selectFiles({ db, organizationId }: Scope, where: SqlStatement): Promise<DonatedFile[]> {
  return db.query(
    donatedFileSchema,
    sql`SELECT ${columns} FROM donation_files f WHERE f.organization_id = ${organizationId} AND ${where}`,
  );
}

/** Files of a request, oldest first. */
export function selectFilesOfRequest(scope: Scope, requestId: string): Promise<DonatedFile[]> {
  return selectFiles(scope, sql`f.request_id = ${requestId} ORDER BY f.begun_at, f.id LIMIT 1000`);
}

export async function findFile(
  scope: Scope,
  id: string,
  options: { readonly isLocked?: boolean } = {},
): Promise<DonatedFile | null> {
  const [row] = await selectFiles(scope, sql`f.id = ${id} ${options.isLocked ? sql`FOR UPDATE` : sql``}`);
  return row ?? null;
}

/** A file of the request that was begun and is not here as a whole: the same name and size are the same file. */
export async function findUnfinished(
  scope: Scope,
  file: Pick<DonatedFile, 'requestId' | 'service' | 'fileName' | 'sizeBytes'>,
): Promise<DonatedFile | null> {
  const [row] = await selectFiles(
    scope,
    sql`f.request_id = ${file.requestId} AND f.service = ${file.service} AND f.file_name = ${file.fileName}
      AND f.size_bytes = ${file.sizeBytes} AND f.state = 'receiving' ORDER BY f.begun_at DESC LIMIT 1`,
  );
  return row ?? null;
}

export async function insertFile(
  { db, organizationId }: Scope,
  file: Pick<DonatedFile, 'id' | 'requestId' | 'service' | 'fileName' | 'sizeBytes' | 'begunAt'>,
): Promise<void> {
  await db.execute(sql`
    INSERT INTO donation_files (organization_id, id, request_id, service, file_name, size_bytes, begun_at)
    VALUES (${organizationId}, ${file.id}, ${file.requestId}, ${file.service}, ${file.fileName}, ${file.sizeBytes},
      ${file.begunAt})`);
}

const partSchema = z.object({ position: z.number(), sizeBytes: z.number(), blobKey: z.string() });
export type FilePart = z.infer<typeof partSchema>;

/** Pieces in the order of the file. */
export function selectParts({ db, organizationId }: Scope, fileId: string): Promise<FilePart[]> {
  return db.query(
    partSchema,
    sql`SELECT position, size_bytes AS "sizeBytes", blob_key AS "blobKey" FROM donation_file_parts
      WHERE organization_id = ${organizationId} AND file_id = ${fileId} ORDER BY position`,
  );
}

export async function insertPart({ db, organizationId }: Scope, fileId: string, part: FilePart): Promise<void> {
  await db.execute(sql`
    INSERT INTO donation_file_parts (organization_id, file_id, position, size_bytes, blob_key)
    VALUES (${organizationId}, ${fileId}, ${part.position}, ${part.sizeBytes}, ${part.blobKey})`);
  await db.execute(sql`
    UPDATE donation_files SET received_bytes = received_bytes + ${part.sizeBytes}
    WHERE organization_id = ${organizationId} AND id = ${fileId}`);
}

/** The file is here as a whole, or is read again: a Task will do it. */
export async function markWaiting(
  { db, organizationId }: Scope,
  id: string,
  { taskId, at }: { readonly taskId: TaskId; readonly at: Date },
): Promise<void> {
  await db.execute(sql`
    UPDATE donation_files SET state = 'waiting', task_id = ${taskId}, uploaded_at = coalesce(uploaded_at, ${at})
    WHERE organization_id = ${organizationId} AND id = ${id}`);
}

export interface Processed {
  readonly state: FileState;
  /** Hex; null: it could not be opened as a whole. */
  readonly sha256: string | null;
  readonly outcome: Outcome;
  readonly at: Date;
}

export async function markProcessed({ db, organizationId }: Scope, id: string, done: Processed): Promise<void> {
  await db.execute(sql`
    UPDATE donation_files SET state = ${done.state}, processed_at = ${done.at},
      sha256 = ${done.sha256 === null ? null : Buffer.from(done.sha256, 'hex')},
      outcome = ${JSON.stringify(done.outcome)}::jsonb
    WHERE organization_id = ${organizationId} AND id = ${id}`);
}

/** Removes a file's rows; gives the keys of its pieces. */
export async function deleteFile(scope: Scope, id: string): Promise<readonly string[]> {
  const parts = await selectParts(scope, id);
  await scope.db.execute(
    sql`DELETE FROM donation_files WHERE organization_id = ${scope.organizationId} AND id = ${id}`,
  );
  return parts.map(({ blobKey }) => blobKey);
}

/** Gives the Tasks that read a file another title: theirs names whose it was. */
export async function renameTasksOfFile({ db, organizationId }: Scope, id: string, title: string): Promise<void> {
  await db.execute(sql`
    UPDATE tasks SET title = ${title}
    WHERE organization_id = ${organizationId} AND kind = 'donations.import' AND input ->> 'fileId' = ${id}`);
}

/** Hash of the plain bytes; null before they were read. */
export async function findFileHash({ db, organizationId }: Scope, id: string): Promise<string | null> {
  const [row] = await db.query(
    z.object({ sha256: z.string().nullable() }),
    sql`SELECT encode(sha256, 'hex') AS sha256 FROM donation_files WHERE organization_id = ${organizationId} AND id = ${id}`,
  );
  return row?.sha256 ?? null;
}
