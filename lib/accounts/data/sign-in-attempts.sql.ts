import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { sql } from '#lib/platform/db/sql.ts';

export interface Attempt {
  readonly userId: string;
  readonly now: Date;
  /** Seconds of lock after the 1st, 2nd, … failure in a row; the last goes on for ever. */
  readonly lockSeconds: readonly number[];
}

const attemptSchema = z.object({ failed_sign_ins: z.number() });

/**
 * Counts an attempt as failed before it is looked at, and locks the account when it is one too many. Guesses sent at
 * the same time so share one allowance. False: the account is locked, the attempt must not be looked at.
 */
export async function countAttempt(db: Database, { userId, now, lockSeconds }: Attempt): Promise<boolean> {
  const rows = await db.query(
    attemptSchema,
    sql`UPDATE users
        SET failed_sign_ins = failed_sign_ins + 1,
            locked_until = CASE
              WHEN (${lockSeconds}::int[])[LEAST(failed_sign_ins + 1, ${lockSeconds.length}::int)] = 0 THEN NULL
              ELSE ${now}::timestamptz + make_interval(secs => (${lockSeconds}::int[])[LEAST(failed_sign_ins + 1, ${lockSeconds.length}::int)])
            END
        WHERE id = ${userId} AND (locked_until IS NULL OR locked_until <= ${now})
        RETURNING failed_sign_ins`,
  );
  return rows.length === 1;
}

/** Takes one counted attempt back: the password was right, the second factor is still to come. */
export async function uncountAttempt(db: Database, userId: string): Promise<void> {
  await db.execute(
    sql`UPDATE users SET failed_sign_ins = GREATEST(failed_sign_ins - 1, 0), locked_until = NULL WHERE id = ${userId}`,
  );
}

/** Forgets the failures after a success. */
export async function clearAttempts(db: Database, userId: string): Promise<void> {
  await db.execute(sql`UPDATE users SET failed_sign_ins = 0, locked_until = NULL WHERE id = ${userId}`);
}

/** Notes a used TOTP step. False: this step, or a later one, was used already, by a request at the same time perhaps. */
export async function claimTotpStep(db: Database, userId: string, step: number): Promise<boolean> {
  const claimed = await db.execute(
    sql`UPDATE users SET totp_last_step = ${step} WHERE id = ${userId} AND (totp_last_step IS NULL OR totp_last_step < ${step})`,
  );
  return claimed === 1;
}

/** Uses up a recovery code. False: there is none like it (any more). */
export async function claimRecoveryCode(db: Database, userId: string, codeSha256: string): Promise<boolean> {
  const claimed = await db.execute(
    sql`UPDATE users SET recovery_codes = array_remove(recovery_codes, ${codeSha256})
        WHERE id = ${userId} AND ${codeSha256} = ANY (recovery_codes)`,
  );
  return claimed === 1;
}
