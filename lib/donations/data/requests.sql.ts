import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import type { OrganizationId, StudyId } from '#lib/platform/ids.ts';
import { donationRequestSchema, type DonationRequest } from '../domain/donation.ts';

type Scope = Pick<Context, 'db' | 'organizationId'>;

const files = sql`FROM donation_files f WHERE f.organization_id = r.organization_id AND f.request_id = r.id`;

const columns = sql`r.id, r.study_id AS "studyId", st.key AS "studyKey", st.name AS "studyName", r.identifier,
  (SELECT s.id FROM sources s WHERE s.organization_id = r.organization_id AND s.study_id = r.study_id
    AND s.identifier = r.identifier) AS "sourceId",
  r.email, r.locale, r.services, r.origin, r.requested_at AS "requestedAt", r.expires_at AS "expiresAt",
  r.last_emailed_at AS "lastEmailedAt", r.reminder_count AS "reminderCount", r.can_email AS "canEmail",
  r.closed_at AS "closedAt",
  ARRAY(SELECT DISTINCT f.service ${files} AND f.state NOT IN ('receiving', 'refused') ORDER BY f.service) AS delivered,
  (SELECT count(*) ${files}) AS "fileCount",
  (SELECT count(*) ${files} AND f.state = 'refused') AS "refusedCount"`;

const tables = sql`donation_requests r
  JOIN studies st ON st.organization_id = r.organization_id AND st.id = r.study_id`;

export interface RequestPage {
  readonly studyIds: readonly StudyId[] | null;
  readonly studyId: StudyId | null;
  readonly search: string | null;
  readonly after: { readonly requestedAt: Date; readonly id: string } | null;
  readonly limit: number;
}

/** Requests of the studies, newest first. */
export function selectRequests({ db, organizationId }: Scope, page: RequestPage): Promise<DonationRequest[]> {
  const { studyIds, studyId, search, after, limit } = page;
  const conditions: SqlStatement[] = [];
  if (studyIds !== null) conditions.push(sql`AND r.study_id = ANY(${studyIds}::uuid[])`);
  if (studyId !== null) conditions.push(sql`AND r.study_id = ${studyId}`);
  if (search !== null) {
    conditions.push(sql`AND (strpos(lower(r.identifier), ${search}) > 0 OR strpos(lower(r.email), ${search}) > 0)`);
  }
  if (after !== null) conditions.push(sql`AND (r.requested_at, r.id) < (${after.requestedAt}, ${after.id}::uuid)`);
  const where = conditions.reduce((all, condition) => sql`${all} ${condition}`, sql``);
  return db.query(
    donationRequestSchema,
    sql`SELECT ${columns} FROM ${tables} WHERE r.organization_id = ${organizationId} ${where}
      ORDER BY r.requested_at DESC, r.id DESC LIMIT ${limit}`,
  );
}

/** One request; null when there is none. */
export async function findRequest(
  { db, organizationId }: Scope,
  id: string,
  options: { readonly isLocked?: boolean } = {},
): Promise<DonationRequest | null> {
  const lock = options.isLocked ? sql`FOR UPDATE OF r` : sql``;
  const [row] = await db.query(
    donationRequestSchema,
    sql`SELECT ${columns} FROM ${tables} WHERE r.organization_id = ${organizationId} AND r.id = ${id} ${lock}`,
  );
  return row ?? null;
}

const ownerSchema = z.object({
  organizationId: z.string().transform((id) => id as OrganizationId),
  requestId: z.string(),
});

/** Whose request a token opens; null when it opens none any more. The only look-up that knows no organization yet. */
export async function findRequestOfToken(
  db: Database,
  token: { readonly sha256: Buffer; readonly now: Date },
): Promise<z.infer<typeof ownerSchema> | null> {
  const [row] = await db.query(
    ownerSchema,
    sql`SELECT l.organization_id AS "organizationId", l.request_id AS "requestId" FROM donation_links l
      JOIN donation_requests r ON r.organization_id = l.organization_id AND r.id = l.request_id
      JOIN studies st ON st.organization_id = r.organization_id AND st.id = r.study_id
      JOIN organizations o ON o.id = r.organization_id
      WHERE l.token_sha256 = ${token.sha256} AND r.closed_at IS NULL AND r.expires_at > ${token.now}
        AND st.archived_at IS NULL AND o.archived_at IS NULL`,
  );
  return row ?? null;
}

export interface NewRequest {
  readonly id: string;
  readonly studyId: string;
  readonly identifier: string;
  readonly email: string | null;
  readonly locale: string;
  readonly services: readonly string[];
  readonly origin: DonationRequest['origin'];
  readonly requestedBy: string | null;
  readonly requestedAt: Date;
  readonly expiresAt: Date;
}

export async function insertRequest({ db, organizationId }: Scope, row: NewRequest): Promise<void> {
  await db.execute(sql`
    INSERT INTO donation_requests (organization_id, id, study_id, identifier, email, locale, services, origin,
      requested_by, requested_at, expires_at)
    VALUES (${organizationId}, ${row.id}, ${row.studyId}, ${row.identifier}, ${row.email}, ${row.locale},
      ${row.services}::text[], ${row.origin}, ${row.requestedBy}, ${row.requestedAt}, ${row.expiresAt})`);
}

