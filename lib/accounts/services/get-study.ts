import { hasVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { findDefaultStudyRow, findStudyRowByKey } from '../data/studies.ts';
import type { Study } from '../domain/study.ts';
import { requireStudy } from './require-study.ts';

/** The study with this id. Throws `not_found`, also for one the actor may not see. */
export function getStudy(ctx: Context, studyId: string): Promise<Study> {
  return requireStudy(ctx, studyId, 'studies.read');
}

/** The study with this key in the actor's organization. Throws `not_found`, also for one the actor may not see. */
export async function getStudyByKey(ctx: Context, key: string): Promise<Study> {
  const study = await findStudyRowByKey(ctx, key);
  if (!study || !hasVerb(ctx.actor, 'studies.read', { studyId: study.id })) throw new Problem('not_found');
  return study;
}

/** The installation's default study, behind `/data/…`, whatever organization it belongs to; null when there is none. */
export function getDefaultStudy({ db }: Pick<Runtime, 'db'>): Promise<Study | null> {
  return findDefaultStudyRow(db);
}
