import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { actorOfPerson, type PersonInOrganization } from './actor-of-person.ts';
import { provePerson, type ShownPassword } from './sign-in.ts';

/**
 * A person by name and password, for protocols whose programs send them with every request; the person must belong to
 * exactly one organization. Errors: as `signIn`, and `permission_missing` while the password must be changed.
 */
export async function actorOfPassword(runtime: Runtime, shown: ShownPassword): Promise<PersonInOrganization> {
  const user = await provePerson(runtime, shown);
  if (user.mustChangePassword) {
    throw new Problem('permission_missing', { detail: 'Sign in on the page and choose a password of your own first.' });
  }
  return actorOfPerson(runtime, { email: user.email, organization: null });
}
