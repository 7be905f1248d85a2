import { z } from 'zod';
import { sql } from '#lib/platform/db/sql.ts';
import type { Database } from '#lib/platform/db/database.ts';
import type { OrganizationId } from '#lib/platform/ids.ts';
import { newId } from '#lib/platform/ids.ts';
import { outgoingMessageSchema, type OutgoingMessage } from '../../domain/alerts/alert-settings.ts';

/** A message on its way out. */
export interface NewMessage {
  readonly organizationId: OrganizationId;
  readonly studyId: string;
  readonly channel: 'mail' | 'webhook';
  readonly recipient: string;
  readonly subject: string;
  readonly body: string;
}

/** Puts a message with those that are to leave. */
export async function insertMessage(db: Database, message: NewMessage, at: Date): Promise<void> {
  await db.execute(
    sql`INSERT INTO outgoing_messages (organization_id, id, study_id, channel, recipient, subject, body,
        next_attempt_at, created_at)
      VALUES (${message.organizationId}, ${newId()}, ${message.studyId}, ${message.channel}, ${message.recipient},
        ${message.subject}, ${message.body}, ${at}, ${at})`,
  );
}

const dueSchema = z.object({
  organizationId: z.string().transform((id) => id as OrganizationId),
  id: z.string(),
  studyId: z.string(),
  channel: z.enum(['mail', 'webhook']),
  recipient: z.string(),
  subject: z.string(),
  body: z.string(),
  /** Counting this one. */
  attempts: z.number(),
});
export type DueMessage = z.infer<typeof dueSchema>;

/**
 * Takes messages that are due for this worker: nobody else sees them before `until`, and a killed worker's come back
 * then. Of every organization.
 */
export function takeDueMessages(
  db: Database,
  { at, until, limit }: { readonly at: Date; readonly until: Date; readonly limit: number },
): Promise<DueMessage[]> {
  return db.query(
    dueSchema,
    sql`WITH due AS (
        SELECT organization_id, id FROM outgoing_messages WHERE state = 'waiting' AND next_attempt_at <= ${at}
        ORDER BY next_attempt_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
      UPDATE outgoing_messages m SET attempts = m.attempts + 1, next_attempt_at = ${until}
      FROM due WHERE m.organization_id = due.organization_id AND m.id = due.id
      RETURNING m.organization_id AS "organizationId", m.id, m.study_id AS "studyId", m.channel, m.recipient, m.subject,
        m.body, m.attempts`,
  );
}

/** Notes what became of an attempt: sent, to be tried again at `next`, or given up (null). */
export async function settleMessage(
  db: Database,
  { organizationId, id }: Pick<DueMessage, 'organizationId' | 'id'>,
  outcome: { readonly sentAt: Date } | { readonly error: string; readonly next: Date | null },
): Promise<void> {
  if ('sentAt' in outcome) {
    await db.execute(
      sql`UPDATE outgoing_messages SET state = 'sent', sent_at = ${outcome.sentAt}, last_error = NULL
        WHERE organization_id = ${organizationId} AND id = ${id}`,
    );
    return;
  }
  await db.execute(
    sql`UPDATE outgoing_messages SET last_error = ${outcome.error},
        state = CASE WHEN ${outcome.next}::timestamptz IS NULL THEN 'failed' ELSE state END,
        next_attempt_at = coalesce(${outcome.next}::timestamptz, next_attempt_at)
      WHERE organization_id = ${organizationId} AND id = ${id}`,
  );
}

/** The newest messages of a study. */
export function selectMessages(
  db: Database,
  { organizationId, studyId }: { readonly organizationId: OrganizationId; readonly studyId: string },
  limit: number,
): Promise<OutgoingMessage[]> {
  return db.query(
    outgoingMessageSchema,
    sql`SELECT id, channel, recipient, subject, state, attempts, created_at AS "createdAt", sent_at AS "sentAt",
        next_attempt_at AS "nextAttemptAt", last_error AS "lastError"
      FROM outgoing_messages WHERE organization_id = ${organizationId} AND study_id = ${studyId}
      ORDER BY created_at DESC, id DESC LIMIT ${limit}`,
  );
}

/** Lets go of messages that were settled before an instant; gives the number. Of every organization. */
export function deleteOldMessages(db: Database, before: Date): Promise<number> {
  return db.execute(sql`DELETE FROM outgoing_messages WHERE state <> 'waiting' AND created_at < ${before}`);
}
