import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import type { UserId } from '#lib/platform/ids.ts';
import { findOrganizationByName, listOrganizationRows } from '../data/organizations.ts';
import { findUserByEmail, listAdministrators } from '../data/users.ts';
import type { Organization } from '../domain/organization.ts';

type Installation = Pick<Runtime, 'db'>;

/**
 * An organization of the installation by name or id; left out: the only one. For the command line, which is the
 * operator's. Throws `not_found`, and `input_invalid` when there are several to choose from.
 */
export async function findOrganizationNamed({ db }: Installation, name: string | null): Promise<Organization> {
  if (name !== null) {
    const all = await listOrganizationRows(db);
    const found = (await findOrganizationByName(db, name)) ?? all.find(({ id }) => id === name);
    if (found) return found;
    throw new Problem('not_found', {
      detail: `There is no organization "${name}". Create it: cairn org create --name "${name}".`,
    });
  }
  const [only, another] = await listOrganizationRows(db);
  if (!only)
    throw new Problem('not_found', { detail: 'There is no organization yet. Create one: cairn org create --name N.' });
  if (another) throw new Problem('input_invalid', { detail: 'There are several organizations. Name one with --org.' });
  return only;
}

/** Who owns an organization made on the command line: the person named, else the installation's administrators. */
export async function listAdministratorIds({ db }: Installation, email: string | null): Promise<UserId[]> {
  if (email === null) return (await listAdministrators(db)).map(({ id }) => id);
  const user = await findUserByEmail(db, email.toLowerCase());
  if (!user) throw new Problem('not_found', { detail: `There is no account ${email}.` });
  return [user.id];
}

/** Every organization of the installation, by name; for the command line. */
export function listOrganizations({ db }: Installation): Promise<Organization[]> {
  return listOrganizationRows(db);
}
