import type { Actor } from '#lib/platform/context.ts';
import type { OrganizationId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { listLiveMemberships } from '../data/callers.sql.ts';
import { findUserByEmail } from '../data/users.ts';
import { grantsIn, organizationsOf } from './memberships-as-grants.ts';

export interface PersonInOrganization {
  readonly actor: Extract<Actor, { kind: 'user' }>;
  readonly organizationId: OrganizationId;
}

/**
 * A person as they would act in an organization, for the command line and jobs that act in their name.
 * Throws `not_found` when there is no such account, or it does not belong there; with no organization named, it must
 * belong to exactly one.
 */
export async function actorOfPerson(
  { db }: Pick<Runtime, 'db'>,
  { email, organization }: { readonly email: string; readonly organization: string | null },
): Promise<PersonInOrganization> {
  const user = await findUserByEmail(db, email);
  if (!user || user.disabledAt !== null) throw new Problem('not_found', { detail: `There is no account ${email}.` });
  const memberships = await listLiveMemberships(db, user.id);
  const chosen = organizationsOf(memberships).filter(
    ({ name, id }) => organization === null || organization === name || organization === id,
  );
  const [only, another] = chosen;
  if (!only)
    throw new Problem('not_found', { detail: `${email} does not belong to ${organization ?? 'any organization'}.` });
  if (another) {
    const names = chosen.map(({ name }) => name).join(', ');
    throw new Problem('input_invalid', { detail: `${email} belongs to several organizations; name one of ${names}.` });
  }
  const grants = grantsIn(memberships, only.id);
  const { id, email: label, isAdministrator } = user;
  return { actor: { kind: 'user', id, label, isAdministrator, grants }, organizationId: only.id };
}
