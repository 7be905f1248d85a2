import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { rawSql, sql } from '#lib/platform/db/sql.ts';
import type { OrganizationId, StudyId } from '#lib/platform/ids.ts';
import { withingsLinkStateSchema, type WithingsLinkState } from '../../domain/withings/link-state.ts';

type Scope = Pick<Context, 'db' | 'organizationId'>;

const linkSchema = z.object({
  organizationId: z.guid().transform((id) => id as OrganizationId),
  sourceId: z.guid(),
  studyId: z.guid().transform((id) => id as StudyId),
  identifier: z.string(),
  tokensSealed: z.string(),
  accessExpiresAt: z.date(),
  /** What the account recorded before is here. */
  fetchedUntil: z.date(),
});
export type WithingsLink = z.output<typeof linkSchema>;

const columns = rawSql(`l.organization_id AS "organizationId", l.source_id AS "sourceId", s.study_id AS "studyId",
  s.identifier, l.tokens_sealed AS "tokensSealed", l.access_expires_at AS "accessExpiresAt", l.fetched_until AS "fetchedUntil"`);

export interface NewLink {
  readonly sourceId: string;
  readonly userId: string;
  readonly tokensSealed: string;
  readonly accessExpiresAt: Date;
  readonly at: Date;
}

/** Links an account with a source; linked again, it goes on where it was. */
export async function upsertLink({ db, organizationId }: Scope, link: NewLink): Promise<void> {
  await db.execute(sql`
    INSERT INTO withings_links (organization_id, source_id, user_id, tokens_sealed, access_expires_at, linked_at,
      fetched_until, next_fetch_at)
    VALUES (${organizationId}, ${link.sourceId}, ${link.userId}, ${link.tokensSealed}, ${link.accessExpiresAt}, ${link.at},
      ${link.at}, ${link.at})
    ON CONFLICT (organization_id, source_id) DO UPDATE SET user_id = excluded.user_id, tokens_sealed = excluded.tokens_sealed,
      access_expires_at = excluded.access_expires_at, linked_at = excluded.linked_at, next_fetch_at = excluded.next_fetch_at,
      failure = NULL`);
}

/** Keeps new tokens at once: the old ones work no longer. */
export async function updateTokens(
  db: Database,
  { organizationId, sourceId, tokensSealed, accessExpiresAt }: WithingsLink,
): Promise<void> {
  await db.execute(sql`
    UPDATE withings_links SET tokens_sealed = ${tokensSealed}, access_expires_at = ${accessExpiresAt}
    WHERE organization_id = ${organizationId} AND source_id = ${sourceId}`);
}

/** Takes links whose time has come, of all organizations; a worker that is killed has them come back at `until`. */
export function takeDueLinks(
  db: Database,
  { at, until, limit }: { readonly at: Date; readonly until: Date; readonly limit: number },
): Promise<WithingsLink[]> {
  return db.query(
    linkSchema,
    sql`WITH due AS (
        SELECT organization_id, source_id FROM withings_links WHERE next_fetch_at <= ${at}
        ORDER BY next_fetch_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
      UPDATE withings_links l SET next_fetch_at = ${until} FROM due, sources s
      WHERE l.organization_id = due.organization_id AND l.source_id = due.source_id
        AND s.organization_id = l.organization_id AND s.id = l.source_id AND s.archived_at IS NULL
      RETURNING ${columns}`,
  );
}

/** Says how far a link is, and when it is looked at again. */
export async function finishFetch(
  db: Database,
  { organizationId, sourceId }: Pick<WithingsLink, 'organizationId' | 'sourceId'>,
  end: {
    readonly at: Date;
    readonly fetchedUntil: Date;
    readonly nextFetchAt: Date;
    readonly failure: string | null;
  },
): Promise<void> {
  await db.execute(sql`
    UPDATE withings_links SET fetched_until = ${end.fetchedUntil}, next_fetch_at = ${end.nextFetchAt},
      last_fetch_at = ${end.at}, failure = ${end.failure}
    WHERE organization_id = ${organizationId} AND source_id = ${sourceId}`);
}

/** Lets all links of an organization be looked at now, from an instant on. */
export function rewindLinks(
  { db, organizationId }: Scope,
  { from, at }: { readonly from: Date; readonly at: Date },
): Promise<number> {
  return db.execute(sql`
    UPDATE withings_links SET fetched_until = least(fetched_until, ${from}::timestamptz), next_fetch_at = ${at}
    WHERE organization_id = ${organizationId}`);
}

/** How the link of a source is; null: it has none. */
export async function findLinkState({ db, organizationId }: Scope, sourceId: string): Promise<WithingsLinkState | null> {
  const [row] = await db.query(
    withingsLinkStateSchema,
    sql`SELECT user_id AS "userId", linked_at AS "linkedAt", last_fetch_at AS "lastFetchAt",
        next_fetch_at AS "nextFetchAt", fetched_until AS "fetchedUntil", failure
      FROM withings_links WHERE organization_id = ${organizationId} AND source_id = ${sourceId}`,
  );
  return row ?? null;
}

/** Forgets a link and its tokens; false: there was none. */
export async function deleteLink({ db, organizationId }: Scope, sourceId: string): Promise<boolean> {
  const count = await db.execute(
    sql`DELETE FROM withings_links WHERE organization_id = ${organizationId} AND source_id = ${sourceId}`,
  );
  return count > 0;
}

/** Lets a link be looked at now; false: there is none. One that a worker reads now is left to it. */
export async function makeLinkDue(
  { db, organizationId }: Scope,
  { sourceId, at }: { readonly sourceId: string; readonly at: Date },
): Promise<boolean> {
  const count = await db.execute(
    sql`UPDATE withings_links SET next_fetch_at = least(next_fetch_at, ${at}::timestamptz)
      WHERE organization_id = ${organizationId} AND source_id = ${sourceId}`,
  );
  return count > 0;
}
