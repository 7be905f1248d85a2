import type { Actor, Context, Grant } from '../context.ts';
import type { StudyId } from '../ids.ts';
import { Problem } from '../problems/problem.ts';
import { verbDescriptions, type Verb } from './verbs.ts';

/** Where an act takes place; leaving a member out asks for the whole organization. */
export interface Place {
  readonly studyId?: StudyId | string | null;
  readonly orgUnitPath?: string | null;
}

/** True when the actor may use the verb at the place. Devices hold no verbs; the system holds all. */
export function hasVerb(actor: Actor, verb: Verb, place: Place = {}): boolean {
  if (actor.kind === 'system') return true;
  if (actor.kind === 'device') return false;
  return actor.grants.some((grant) => grant.verbs.has(verb) && covers(grant, place));
}

function covers(grant: Grant, place: Place): boolean {
  const study = grant.studyId === null || grant.studyId === place.studyId;
  const tree =
    grant.orgUnitPath === null ||
    place.orgUnitPath === grant.orgUnitPath ||
    (place.orgUnitPath?.startsWith(`${grant.orgUnitPath}.`) ?? false);
  return study && tree;
}

/** Guards a use-case. Throws `permission_missing`, naming the permission in words. */
export function requireVerb(ctx: Context, verb: Verb, place: Place = {}): void {
  if (hasVerb(ctx.actor, verb, place)) return;
  throw new Problem('permission_missing', {
    detail: `This needs the permission "${verbDescriptions[verb]}" (${verb}). An owner of the organization can grant it.`,
  });
}

/** The studies in which the actor may use the verb; null means every study of the organization. */
export function studiesWithVerb(actor: Actor, verb: Verb): readonly StudyId[] | null {
  if (actor.kind === 'system') return null;
  if (actor.kind === 'device') return [];
  const grants = actor.grants.filter((grant) => grant.verbs.has(verb));
  if (grants.some((grant) => grant.studyId === null)) return null;
  return grants.flatMap((grant) => (grant.studyId === null ? [] : [grant.studyId]));
}
