import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { rawSql, sql } from '#lib/platform/db/sql.ts';
import { textList } from '#lib/platform/db/text-list.ts';
import type { OrganizationId } from '#lib/platform/ids.ts';

/** The installation that makes a fact `f` public: its source is there at that time, and anybody may read it. */
const isPublicFact = rawSql(`EXISTS (SELECT 1 FROM installations i WHERE i.organization_id = f.organization_id
  AND i.id = f.installation_id AND i.is_public AND i.removed_at IS NULL
  AND i.from_at <= f.observed_at AND (i.to_at IS NULL OR i.to_at > f.observed_at))`);

/** What was newly stored of one instant of a source, by key of the quantity. */
export interface NewPublicSample {
  readonly sourceId: string;
  readonly observedAt: Date;
  readonly values: Readonly<Record<string, number>>;
}

/**
 * Writes samples of sources, each instant once, for every publisher that is on, in the caller's transaction: those at a
 * public installation since the publisher is there, with the publisher's fields alone. Further values of an instant join
 * those that were written, which then go once more. Gives the number. Cost: one statement; without publishers one look at
 * an empty index.
 */
export async function insertPublications(
  { db, organizationId, now }: Pick<Context, 'db' | 'organizationId' | 'now'>,
  samples: readonly NewPublicSample[],
): Promise<number> {
  const at = now();
  return db.execute(sql`
    INSERT INTO publications (organization_id, id, publisher_id, kind, installation_id, source_id, observed_at, "values",
      next_attempt_at, created_at)
    SELECT p.organization_id, gen_random_uuid(), p.id, 'sample', i.id, i.source_id, w.observed_at::timestamptz, v."values",
      ${at}::timestamptz, ${at}::timestamptz
    FROM publishers p
    CROSS JOIN unnest(${samples.map(({ sourceId }) => sourceId)}::text[],
      ${samples.map(({ observedAt }) => observedAt.toISOString())}::text[],
      ${samples.map(({ values }) => JSON.stringify(values))}::text[]) AS w (source_id, observed_at, told)
    JOIN installations i ON i.organization_id = p.organization_id AND i.source_id = w.source_id::uuid AND i.is_public
      AND i.removed_at IS NULL AND w.observed_at::timestamptz >= greatest(i.from_at, p.created_at)
        AND (i.to_at IS NULL OR w.observed_at::timestamptz < i.to_at)
    CROSS JOIN LATERAL (SELECT jsonb_object_agg(e.key, e.value) AS "values" FROM jsonb_each(w.told::jsonb) e
      WHERE e.key = ANY(p.fields)) v
    WHERE p.organization_id = ${organizationId} AND p.is_enabled AND p.archived_at IS NULL AND v."values" IS NOT NULL
    ORDER BY i.id, w.observed_at, p.id
    ON CONFLICT (organization_id, publisher_id, kind, installation_id, observed_at)
      DO UPDATE SET "values" = publications."values" || excluded."values", revision = publications.revision + 1,
        state = CASE publications.state WHEN 'sent' THEN 'waiting' ELSE publications.state END,
        next_attempt_at = CASE publications.state WHEN 'sent' THEN ${at}::timestamptz ELSE publications.next_attempt_at END
      WHERE publications."values" <> publications."values" || excluded."values"`);
}

/**
 * Writes what a change of publicity asks for, of every organization: samples that have not left and are public no more are
 * dropped; installations that publishers know and that are public no more are withdrawn there; withdrawals of what is public
 * again are dropped. Run before each delivery.
 */
export async function writeWithdrawals(db: Database, at: Date): Promise<number> {
  await db.execute(sql`
    UPDATE publications f SET state = 'withdrawn', settled_at = ${at}
    WHERE f.state IN ('waiting', 'failed') AND f.kind = 'sample' AND NOT ${isPublicFact}`);
  await db.execute(sql`
    UPDATE publications f SET state = 'withdrawn', settled_at = ${at} FROM installations i
    WHERE f.state IN ('waiting', 'failed') AND f.kind = 'withdrawal' AND i.organization_id = f.organization_id
      AND i.id = f.installation_id AND i.is_public AND i.removed_at IS NULL`);
  return db.execute(sql`
    INSERT INTO publications (organization_id, id, publisher_id, kind, installation_id, source_id, observed_at, "values",
      next_attempt_at, created_at)
    SELECT r.organization_id, gen_random_uuid(), r.publisher_id, 'withdrawal', i.id, i.source_id, ${at}::timestamptz,
      '{}'::jsonb, ${at}::timestamptz, ${at}::timestamptz
    FROM publisher_registrations r
    JOIN publishers p ON p.organization_id = r.organization_id AND p.id = r.publisher_id AND p.archived_at IS NULL
    JOIN installations i ON i.organization_id = r.organization_id AND i.id = r.installation_id
    WHERE r.withdrawn_at IS NULL AND (NOT i.is_public OR i.removed_at IS NOT NULL)
      AND NOT EXISTS (SELECT 1 FROM publications f WHERE f.organization_id = r.organization_id
        AND f.publisher_id = r.publisher_id AND f.installation_id = r.installation_id AND f.kind = 'withdrawal'
        AND f.state IN ('waiting', 'failed'))
    ON CONFLICT DO NOTHING`);
}

