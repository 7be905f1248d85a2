import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { textList } from '#lib/platform/db/text-list.ts';
import type { BundleId, OrganizationId, StudyId } from '#lib/platform/ids.ts';

// Processing works for every organization: its statements take bundles of all, and write each row under its own.

export const waitingBundleSchema = z.object({
  organizationId: z.uuid().transform((id) => id as OrganizationId),
  studyId: z.uuid().transform((id) => id as StudyId),
  id: z.uuid().transform((id) => id as BundleId),
  receivedAt: z.date(),
  compression: z.string(),
  isEncrypted: z.boolean(),
  nonce: z.string().nullable(),
  isBinary: z.boolean(),
  /** Some of it was erased: what is left is plain JSON, whatever the flags say of how it came. */
  isRewritten: z.boolean(),
  body: z.instanceof(Buffer).nullable(),
  blobKey: z.string().nullable(),
  claimedSource: z.string().nullable(),
  /** JSON text. */
  details: z.string().nullable(),
  hasFiles: z.boolean(),
});
/** A bundle as processing takes it. */
export type WaitingBundle = z.infer<typeof waitingBundleSchema>;

/** The columns of a {@link WaitingBundle} of `bundles b`. */
export const waitingBundleColumns = rawSql(`
  b.organization_id AS "organizationId", b.study_id AS "studyId", b.id, b.received_at AS "receivedAt", b.compression,
  b.is_encrypted AS "isEncrypted", b.nonce, b.is_binary AS "isBinary", b.is_rewritten AS "isRewritten", b.body, b.blob_key AS "blobKey",
  b.claimed_source AS "claimedSource", b.details::text AS details,
  EXISTS (SELECT 1 FROM bundle_files f WHERE f.organization_id = b.organization_id AND f.bundle_id = b.id) AS "hasFiles"`);

/**
 * Takes waiting bundles, oldest first, past those that others hold; they stay ours until the transaction ends.
 * The embedded database has one session, so nobody else can hold any; there, read them without a lock, and lock them with
 * {@link lockBundles} when they are written.
 */
export function claimBundles(
  db: Database,
  claim: { readonly limit: number; readonly except: readonly string[] },
): Promise<WaitingBundle[]> {
  return selectWaiting(
    db,
    sql`b.id <> ALL (${claim.except}::uuid[])
      ORDER BY b.received_at, b.id LIMIT ${claim.limit}`,
  );
}

/** Takes one waiting bundle; null when it does not wait any more, or somebody else holds it. */
export async function claimBundle(db: Database, id: string): Promise<WaitingBundle | null> {
  const [bundle] = await selectWaiting(db, sql`b.id = ${id}`);
  return bundle ?? null;
}

function selectWaiting(db: Database, where: SqlStatement): Promise<WaitingBundle[]> {
  const lock = db.kind === 'server' ? rawSql('FOR UPDATE OF b SKIP LOCKED') : rawSql('');
  return db.query(
    waitingBundleSchema,
    sql`SELECT ${waitingBundleColumns} FROM bundles b WHERE b.state = 'waiting' AND ${where} ${lock}`,
  );
}

const idSchema = z.object({ id: z.uuid() });

/** Locks those of the bundles that still wait, in the order of their ids, and gives their ids back. */
export async function lockBundles(
  db: Database,
  bundles: readonly Pick<WaitingBundle, 'organizationId' | 'id'>[],
): Promise<Set<string>> {
  const rows = await db.query(
    idSchema,
    sql`SELECT b.id FROM unnest(${keyLists(bundles)}) AS n (organization_id, id)
      JOIN bundles b ON b.organization_id = n.organization_id AND b.id = n.id
      WHERE b.state = 'waiting' ORDER BY b.organization_id, b.id FOR UPDATE OF b SKIP LOCKED`,
  );
  return new Set(rows.map(({ id }) => id));
}

function keyLists(bundles: readonly Pick<WaitingBundle, 'organizationId' | 'id'>[]): SqlStatement {
  return sql`${textList(bundles.map(({ organizationId }) => organizationId), 'uuid')},
    ${textList(bundles.map(({ id }) => id), 'uuid')}`;
}

/** What became of a bundle. */
export interface BundleOutcome {
  readonly bundle: Pick<WaitingBundle, 'organizationId' | 'studyId' | 'id'>;
  readonly state: 'processed' | 'failed';
  /** Elements of its list, understood or not. */
  readonly pointCount: number;
  /** Points that were not there before. */
  readonly newPointCount: number;
  readonly quarantinedCount: number;
}

