import { cache } from 'react';
import { listStudies } from '#lib/accounts/index.ts';
import type { Context } from '#lib/platform/context.ts';
import type { StudyId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';

/** The study an address names by `?study=<key>`; null when it names none: all the viewer may see. */
export interface ChosenStudy {
  readonly key: string | null;
  readonly studyIds: readonly StudyId[] | null;
}

const studiesOf = cache((ctx: Context) => listStudies(ctx));

/** Errors: `not_found` for a key that is nothing, or not the viewer's to see. */
export async function chooseStudy(ctx: Context, key: string | null | undefined): Promise<ChosenStudy> {
  if (!key) return { key: null, studyIds: null };
  const study = (await studiesOf(ctx)).find((each) => each.key === key);
  if (!study) throw new Problem('not_found');
  return { key, studyIds: [study.id] };
}
