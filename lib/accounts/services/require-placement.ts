import { verbDescriptions, type Verb } from '#lib/platform/auth/verbs.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { findStudyRow } from '../data/studies.ts';
import { verbsBeyond, type Placement } from '../domain/grants.ts';

/** Nobody gives to, or takes from, others what they do not hold themselves there. Throws `permission_missing`, naming it. */
export function requireHeldVerbs(ctx: Context, verbs: readonly Verb[], placement: Placement): void {
  const beyond = verbsBeyond(ctx.actor, verbs, placement);
  if (beyond.length === 0) return;
  const named = beyond.map((verb) => `"${verbDescriptions[verb]}"`).join(', ');
  throw new Problem('permission_missing', {
    detail: `You can only give and take what you may do yourself there. This includes ${named}.`,
  });
}

/** The study of a placement must be one of the organization, and open. Throws `input_invalid`. */
export async function requireOpenStudy(ctx: Context, studyId: string | null): Promise<void> {
  if (studyId === null) return;
  const study = await findStudyRow(ctx, studyId);
  if (study && !study.archivedAt) return;
  throw new Problem('input_invalid', { fields: { studyId: 'There is no such study.' } });
}
