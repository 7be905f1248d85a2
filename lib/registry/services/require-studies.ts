import { listStudies } from '#lib/accounts/index.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';

/** Guards what names studies: the actor must see each of them. Throws `input_invalid` naming how many are not there. */
export async function requireStudies(ctx: Context, studyIds: readonly string[]): Promise<void> {
  if (studyIds.length === 0) return;
  const seen = new Set<string>((await listStudies(ctx)).map(({ id }) => id));
  const unknown = studyIds.filter((id) => !seen.has(id)).length;
  if (unknown === 0) return;
  throw new Problem('input_invalid', { fields: { studyIds: `${String(unknown)} of the studies do not exist.` } });
}