const publisherKeySchema = z.object({
  organizationId: z.string().transform((id) => id as OrganizationId),
  publisherId: z.string(),
});
export type PublisherKey = z.infer<typeof publisherKeySchema>;

/** Publishers for whom something is due, of every organization. Those that are off get what they must take back alone. */
export function selectDuePublishers(db: Database, at: Date): Promise<PublisherKey[]> {
  return db.query(
    publisherKeySchema,
    sql`SELECT p.organization_id AS "organizationId", p.id AS "publisherId" FROM publishers p
      WHERE p.archived_at IS NULL AND EXISTS (SELECT 1 FROM publications f WHERE f.organization_id = p.organization_id
        AND f.publisher_id = p.id AND f.state = 'waiting' AND f.next_attempt_at <= ${at}
        AND (p.is_enabled OR f.kind = 'withdrawal'))
      ORDER BY p.organization_id, p.id`,
  );
}

const dueSchema = publisherKeySchema.extend({
  id: z.string(),
  kind: z.enum(['sample', 'withdrawal']),
  installationId: z.string(),
  sourceId: z.string(),
  observedAt: z.coerce.date(),
  values: z.record(z.string(), z.number()),
  /** Counting this one. */
  attempts: z.number(),
  revision: z.number(),
});
export type DuePublication = z.infer<typeof dueSchema>;

/**
 * Takes what a publisher is to get next: nobody else sees it before `until`, and a killed worker's comes back then. What is
 * public no more is not taken. Null: nothing is due.
 */
export async function takeDuePublication(
  db: Database,
  { organizationId, publisherId }: PublisherKey,
  { at, until }: { readonly at: Date; readonly until: Date },
): Promise<DuePublication | null> {
  const [taken] = await db.query(
    dueSchema,
    sql`WITH due AS (
        SELECT f.organization_id, f.id FROM publications f
        JOIN publishers p ON p.organization_id = f.organization_id AND p.id = f.publisher_id AND p.archived_at IS NULL
        WHERE f.organization_id = ${organizationId} AND f.publisher_id = ${publisherId} AND f.state = 'waiting'
          AND f.next_attempt_at <= ${at} AND (f.kind = 'withdrawal' OR (p.is_enabled AND ${isPublicFact}))
        ORDER BY f.next_attempt_at, f.observed_at LIMIT 1 FOR UPDATE OF f SKIP LOCKED)
      UPDATE publications f SET attempts = f.attempts + 1, next_attempt_at = ${until}
      FROM due WHERE f.organization_id = due.organization_id AND f.id = due.id
      RETURNING f.organization_id AS "organizationId", f.id, f.publisher_id AS "publisherId", f.kind,
        f.installation_id AS "installationId", f.source_id AS "sourceId", f.observed_at AS "observedAt", f."values",
        f.attempts, f.revision`,
  );
  return taken ?? null;
}

/** What became of an attempt: it arrived, is tried again at `next`, or was given up (null). */
export type PublicationOutcome = { readonly sentAt: Date } | { readonly error: string; readonly next: Date | null };

/** Notes what became of an attempt; when further values came meanwhile, the whole goes once more. */
export async function settlePublication(
  db: Database,
  { organizationId, id, revision }: Pick<DuePublication, 'organizationId' | 'id' | 'revision'>,
  outcome: PublicationOutcome,
): Promise<void> {
  const change =
    'sentAt' in outcome
      ? sql`state = CASE revision WHEN ${revision}::int THEN 'sent' ELSE state END, settled_at = ${outcome.sentAt},
          next_attempt_at = ${outcome.sentAt}, last_error = NULL`
      : sql`last_error = ${outcome.error}, state = CASE WHEN ${outcome.next}::timestamptz IS NULL THEN 'failed' ELSE state END,
          next_attempt_at = coalesce(${outcome.next}::timestamptz, next_attempt_at)`;
  await db.execute(
    sql`UPDATE publications SET ${change} WHERE organization_id = ${organizationId} AND id = ${id} AND state = 'waiting'`,
  );
}

/** Puts publications that were given up back in line; all of a publisher, or some. Gives the number. */
export function retryPublications(
  { db, organizationId, now }: Pick<Context, 'db' | 'organizationId' | 'now'>,
  { publisherId, ids }: { readonly publisherId: string; readonly ids: readonly string[] | null },
): Promise<number> {
  const some = ids === null ? sql`true` : sql`id = ANY(${textList(ids, 'uuid')})`;
  return db.execute(sql`
    UPDATE publications SET state = 'waiting', attempts = 0, next_attempt_at = ${now()}
    WHERE organization_id = ${organizationId} AND publisher_id = ${publisherId} AND state = 'failed' AND ${some}`);
}

/** Lets go of what was settled before an instant; gives the number. Of every organization. */
export function deleteOldPublications(db: Database, before: Date): Promise<number> {
  return db.execute(sql`DELETE FROM publications WHERE state IN ('sent', 'withdrawn') AND settled_at < ${before}`);
}
