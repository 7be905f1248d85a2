import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { hashPassword } from '#lib/platform/crypto/password.ts';
import { newId, type OrganizationId, type UserId } from '#lib/platform/ids.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { lockFirstStart } from '../data/first-start.sql.ts';
import { hasUsers, insertUser } from '../data/users.ts';
import { createOrganization } from './create-organization.ts';
import { installationContext } from './installation-context.ts';
import { newTemporaryPassword } from './invite-user.ts';

export interface FirstAdministrator {
  readonly userId: UserId;
  readonly organizationId: OrganizationId;
  readonly email: string;
  /** The generated password, to be printed once; null when the configuration gave one. */
  readonly generatedPassword: string | null;
}

const fallbackEmail = 'admin@example.org';
const firstOrganization = 'My organization';

/**
 * On an installation without people: creates the administrator of the configuration (or one with a generated password
 * that must be changed at the first sign-in) and an organization they own. Null when there is somebody already.
 * Safe to call by several processes at once.
 */
export async function ensureFirstAdministrator(runtime: Runtime): Promise<FirstAdministrator | null> {
  const { db, config } = runtime;
  if (await hasUsers(db)) return null;
  const generatedPassword = config.adminPassword === null ? newTemporaryPassword() : null;
  const passwordHash = await hashPassword(config.adminPassword ?? generatedPassword ?? '');
  const ctx = installationContext(runtime, { kind: 'system', label: 'first start' });
  return db.transaction(async () => {
    await lockFirstStart(db);
    if (await hasUsers(db)) return null;
    const userId = newId<UserId>();
    const email = config.adminEmail ?? fallbackEmail;
    const account = { id: userId, email, name: 'Administrator', locale: null, createdAt: ctx.now() };
    const secrets = { passwordHash, mustChangePassword: generatedPassword !== null };
    await insertUser(db, { ...account, ...secrets, isAdministrator: true });
    const subject = { subjectType: 'user', subjectId: userId };
    await writeAudit(ctx, { action: 'user.create', ...subject, detail: { email }, installationWide: true });
    const organization = await createOrganization(ctx, { name: firstOrganization, ownerIds: [userId] });
    return { userId, organizationId: organization.id, email, generatedPassword };
  });
}
