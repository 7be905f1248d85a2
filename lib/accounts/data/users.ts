import type { Database } from '#lib/platform/db/database.ts';
import type { User as UserRow } from '#lib/platform/db/generated/client.ts';
import type { UserId } from '#lib/platform/ids.ts';
import { findUserIdByUsername } from './sign-in-names.sql.ts';

// People are not of one organization: these statements are about a person, and who may run them is decided above.

/** A person with everything that proves who they are. Never leaves the services of this wing. */
export interface StoredUser extends Omit<UserRow, 'id' | 'totpLastStep'> {
  readonly id: UserId;
  readonly totpLastStep: number | null;
}

export async function findUserById(db: Database, id: string): Promise<StoredUser | null> {
  return toUser(await db.prisma.user.findUnique({ where: { id } }));
}

/** `email` in lower case. */
export async function findUserByEmail(db: Database, email: string): Promise<StoredUser | null> {
  return toUser(await db.prisma.user.findUnique({ where: { email } }));
}

/** By e-mail address, or by user name in any case. */
export async function findUserBySignInName(db: Database, name: string): Promise<StoredUser | null> {
  if (name.includes('@')) return findUserByEmail(db, name.toLowerCase());
  const id = await findUserIdByUsername(db, name);
  return id === null ? null : findUserById(db, id);
}

export async function findUserByOidcSubject(db: Database, subject: string): Promise<StoredUser | null> {
  return toUser(await db.prisma.user.findUnique({ where: { oidcSubject: subject } }));
}

export type NewUser = Pick<UserRow, 'email' | 'name' | 'passwordHash' | 'mustChangePassword' | 'locale' | 'createdAt'> &
  Partial<Pick<UserRow, 'legacyId' | 'username' | 'firstName' | 'lastName' | 'isAdministrator' | 'disabledAt'>> & {
    readonly id: UserId;
  };

export async function insertUser(db: Database, user: NewUser): Promise<void> {
  await db.prisma.user.create({ data: { ...user, recoveryCodes: [] } });
}

export type UserChange = Partial<Omit<UserRow, 'id' | 'createdAt' | 'totpLastStep'>> & {
  readonly totpLastStep?: number | null;
};

export async function patchUser(db: Database, id: string, change: UserChange): Promise<void> {
  await db.prisma.user.update({ where: { id }, data: change });
}

export async function hasUsers(db: Database): Promise<boolean> {
  return (await db.prisma.user.findFirst({ select: { id: true } })) !== null;
}

/** Administrators of the installation who can sign in. */
export async function listAdministrators(db: Database): Promise<StoredUser[]> {
  const rows = await db.prisma.user.findMany({ where: { isAdministrator: true, disabledAt: null } });
  return rows.flatMap((row) => toUser(row) ?? []);
}

function toUser(row: UserRow | null): StoredUser | null {
  if (!row) return null;
  return { ...row, id: row.id as UserId, totpLastStep: row.totpLastStep === null ? null : Number(row.totpLastStep) };
}
