import type { Database } from '../db/database.ts';
import { sql } from '../db/sql.ts';

/** How a reading ended: given, refused for want of permission or a good question, or failed on our side. */
export type AccessOutcome = 'ok' | 'refused' | 'failed';

/** A record as it is written. */
export interface AccessRow {
  readonly organizationId: string;
  readonly id: string;
  readonly at: Date;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly actorLabel: string;
  readonly studyId: string | null;
  readonly action: string;
  /** JSON text. */
  readonly detail: string;
  readonly outcome: AccessOutcome;
  readonly count: number | null;
  readonly requestId: string;
}

/** Writes records, each under its own organization. */
export async function insertAccessRecords(db: Database, rows: readonly AccessRow[]): Promise<void> {
  await db.execute(sql`
    INSERT INTO access_records (organization_id, id, at, actor_kind, actor_id, actor_label, study_id, action, detail,
      outcome, count, request_id)
    SELECT * FROM unnest(${rows.map(({ organizationId }) => organizationId)}::uuid[], ${rows.map(({ id }) => id)}::uuid[],
      ${rows.map(({ at }) => at)}::timestamptz[], ${rows.map(({ actorKind }) => actorKind)}::text[],
      ${rows.map(({ actorId }) => actorId)}::text[], ${rows.map(({ actorLabel }) => actorLabel)}::text[],
      ${rows.map(({ studyId }) => studyId)}::uuid[], ${rows.map(({ action }) => action)}::text[],
      ${rows.map(({ detail }) => detail)}::jsonb[], ${rows.map(({ outcome }) => outcome)}::text[],
      ${rows.map(({ count }) => count)}::int4[], ${rows.map(({ requestId }) => requestId)}::text[])`);
}

/** Removes records of all organizations older than so many days, some at a time; gives the number. */
export function deleteAccessRecords(
  db: Database,
  { days, limit }: { readonly days: number; readonly limit: number },
): Promise<number> {
  return db.execute(sql`
    DELETE FROM access_records a USING (
      SELECT organization_id, id FROM access_records WHERE at < now() - ${days}::int * interval '1 day' LIMIT ${limit}) o
    WHERE a.organization_id = o.organization_id AND a.id = o.id`);
}
