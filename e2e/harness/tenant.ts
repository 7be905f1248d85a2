import { randomUUID } from 'node:crypto';
import type { Verb } from '#lib/platform/auth/verbs.ts';
import type { Actor, Context } from '#lib/platform/context.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { newId, type OrganizationId, type StudyId, type UserId } from '#lib/platform/ids.ts';
import { createLogger } from '#lib/platform/log/log.ts';
import { noPlugins } from '#lib/platform/plugins/plugin.ts';

/** An organization with one study, written directly: for tests of use-cases that need a tenant and nothing more. */
export interface Tenant {
  readonly organizationId: OrganizationId;
  readonly studyId: StudyId;
  readonly studyKey: string;
}

/** Makes a tenant of its own for a test. */
export async function aTenant(db: Database): Promise<Tenant> {
  const tenant = { organizationId: newId<OrganizationId>(), studyId: newId<StudyId>(), studyKey: aKey() };
  const { organizationId, studyId, studyKey } = tenant;
  await db.execute(sql`INSERT INTO organizations (id, name) VALUES (${organizationId}, ${studyKey})`);
  await db.execute(sql`INSERT INTO studies (organization_id, id, key, name)
    VALUES (${organizationId}, ${studyId}, ${studyKey}, ${`Study ${studyKey}`})`);
  return tenant;
}

/** Another study of the organization. */
export async function anotherStudy(db: Database, { organizationId }: Tenant): Promise<Tenant> {
  const study = { organizationId, studyId: newId<StudyId>(), studyKey: aKey() };
  await db.execute(sql`INSERT INTO studies (organization_id, id, key, name)
    VALUES (${organizationId}, ${study.studyId}, ${study.studyKey}, ${`Study ${study.studyKey}`})`);
  return study;
}

function aKey(): string {
  return `t${randomUUID().slice(0, 12)}`;
}

/** A person with verbs, everywhere in the organization or within one study. */
export function aPerson(verbs: readonly Verb[], studyId: StudyId | null = null): Actor {
  const grant = { verbs: new Set(verbs), studyId, orgUnitPath: null };
  return { kind: 'user', id: newId<UserId>(), label: 'Ada Person', isAdministrator: false, grants: [grant] };
}

/** The context of an actor in the tenant's organization. Enqueued jobs and files go nowhere unless given. */
export function contextOf(
  db: Database,
  tenant: Tenant,
  actor: Actor,
  overrides: Partial<Pick<Context, 'now' | 'blobs' | 'enqueue'>> = {},
): Context {
  const unused = () => Promise.reject(new Error('this test has no blob store'));
  return {
    actor,
    organizationId: tenant.organizationId,
    db,
    blobs: { put: unused, open: unused, read: unused, size: unused, remove: unused, removeDrafts: unused },
    log: createLogger({ process: 'test', level: 'silent' }),
    now: () => new Date(),
    enqueue: () => Promise.resolve(),
    plugins: noPlugins,
    requestId: newId(),
    ...overrides,
  };
}
