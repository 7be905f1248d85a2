import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { rawSql, sql } from '#lib/platform/db/sql.ts';
import type { OrganizationId } from '#lib/platform/ids.ts';
import {
  publicationSchema,
  publisherKinds,
  publisherSchema,
  type Publication,
  type Publisher,
} from '../../domain/publishers/publisher.ts';

type Scope = Pick<Context, 'db' | 'organizationId'>;

export interface PublisherRow {
  readonly id: string;
  readonly name: string;
  readonly kind: Publisher['kind'];
  readonly fields: readonly string[];
  readonly settings: Readonly<Record<string, string>>;
  readonly secretsSealed: string;
  readonly isEnabled: boolean;
}

/** The publishers of an organization that were not removed, by name; or one of them. */
export function selectPublishers({ db, organizationId }: Scope, id?: string): Promise<Publisher[]> {
  return db.query(
    publisherSchema,
    sql`SELECT p.id, p.name, p.kind, p.fields, p.settings, p.is_enabled AS "isEnabled", p.created_at AS "createdAt",
        p.updated_at AS "updatedAt", c.waiting, c.failed
      FROM publishers p CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE f.state = 'waiting') AS waiting, count(*) FILTER (WHERE f.state = 'failed') AS failed
        FROM publications f WHERE f.organization_id = p.organization_id AND f.publisher_id = p.id
          AND f.state IN ('waiting', 'failed')) c
      WHERE p.organization_id = ${organizationId} AND p.archived_at IS NULL
        AND ${id === undefined ? rawSql('true') : sql`p.id = ${id}`}
      ORDER BY p.name, p.id`,
  );
}

/** Adds a publisher, or writes one anew. */
export async function upsertPublisher({ db, organizationId }: Scope, row: PublisherRow, at: Date): Promise<void> {
  await db.execute(sql`
    INSERT INTO publishers (organization_id, id, name, kind, fields, settings, secrets_sealed, is_enabled, created_at, updated_at)
    VALUES (${organizationId}, ${row.id}, ${row.name}, ${row.kind}, ${row.fields}::text[],
      ${JSON.stringify(row.settings)}::jsonb, ${row.secretsSealed}, ${row.isEnabled}, ${at}, ${at})
    ON CONFLICT (organization_id, id) DO UPDATE SET name = excluded.name, fields = excluded.fields,
      settings = excluded.settings, secrets_sealed = excluded.secrets_sealed, is_enabled = excluded.is_enabled,
      updated_at = excluded.updated_at`);
}

/** Removes a publisher: nothing goes there any more. What was on its way is let go. */
export async function archivePublisher({ db, organizationId }: Scope, id: string, at: Date): Promise<void> {
  await db.execute(
    sql`UPDATE publishers SET archived_at = ${at}, updated_at = ${at} WHERE organization_id = ${organizationId} AND id = ${id}`,
  );
  await db.execute(sql`DELETE FROM publications WHERE organization_id = ${organizationId} AND publisher_id = ${id}
    AND state IN ('waiting', 'failed')`);
}

const openedSchema = z.object({
  kind: z.enum(publisherKinds),
  fields: z.array(z.string()),
  settings: z.unknown(),
  secretsSealed: z.string(),
});
export type SealedPublisher = z.infer<typeof openedSchema>;

/** What is needed to send to a publisher; null: it was removed. */
export async function findSealedPublisher(
  db: Database,
  { organizationId, publisherId }: { readonly organizationId: OrganizationId; readonly publisherId: string },
): Promise<SealedPublisher | null> {
  const [row] = await db.query(
    openedSchema,
    sql`SELECT kind, fields, settings, secrets_sealed AS "secretsSealed" FROM publishers
      WHERE organization_id = ${organizationId} AND id = ${publisherId} AND archived_at IS NULL`,
  );
  return row ?? null;
}

/** Publications of a publisher in a state, newest first, behind a position. */
export function selectPublications(
  { db, organizationId }: Scope,
  page: {
    readonly publisherId: string;
    readonly state: Publication['state'];
    readonly after: readonly [string, string] | null;
    readonly limit: number;
  },
): Promise<Publication[]> {
  const behind = page.after
    ? sql`(created_at, id) < (${page.after[0]}::timestamptz, ${page.after[1]}::uuid)`
    : rawSql('true');
  return db.query(
    publicationSchema,
    sql`SELECT id, kind, source_id AS "sourceId", installation_id AS "installationId", observed_at AS "observedAt", "values",
        state, attempts, next_attempt_at AS "nextAttemptAt", created_at AS "createdAt", last_error AS "lastError"
      FROM publications WHERE organization_id = ${organizationId} AND publisher_id = ${page.publisherId}
        AND state = ${page.state} AND ${behind}
      ORDER BY created_at DESC, id DESC LIMIT ${page.limit}`,
  );
}
