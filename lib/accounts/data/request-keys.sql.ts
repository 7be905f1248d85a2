import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { sql } from '#lib/platform/db/sql.ts';

type Scope = Pick<Context, 'db' | 'organizationId'>;

const rowSchema = z.object({ keySha256: z.string(), setAt: z.date() });
export type RequestKeyRow = z.output<typeof rowSchema>;

/** The request key of a study as it is kept; null when peers may not ask. */
export async function findRequestKey({ db, organizationId }: Scope, studyId: string): Promise<RequestKeyRow | null> {
  const rows = await db.query(
    rowSchema,
    sql`SELECT key_sha256 AS "keySha256", set_at AS "setAt" FROM study_request_keys
      WHERE organization_id = ${organizationId} AND study_id = ${studyId}`,
  );
  return rows[0] ?? null;
}

/** Sets the request key of a study; null: peers may not ask any more. */
export async function writeRequestKey(
  { db, organizationId }: Scope,
  { studyId, keySha256, at }: { readonly studyId: string; readonly keySha256: string | null; readonly at: Date },
): Promise<void> {
  await db.execute(
    keySha256 === null
      ? sql`DELETE FROM study_request_keys WHERE organization_id = ${organizationId} AND study_id = ${studyId}`
      : sql`INSERT INTO study_request_keys (organization_id, study_id, key_sha256, set_at)
          VALUES (${organizationId}, ${studyId}, ${keySha256}, ${at})
          ON CONFLICT (organization_id, study_id) DO UPDATE SET key_sha256 = excluded.key_sha256, set_at = excluded.set_at`,
  );
}
