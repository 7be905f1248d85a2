import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { sql } from '#lib/platform/db/sql.ts';
import type { UserId } from '#lib/platform/ids.ts';

export interface NewReset {
  readonly tokenSha256: string;
  readonly userId: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** Stores a link for a new password; links sent before it stop working. */
export async function insertReset(db: Database, reset: NewReset): Promise<void> {
  await closeResets(db, reset.userId, reset.createdAt);
  await db.prisma.passwordReset.create({ data: { ...reset } });
}

/** Ends every link of a person that was not used. */
export async function closeResets(db: Database, userId: string, now: Date): Promise<void> {
  await db.prisma.passwordReset.updateMany({ where: { userId, usedAt: null }, data: { usedAt: now } });
}

const claimedSchema = z.object({ user_id: z.string().transform((id) => id as UserId) });

/** Uses a link up and tells whose it is; null when it is unknown, used, or too old. Works once, also for two requests at once. */
export async function claimReset(db: Database, tokenSha256: string, now: Date): Promise<UserId | null> {
  const rows = await db.query(
    claimedSchema,
    sql`UPDATE password_resets SET used_at = ${now}
        WHERE token_sha256 = ${tokenSha256} AND used_at IS NULL AND expires_at > ${now}
        RETURNING user_id`,
  );
  return rows[0]?.user_id ?? null;
}