/** Marks bundles as done. */
export async function markBundles(db: Database, outcomes: readonly BundleOutcome[]): Promise<void> {
  const counts = (read: (outcome: BundleOutcome) => number) => textList(outcomes.map(read), 'int4');
  await db.execute(sql`
    UPDATE bundles b SET state = n.state, processed_at = now(), point_count = n.points,
      new_point_count = b.new_point_count + n.new_points, quarantined_count = n.quarantined
    FROM unnest(${keyLists(outcomes.map(({ bundle }) => bundle))}, ${outcomes.map(({ state }) => state)}::text[],
        ${counts(({ pointCount }) => pointCount)}, ${counts(({ newPointCount }) => newPointCount)},
        ${counts(({ quarantinedCount }) => quarantinedCount)})
      AS n (organization_id, id, state, points, new_points, quarantined)
    WHERE b.organization_id = n.organization_id AND b.id = n.id`);
}

const fileSchema = z.object({
  bundleId: z.uuid(),
  fileId: z.uuid(),
  identifier: z.string(),
});
/** A file that came with a bundle, under the name that points call it by. */
export type BundleFileName = z.infer<typeof fileSchema>;

/** The files of bundles. */
export function selectFilesOfBundles(
  db: Database,
  bundles: readonly Pick<WaitingBundle, 'organizationId' | 'id'>[],
): Promise<BundleFileName[]> {
  return db.query(
    fileSchema,
    sql`SELECT f.bundle_id AS "bundleId", f.id AS "fileId", f.identifier
      FROM unnest(${keyLists(bundles)}) AS n (organization_id, id)
      JOIN bundle_files f ON f.organization_id = n.organization_id AND f.bundle_id = n.id`,
  );
}

/** A point that names a file of its bundle. */
export interface AttachmentLink {
  readonly organizationId: string;
  readonly fileId: string;
  readonly sourceId: string;
  readonly typeId: number;
  readonly createdAtUs: number;
  /** UUID form. */
  readonly contentHash: string;
}

/** Links files to the points that name them. */
export async function insertAttachmentLinks(db: Database, links: readonly AttachmentLink[]): Promise<void> {
  await db.execute(sql`
    INSERT INTO attachment_links (organization_id, file_id, source_id, type_id, created_at, content_hash)
    SELECT n.organization_id, n.file_id, n.source_id, n.type_id,
      timestamptz 'epoch' + n.created_us * interval '1 microsecond', n.content_hash
    FROM unnest(${textList(links.map(({ organizationId }) => organizationId), 'uuid')},
        ${textList(links.map(({ fileId }) => fileId), 'uuid')}, ${textList(links.map(({ sourceId }) => sourceId), 'uuid')},
        ${textList(links.map(({ typeId }) => typeId), 'int4')},
        ${textList(links.map(({ createdAtUs }) => createdAtUs), 'float8')},
        ${textList(links.map(({ contentHash }) => contentHash), 'uuid')})
      AS n (organization_id, file_id, source_id, type_id, created_us, content_hash)
    ORDER BY 1, 3, 4, 5, 6, 2
    ON CONFLICT DO NOTHING`);
}

/** What a batch adds to the minutes of studies. */
export interface MinuteCounts {
  readonly organizationId: string;
  readonly studyId: string;
  readonly bundlesProcessed: number;
  readonly bundlesFailed: number;
  readonly pointsAdded: number;
  readonly pointsQuarantined: number;
}

/** Counts processing in the present minute of each study. Uploads wait for these rows: do it last in a transaction. */
export async function addToMinutes(db: Database, minutes: readonly MinuteCounts[]): Promise<void> {
  const counts = (read: (minute: MinuteCounts) => number) => textList(minutes.map(read), 'int4');
  await db.execute(sql`
    INSERT INTO intake_minutes AS m (organization_id, study_id, minute_at, bundles_processed, bundles_failed,
      points_added, points_quarantined)
    SELECT n.organization_id, n.study_id, date_trunc('minute', clock_timestamp()), n.processed, n.failed, n.added,
      n.quarantined
    FROM unnest(${textList(minutes.map(({ organizationId }) => organizationId), 'uuid')},
        ${textList(minutes.map(({ studyId }) => studyId), 'uuid')},
        ${counts(({ bundlesProcessed }) => bundlesProcessed)}, ${counts(({ bundlesFailed }) => bundlesFailed)},
        ${counts(({ pointsAdded }) => pointsAdded)}, ${counts(({ pointsQuarantined }) => pointsQuarantined)})
      AS n (organization_id, study_id, processed, failed, added, quarantined)
    ORDER BY 1, 2
    ON CONFLICT (organization_id, study_id, minute_at) DO UPDATE SET
      bundles_processed = m.bundles_processed + excluded.bundles_processed,
      bundles_failed = m.bundles_failed + excluded.bundles_failed,
      points_added = m.points_added + excluded.points_added,
      points_quarantined = m.points_quarantined + excluded.points_quarantined`);
}
