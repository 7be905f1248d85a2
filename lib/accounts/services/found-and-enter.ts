import type { z } from 'zod';
import type { Runtime } from '#lib/platform/runtime.ts';
import { organizationNameSchema } from '../domain/organization.ts';
import { foundOrganization } from './found-organization.ts';
import { openSession, type OpenedSession } from './open-session.ts';
import { requireOpenRegistration } from './require-open-registration.ts';
import { provePerson, signInInputSchema, type SignInInput } from './sign-in.ts';

export const foundAndEnterInputSchema = signInInputSchema.extend({ name: organizationNameSchema });

/**
 * Somebody with an account that belongs nowhere yet founds an organization and is in: what signing in alone refuses them
 * (managair.md 4 and 10). Errors: as signing in, `permission_missing` (registration is closed), `already_exists` (name).
 */
export async function foundAndEnter(
  runtime: Runtime,
  { name, ...person }: z.infer<typeof foundAndEnterInputSchema> & SignInInput,
): Promise<OpenedSession> {
  requireOpenRegistration(runtime);
  const user = await provePerson(runtime, person);
  const { requestId } = person;
  await foundOrganization(runtime, user, { name, description: '', requestId });
  return openSession(runtime, user, { ...person, method: 'password' });
}
