import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { sql } from '#lib/platform/db/sql.ts';

const wishSchema = z.object({
  username: z.string(),
  email: z.string(),
  passwordHash: z.string(),
  locale: z.string().nullable(),
});

export interface NewRegistration extends z.infer<typeof wishSchema> {
  readonly keySha256: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** Keeps a wish for an account, and forgets those that are too old. */
export async function insertRegistration(db: Database, registration: NewRegistration): Promise<void> {
  await db.execute(sql`DELETE FROM registrations WHERE expires_at < ${registration.createdAt}`);
  await db.prisma.registration.create({ data: { ...registration } });
}

/** Uses a key up and tells the wish it is for; null when it is unknown, used, or too old. */
export async function claimRegistration(db: Database, keySha256: string, now: Date) {
  const rows = await db.query(
    wishSchema,
    sql`UPDATE registrations SET used_at = ${now}
      WHERE key_sha256 = ${keySha256} AND used_at IS NULL AND expires_at > ${now}
      RETURNING username, email, password_hash AS "passwordHash", locale`,
  );
  return rows[0] ?? null;
}
