import type { Actor, Context } from '#lib/platform/context.ts';
import type { OrganizationId } from '#lib/platform/ids.ts';
import { newId } from '#lib/platform/ids.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import type { StoredUser } from '../data/users.ts';

/** Stands where an organization would: no row has it. */
const noOrganization = '00000000-0000-0000-0000-000000000000' as OrganizationId;

/** A context for acts before anybody is signed in: they belong to a person or the installation, to no organization. */
export function installationContext(runtime: Runtime, actor: Actor, requestId: string = newId()): Context {
  return runtime.context({ organizationId: noOrganization, actor, requestId });
}

/** A person acting on their own account, before they are signed in. */
export function actorOf(user: Pick<StoredUser, 'id' | 'email'>): Actor {
  return { kind: 'user', id: user.id, label: user.email, isAdministrator: false, grants: [] };
}
