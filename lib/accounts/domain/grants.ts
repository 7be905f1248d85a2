import { hasVerb } from '#lib/platform/auth/require-verb.ts';
import { verbDescriptions, type Verb } from '#lib/platform/auth/verbs.ts';
import type { Actor, Grant } from '#lib/platform/context.ts';
import type { StudyId } from '#lib/platform/ids.ts';
import { builtInRoles, isBuiltInRoleKey } from './built-in-roles.ts';

/** A role as it is stored: built-in ones take their verbs from the code, so that a new verb reaches old organizations. */
export interface StoredRole {
  readonly key: string;
  readonly isBuiltIn: boolean;
  readonly verbs: readonly string[];
}

/** The verbs of a role. Verbs a stored custom role has and the code knows no more are left out. */
export function verbsOfRole(role: StoredRole): readonly Verb[] {
  if (role.isBuiltIn && isBuiltInRoleKey(role.key)) return builtInRoles[role.key].verbs;
  return role.verbs.filter((verb): verb is Verb => Object.hasOwn(verbDescriptions, verb));
}

export interface Placement {
  /** Null: every study. */
  readonly studyId: StudyId | null;
  /** ltree path; null: every place. */
  readonly orgUnitPath: string | null;
}

export type StoredMembership = Placement & { readonly role: StoredRole };

/** What the memberships of one person in one organization allow. */
export function grantsOfMemberships(memberships: readonly StoredMembership[]): readonly Grant[] {
  return memberships.map(({ role, studyId, orgUnitPath }) => ({
    verbs: new Set(verbsOfRole(role)),
    studyId,
    orgUnitPath,
  }));
}

export interface TokenLimits {
  readonly scopes: readonly string[];
  readonly studyId: StudyId | null;
}

/**
 * What an API token allows: its scopes, as far as the person who made it still holds them. A token so never outlives
 * or outgrows its maker's roles.
 */
export function grantsOfToken({ scopes, studyId }: TokenLimits, makerGrants: readonly Grant[]): readonly Grant[] {
  const wanted = new Set(scopes);
  return makerGrants.flatMap((grant) => {
    if (studyId !== null && grant.studyId !== null && studyId !== grant.studyId) return [];
    const verbs = new Set([...grant.verbs].filter((verb) => wanted.has(verb)));
    return verbs.size === 0 ? [] : [{ verbs, studyId: grant.studyId ?? studyId, orgUnitPath: grant.orgUnitPath }];
  });
}

/** The verbs that the actor does not hold at the place, and so may neither give to others nor take from them. */
export function verbsBeyond(actor: Actor, verbs: readonly Verb[], placement: Placement): readonly Verb[] {
  return verbs.filter((verb) => !hasVerb(actor, verb, placement));
}
