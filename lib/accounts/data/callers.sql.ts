import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { sql } from '#lib/platform/db/sql.ts';
import type { OrganizationId, StudyId, UserId } from '#lib/platform/ids.ts';

// Who calls is found before there is an organization to scope by; each statement here starts from a secret the caller showed.

const sessionRowSchema = z.object({
  id: z.string(),
  user_id: z.string().transform((id) => id as UserId),
  last_seen_at: z.date(),
  email: z.string(),
  name: z.string(),
  locale: z.string().nullable(),
  must_change_password: z.boolean(),
  is_administrator: z.boolean(),
});

export type SessionRow = z.infer<typeof sessionRowSchema>;

export interface SessionLookup {
  readonly sessionId: string;
  readonly userId: string;
  readonly now: Date;
  /** Sessions without a request since then are over. */
  readonly idleSince: Date;
}

/** The live session of an enabled user, or null: revoked, expired, idle too long, disabled. */
export async function findLiveSession(db: Database, lookup: SessionLookup): Promise<SessionRow | null> {
  const rows = await db.query(
    sessionRowSchema,
    sql`SELECT s.id, s.user_id, s.last_seen_at, u.email, u.name, u.locale, u.must_change_password, u.is_administrator
        FROM sessions s JOIN users u ON u.id = s.user_id
        WHERE s.id = ${lookup.sessionId} AND s.user_id = ${lookup.userId} AND s.revoked_at IS NULL
          AND s.expires_at > ${lookup.now} AND s.last_seen_at > ${lookup.idleSince} AND u.disabled_at IS NULL`,
  );
  return rows[0] ?? null;
}

/** Writes down that a session was used. */
export async function touchSession(db: Database, sessionId: string, at: Date): Promise<void> {
  await db.execute(sql`UPDATE sessions SET last_seen_at = ${at} WHERE id = ${sessionId} AND last_seen_at < ${at}`);
}

const membershipRowSchema = z.object({
  organization_id: z.string().transform((id) => id as OrganizationId),
  organization_name: z.string(),
  role_key: z.string(),
  role_is_built_in: z.boolean(),
  role_verbs: z.array(z.string()),
  study_id: z.string().transform((id) => id as StudyId).nullable(),
  org_unit_path: z.string().nullable(),
});

export type MembershipRow = z.infer<typeof membershipRowSchema>;

/** Every live membership of a person, by the organization's name; archived organizations and roles are left out. */
export function listLiveMemberships(db: Database, userId: string): Promise<MembershipRow[]> {
  return db.query(
    membershipRowSchema,
    sql`SELECT m.organization_id, o.name AS organization_name, r.key AS role_key, r.is_built_in AS role_is_built_in,
               COALESCE(r.verbs, '{}') AS role_verbs, m.study_id, m.org_unit_path
        FROM memberships m
        JOIN organizations o ON o.id = m.organization_id AND o.archived_at IS NULL
        JOIN roles r ON r.organization_id = m.organization_id AND r.id = m.role_id AND r.archived_at IS NULL
        WHERE m.user_id = ${userId} AND m.ended_at IS NULL
        ORDER BY o.name, m.organization_id, m.id`,
  );
}

const tokenRowSchema = z.object({
  organization_id: z.string().transform((id) => id as OrganizationId),
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  study_id: z.string().transform((id) => id as StudyId).nullable(),
  created_by_id: z.string().nullable(),
  last_used_at: z.date().nullable(),
});

export type TokenRow = z.infer<typeof tokenRowSchema>;

/** The live API token with this hash, of an organization that is not archived and an enabled maker; or null. */
export async function findLiveToken(db: Database, tokenSha256: string, now: Date): Promise<TokenRow | null> {
  const rows = await db.query(
    tokenRowSchema,
    sql`SELECT t.organization_id, t.id, t.name, COALESCE(t.scopes, '{}') AS scopes, t.study_id, t.created_by_id, t.last_used_at
        FROM api_tokens t
        JOIN organizations o ON o.id = t.organization_id AND o.archived_at IS NULL
        LEFT JOIN users u ON u.id = t.created_by_id
        WHERE t.token_sha256 = ${tokenSha256} AND t.revoked_at IS NULL
          AND (t.expires_at IS NULL OR t.expires_at > ${now}) AND u.disabled_at IS NULL`,
  );
  return rows[0] ?? null;
}

/** Writes down that a token was used. */
export async function touchToken(db: Database, token: Pick<TokenRow, 'organization_id' | 'id'>, at: Date): Promise<void> {
  await db.execute(
    sql`UPDATE api_tokens SET last_used_at = ${at} WHERE organization_id = ${token.organization_id} AND id = ${token.id}`,
  );
}
