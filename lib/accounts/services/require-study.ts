import { hasVerb, requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Verb } from '#lib/platform/auth/verbs.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { findStudyRow } from '../data/studies.ts';
import type { Study } from '../domain/study.ts';

/**
 * The study, when the actor may use the verb in it. A study the actor cannot even see is `not_found`, exactly like one
 * that does not exist; one they see but may not touch is `permission_missing`.
 */
export async function requireStudy(ctx: Context, studyId: string, verb: Verb): Promise<Study> {
  const study = await findStudyRow(ctx, studyId);
  if (!study || !hasVerb(ctx.actor, 'studies.read', { studyId })) throw new Problem('not_found');
  requireVerb(ctx, verb, { studyId });
  return study;
}
