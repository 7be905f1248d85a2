import type { Database } from '#lib/platform/db/database.ts';
import type { SessionSummary } from '../domain/session.ts';

export interface NewSession {
  readonly id: string;
  readonly userId: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly userAgent: string;
}

export async function insertSession(db: Database, session: NewSession): Promise<void> {
  await db.prisma.session.create({ data: { ...session, lastSeenAt: session.createdAt } });
}

/** Live sessions of a person, last used first. */
export function listSessionRows(db: Database, userId: string, now: Date): Promise<SessionSummary[]> {
  return db.prisma.session.findMany({
    where: { userId, revokedAt: null, expiresAt: { gt: now } },
    select: { id: true, createdAt: true, lastSeenAt: true, userAgent: true },
    orderBy: { lastSeenAt: 'desc' },
    take: 200,
  });
}

/** Ends one session of a person; false when it is not theirs or over. */
export async function revokeSessionRow(
  db: Database,
  session: { readonly id: string; readonly userId: string },
  now: Date,
): Promise<boolean> {
  const where = { ...session, revokedAt: null };
  const { count } = await db.prisma.session.updateMany({ where, data: { revokedAt: now } });
  return count === 1;
}

/** Ends every session of a person but one; returns how many. */
export async function revokeSessionRows(
  db: Database,
  { userId, exceptId, now }: { readonly userId: string; readonly exceptId: string | null; readonly now: Date },
): Promise<number> {
  const where = { userId, revokedAt: null, ...(exceptId === null ? {} : { id: { not: exceptId } }) };
  const { count } = await db.prisma.session.updateMany({ where, data: { revokedAt: now } });
  return count;
}
