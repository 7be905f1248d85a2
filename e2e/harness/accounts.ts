import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  actorOfPerson,
  createOrganization,
  createUser,
  ensureFirstAdministrator,
  signIn,
  type BuiltInRoleKey,
  type Organization,
} from '#lib/accounts/index.ts';
import { encodeSessionCookie, sessionCookieName } from '#lib/platform/auth/session-cookie.ts';
import { loadConfig } from '#lib/platform/config/config.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId, type UserId } from '#lib/platform/ids.ts';
import { openRuntime, type Runtime } from '#lib/platform/runtime.ts';
import { openTestDatabase } from './test-database.ts';

/** The password of everybody in tests. */
export const testPassword = 'a stone upon a stone';

export interface TestAccounts {
  readonly runtime: Runtime;
  readonly administratorEmail: string;
  /** The operator's context in an organization. */
  system(organization: Organization): Context;
  anOrganization(name: string): Promise<Organization>;
  aUser(organization: Organization, role: BuiltInRoleKey): Promise<TestPerson>;
  /** The context of a person as it is now. */
  as(person: TestPerson): Promise<Context>;
  close(): Promise<void>;
}

export interface TestPerson {
  readonly userId: UserId;
  readonly email: string;
  readonly organization: Organization;
}

let people = 0;

/** A runtime on a fresh database with a first administrator, and makers of organizations and people. */
export async function openTestAccounts(env: Record<string, string> = {}): Promise<TestAccounts> {
  const dataDir = await mkdtemp(join(tmpdir(), 'cairn-accounts-'));
  const administratorEmail = 'root@example.org';
  const admin = { CAIRN_ADMIN_EMAIL: administratorEmail, CAIRN_ADMIN_PASSWORD: testPassword };
  const config = loadConfig({ CAIRN_DATA_DIR: dataDir, CAIRN_LOG_LEVEL: 'silent', ...admin, ...env });
  const runtime = await openRuntime({ process: 'web', config, db: await openTestDatabase() });
  await ensureFirstAdministrator(runtime);
  const system = ({ id }: Pick<Organization, 'id'>) =>
    runtime.context({ organizationId: id, actor: { kind: 'system', label: 'tests' }, requestId: newId() });
  return {
    runtime,
    administratorEmail,
    system,
    anOrganization: (name) => createOrganization(system({ id: newId() }), { name, ownerIds: [] }),
    async aUser(organization, role) {
      const email = `${role}-${String((people += 1))}@example.org`;
      const person = { email, name: `The ${role}`, password: testPassword, role, locale: 'en' } as const;
      const { userId } = await createUser(system(organization), { ...person, mustChangePassword: false });
      return { userId, email, organization };
    },
    async as({ email, organization }) {
      const { actor, organizationId } = await actorOfPerson(runtime, { email, organization: organization.id });
      return runtime.context({ organizationId, actor, requestId: newId() });
    },
    async close() {
      await runtime.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Signs a person in with the password that all of them have, from an address of their own. */
export function signInAs({ runtime }: Pick<TestAccounts, 'runtime'>, { email }: Pick<TestPerson, 'email'>) {
  const attempt = { email, password: testPassword, remoteAddress: email, userAgent: 'tests', requestId: newId() };
  return signIn(runtime, attempt);
}

/** Headers of a browser that has this session. */
export async function headersOfSession(
  { config }: Runtime,
  session: { readonly userId: string; readonly sessionId: string },
): Promise<Headers> {
  const value = await encodeSessionCookie(session, config, 3600);
  return new Headers({ cookie: `${sessionCookieName(config.publicUrl)}=${value}` });
}

/** Headers of a program that has this token. */
export function headersOfToken(token: string): Headers {
  return new Headers({ authorization: `Bearer ${token}` });
}