export async function insertLink(
  { db, organizationId }: Scope,
  link: { readonly requestId: string; readonly sha256: Buffer; readonly createdAt: Date },
): Promise<void> {
  await db.execute(sql`
    INSERT INTO donation_links (organization_id, token_sha256, request_id, created_at)
    VALUES (${organizationId}, ${link.sha256}, ${link.requestId}, ${link.createdAt})`);
}

export interface RequestChange {
  readonly services?: readonly string[];
  readonly canEmail?: boolean;
  readonly closedAt?: Date;
  readonly expiresAt?: Date;
}

export async function updateRequest({ db, organizationId }: Scope, id: string, change: RequestChange): Promise<void> {
  const { services = null, canEmail = null, closedAt = null, expiresAt = null } = change;
  await db.execute(sql`
    UPDATE donation_requests SET services = coalesce(${services}::text[], services),
      can_email = coalesce(${canEmail}::boolean, can_email),
      closed_at = coalesce(${closedAt}::timestamptz, closed_at),
      expires_at = coalesce(${expiresAt}::timestamptz, expires_at)
    WHERE organization_id = ${organizationId} AND id = ${id}`);
}

/** Notes that a mail went out. */
export async function markEmailed(
  { db, organizationId }: Scope,
  id: string,
  mail: { readonly at: Date; readonly isReminder: boolean },
): Promise<void> {
  await db.execute(sql`
    UPDATE donation_requests SET last_emailed_at = ${mail.at},
      reminder_count = reminder_count + ${mail.isReminder ? 1 : 0}
    WHERE organization_id = ${organizationId} AND id = ${id}`);
}

/** The newest request for an identifier that is neither closed nor expired, else the newest of all; null: none. */
export async function findRequestOfIdentifier(
  { db, organizationId }: Scope,
  of: { readonly studyId: string; readonly identifier: string },
): Promise<DonationRequest | null> {
  const [row] = await db.query(
    donationRequestSchema,
    sql`SELECT ${columns} FROM ${tables} WHERE r.organization_id = ${organizationId} AND r.study_id = ${of.studyId}
        AND r.identifier = ${of.identifier}
      ORDER BY (r.closed_at IS NULL AND r.expires_at > now()) DESC, r.requested_at DESC, r.id DESC LIMIT 1`,
  );
  return row ?? null;
}

/** Ids of the requests of a study for any of some identifiers. */
export async function selectRequestIdsOf(
  { db, organizationId }: Scope,
  { studyId, identifiers }: { readonly studyId: string; readonly identifiers: readonly string[] },
): Promise<string[]> {
  const rows = await db.query(
    z.object({ id: z.string() }),
    sql`SELECT id FROM donation_requests WHERE organization_id = ${organizationId} AND study_id = ${studyId}
      AND identifier = ANY (${identifiers}::text[]) ORDER BY id`,
  );
  return rows.map(({ id }) => id);
}

/** Removes a request and its links; its files are gone before. */
export async function deleteRequest({ db, organizationId }: Scope, id: string): Promise<void> {
  await db.execute(sql`DELETE FROM donation_requests WHERE organization_id = ${organizationId} AND id = ${id}`);
}

/** Puts the requests for some identifiers of a study under another. */
export async function updateIdentifier(
  { db, organizationId }: Scope,
  change: { readonly studyId: string; readonly identifiers: readonly string[]; readonly to: string },
): Promise<void> {
  await db.execute(sql`
    UPDATE donation_requests SET identifier = ${change.to} WHERE organization_id = ${organizationId}
      AND study_id = ${change.studyId} AND identifier = ANY (${change.identifiers}::text[])`);
}

const dueSchema = z.object({
  organizationId: z.string().transform((id) => id as OrganizationId),
  id: z.string(),
});

/** Requests whose reminder is due, of every organization, oldest mail first: for the clock. */
export function selectDueReminders(
  db: Database,
  due: { readonly now: Date; readonly limit: number },
): Promise<z.infer<typeof dueSchema>[]> {
  return db.query(
    dueSchema,
    sql`SELECT r.organization_id AS "organizationId", r.id FROM donation_requests r
      JOIN studies st ON st.organization_id = r.organization_id AND st.id = r.study_id AND st.archived_at IS NULL
      LEFT JOIN donation_settings d ON d.organization_id = r.organization_id AND d.study_id = r.study_id
      WHERE r.closed_at IS NULL AND r.expires_at > ${due.now} AND r.can_email AND r.email IS NOT NULL
        AND r.last_emailed_at IS NOT NULL AND coalesce(d.remind_after_days, 7) > 0
        AND r.reminder_count < coalesce(d.max_reminders, 3)
        AND r.last_emailed_at <= ${due.now}::timestamptz - make_interval(days => coalesce(d.remind_after_days, 7))
        AND (cardinality(r.services) = 0 OR EXISTS (SELECT 1 FROM unnest(r.services) AS wanted (service)
          WHERE NOT EXISTS (SELECT 1 ${files} AND f.service = wanted.service AND f.state NOT IN ('receiving', 'refused'))))
      ORDER BY r.last_emailed_at LIMIT ${due.limit}`,
  );
}
