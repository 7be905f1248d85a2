import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import type { OrganizationId } from '#lib/platform/ids.ts';
import { sql } from '#lib/platform/db/sql.ts';
import type { NewBundle, NewBundleFile } from '../domain/upload-types.ts';

/** Processing listens here; one notice per commit, and only servers deliver it. */
export const bundlesChannel = 'cairn_bundles';

const columns = [
  'organization_id',
  'id',
  'study_id',
  'received_at',
  'state',
  'door',
  'compression',
  'is_encrypted',
  'nonce',
  'is_binary',
  'body',
  'blob_key',
  'size_bytes',
  'content_sha256',
  'claimed_source',
  'refusal',
  'details',
] as const;

function toValues(bundle: NewBundle): unknown[] {
  return [
    bundle.organizationId,
    bundle.id,
    bundle.studyId,
    bundle.receivedAt.toISOString(),
    bundle.state,
    bundle.door,
    bundle.compression,
    bundle.isEncrypted,
    bundle.nonce,
    bundle.isBinary,
    bundle.body,
    bundle.blobKey,
    bundle.sizeBytes,
    bundle.contentSha256,
    bundle.claimedSource,
    bundle.refusal === null ? null : JSON.stringify(bundle.refusal),
    bundle.details,
  ];
}

/** Texts by number of rows: the statement is the same each time, only longer. */
const insertTexts: string[] = [];

/**
 * One statement is one commit: rows and their minutes together or not at all. A row in conflict is left alone without
 * waiting for whoever holds it (a worker may, for seconds), so a repeat never holds up the uploads beside it.
 */
function insertText(rowCount: number, notify: boolean): string {
  const index = rowCount * 2 + (notify ? 1 : 0);
  return (insertTexts[index] ??= `
    WITH arrived AS (
      INSERT INTO bundles (${columns.join(', ')})
      VALUES ${Array.from({ length: rowCount }, (_row, row) => placeholders(row * columns.length)).join(', ')}
      ON CONFLICT (organization_id, study_id, content_sha256) DO NOTHING
      RETURNING organization_id, study_id, id, received_at, size_bytes
    ), counted AS (
      INSERT INTO intake_minutes (organization_id, study_id, minute_at, bundles_received, bytes_received)
      SELECT organization_id, study_id, date_trunc('minute', received_at), count(*), sum(size_bytes)
      FROM arrived GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
      ON CONFLICT (organization_id, study_id, minute_at) DO UPDATE SET
        bundles_received = intake_minutes.bundles_received + excluded.bundles_received,
        bytes_received = intake_minutes.bytes_received + excluded.bytes_received
    )
    SELECT id${notify ? `, pg_notify('${bundlesChannel}', '')` : ''} FROM arrived`);
}

function placeholders(offset: number): string {
  return `(${columns.map((_column, index) => `$${offset + index + 1}`).join(', ')})`;
}

const idRow = z.object({ id: z.string() });

/**
 * Writes bundles, of any number of organizations, each under its own. Rows must come in the order of their hashes, so
 * that two writers never wait for each other crosswise, and with no hash twice. Returns the ids written; the others are
 * repeats of bundles that are there. With `timeoutMs` it rejects when the server is silent for so long, and is not known
 * to have failed; not for use within a transaction.
 */
export async function insertBundles(
  db: Database,
  bundles: readonly NewBundle[],
  { timeoutMs }: { readonly timeoutMs?: number } = {},
): Promise<Set<string>> {
  const rows = await db.query(idRow, {
    text: insertText(bundles.length, db.kind === 'server'),
    values: bundles.flatMap(toValues),
    ...(timeoutMs !== undefined && { timeoutMs }),
  });
  return new Set(rows.map((row) => row.id));
}

/** Writes the files of a bundle; call it in the transaction that writes the bundle. */
export async function insertBundleFiles(
  db: Database,
  bundle: NewBundle,
  files: readonly NewBundleFile[],
): Promise<void> {
  for (const { id, identifier, fileName, contentType, part } of files) {
    await db.execute(sql`
      INSERT INTO bundle_files
        (organization_id, id, bundle_id, identifier, file_name, content_type, size_bytes, sha256, blob_key)
      VALUES
        (${bundle.organizationId}, ${id}, ${bundle.id}, ${identifier}, ${fileName}, ${contentType}, ${part.sizeBytes},
         ${Buffer.from(part.sha256, 'hex')}, ${part.blobKey})`);
  }
}

/** A bundle that came again. */
export interface Repeat {
  readonly organizationId: OrganizationId;
  readonly studyId: string;
  readonly contentSha256: Buffer;
  readonly receivedAt: Date;
}

/**
 * Counts a repeat on its bundle and in its minute. Waits for a worker that holds the bundle: call it apart from what a
 * device waits for. The minute, which every upload counts in, is written only once the bundle is had: else this wait would
 * hold up all of them.
 */
export async function countRepeat(db: Database, repeat: Repeat): Promise<void> {
  const { organizationId, studyId, contentSha256, receivedAt } = repeat;
  await db.execute(sql`
    WITH repeated AS (
      UPDATE bundles SET repeat_count = repeat_count + 1
      WHERE organization_id = ${organizationId} AND study_id = ${studyId} AND content_sha256 = ${contentSha256}
      RETURNING 1
    )
    INSERT INTO intake_minutes (organization_id, study_id, minute_at, bundles_repeated)
    SELECT ${organizationId}, ${studyId}, date_trunc('minute', ${receivedAt}::timestamptz), 1
    WHERE (SELECT count(*) FROM repeated) >= 0
    ON CONFLICT (organization_id, study_id, minute_at) DO UPDATE SET
      bundles_repeated = intake_minutes.bundles_repeated + excluded.bundles_repeated`);
}

/** True when a bundle is there: after a failure of which nobody knows whether it was committed. */
export async function hasBundle(db: Database, bundle: Pick<NewBundle, 'organizationId' | 'id'>): Promise<boolean> {
  const rows = await db.query(
    idRow,
    sql`SELECT id FROM bundles WHERE organization_id = ${bundle.organizationId} AND id = ${bundle.id}`,
  );
  return rows.length > 0;
}

/** Tells workers that bundles wait; they hear it when the caller's transaction commits. */
export async function announceBundles(db: Database): Promise<void> {
  if (db.kind === 'server') await db.execute(sql`SELECT pg_notify(${bundlesChannel}, '')`);
}
