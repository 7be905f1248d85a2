import type { Context } from '#lib/platform/context.ts';
import { takeToken } from '#lib/platform/limits/rate-limit.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import type { UserId } from '#lib/platform/ids.ts';
import { organizationNameSchema, type Organization } from '../domain/organization.ts';
import { actorOf, installationContext } from './installation-context.ts';
import { makeOrganization } from './create-organization.ts';
import { updateOrganization } from './organization.ts';
import { requireOpenRegistration } from './require-open-registration.ts';
import { builtInRoles } from '../domain/built-in-roles.ts';

export interface FoundOrganizationInput {
  readonly name: string;
  readonly description: string;
  readonly requestId: string;
}

/** Organizations that one person may found in a day. */
const limit = { name: 'found-organization', points: 20, perSeconds: 24 * 3600 };

/**
 * Makes an organization of a person's own: whoever has an account may, and owns it (managair.md 4).
 * Errors: `permission_missing` (registration is closed), `input_invalid`, `already_exists` (name), `rate_limited`.
 */
export async function foundOrganization(
  runtime: Runtime,
  user: { readonly id: UserId; readonly email: string },
  { name, description, requestId }: FoundOrganizationInput,
): Promise<Organization> {
  requireOpenRegistration(runtime);
  const parsed = organizationNameSchema.safeParse(name);
  if (!parsed.success) {
    throw new Problem('input_invalid', { fields: { name: parsed.error.issues[0]?.message ?? 'Give a name.' } });
  }
  await takeToken(runtime, { ...limit, key: user.id });
  const ctx = installationContext(runtime, actorOf(user), requestId);
  return ctx.db.transaction(async () => {
    const organization = await makeOrganization(ctx, { name: parsed.data, ownerIds: [user.id] });
    if (description === '') return organization;
    return updateOrganization(asOwner(ctx, organization), { description });
  });
}

function asOwner(ctx: Context, { id }: Organization): Context {
  if (ctx.actor.kind !== 'user') return ctx;
  const grant = { verbs: new Set(builtInRoles.owner.verbs), studyId: null, orgUnitPath: null };
  return { ...ctx, organizationId: id, actor: { ...ctx.actor, grants: [grant] } };
}
