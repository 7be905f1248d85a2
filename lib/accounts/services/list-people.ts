import { requireVerb, studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { listPersonRows } from '../data/memberships.ts';
import type { Person } from '../domain/person.ts';

/**
 * The people of the organization and their roles, by name. Whoever may see people of one study only gets those with a
 * role in it, and no more of their roles than that.
 */
export async function listPeople(ctx: Context): Promise<Person[]> {
  const studies = studiesWithVerb(ctx.actor, 'users.read');
  if (studies?.length === 0) requireVerb(ctx, 'users.read');
  const people = await listPersonRows(ctx);
  if (studies === null) return people;
  return people.flatMap((person) => {
    const memberships = person.memberships.filter(({ studyId }) => studyId !== null && studies.includes(studyId));
    return memberships.length === 0 ? [] : [{ ...person, memberships }];
  });
}
