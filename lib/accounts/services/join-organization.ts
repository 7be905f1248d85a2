import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { takeToken } from '#lib/platform/limits/rate-limit.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { findByLegacyId } from '../data/legacy-ids.sql.ts';
import { isMember } from '../data/memberships.ts';
import { lockOrganization } from '../data/organizations.ts';
import { findUserById } from '../data/users.ts';
import { accountMail } from './account-mail.ts';
import { addMembership, requireGivableRole } from './give-membership.ts';
import { type LegacyRole, roleOfLegacy } from './legacy-roles.ts';
import { getOrganization } from './organization.ts';

/** People from outside whom one manager may bring in: enough for a school class, too few to go through all ids. */
const strangersLimit = { name: 'bring-stranger', points: 30, perSeconds: 3600 };

export interface JoinInput {
  /** Integer id of the person. */
  readonly user: string;
  readonly role: LegacyRole;
}

/**
 * Makes somebody who has an account a member of the organization, with one role everywhere in it; they are told by mail.
 * Gives the id of the membership. Errors: `permission_missing` (`users.manage`, or verbs that the actor lacks),
 * `input_invalid` (no such person), `already_exists` (a member already), `rate_limited`.
 */
export async function joinOrganization(ctx: Context, { user, role }: JoinInput, runtime: Runtime): Promise<string> {
  requireVerb(ctx, 'users.manage');
  const { actor } = ctx;
  const found = await findByLegacyId(ctx.db, 'users', user);
  const isStranger = found === null || !(await isMember(ctx, found.id));
  if (isStranger) await takeToken(runtime, { ...strangersLimit, key: 'id' in actor ? actor.id : actor.label });
  const person = found && (await findUserById(ctx.db, found.id));
  if (!person || person.disabledAt !== null) {
    throw new Problem('input_invalid', { fields: { user: 'There is no such person.' } });
  }
  const everywhere = { studyId: null, orgUnitPath: null };
  const id = await ctx.db.transaction(async () => {
    await lockOrganization(ctx);
    if (await isMember(ctx, person.id)) {
      const message = 'The person is a member already.';
      throw new Problem('already_exists', { detail: message, fields: { user: message } });
    }
    const { id: roleId } = await roleOfLegacy(ctx, role);
    const given = await requireGivableRole(ctx, { roleId, ...everywhere });
    return (await addMembership(ctx, { userId: person.id, roleId: given.id, role: given, ...everywhere })).id;
  });
  await tell(ctx, person, runtime);
  return id;
}

/** A mail server that is down must not undo the membership. */
async function tell(
  ctx: Context,
  person: { readonly email: string; readonly name: string; readonly locale: string | null },
  { mail, config }: Runtime,
): Promise<void> {
  if (!mail.canSend) return;
  const { name: organization } = await getOrganization(ctx);
  try {
    const { publicUrl: link, locale } = config;
    await mail.send(accountMail('membership', person, { link, hours: 0, organization, locale }));
  } catch (error) {
    ctx.log.error({ err: error }, 'word of a membership was not sent');
  }
}
