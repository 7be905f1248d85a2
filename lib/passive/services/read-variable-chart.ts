import type { Context } from '#lib/platform/context.ts';
import { isMeasured } from '../domain/aggregates/measured-variable.ts';
import type { Variable } from '../domain/codebook/variable.ts';
import { pathSteps } from '../domain/codebook/variable-path.ts';
import type { LinesData } from '../domain/views/view-results.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { selectTypesOfSource } from '../data/views.sql.ts';
import { listVariables } from './list-variables.ts';
import { readLines } from './read-lines.ts';
import type { ReadTypeChartInput } from './read-type-chart.ts';
import { requireReadableSource } from './require-readable-source.ts';

/**
 * Numbers of one variable of a type of a source over a window of device time, by five minutes or wider: the mean, and the
 * lowest and highest around it. `path` as in the codebook. Errors: `not_found` (source; type it never sent),
 * `permission_missing`. Cost: running aggregates only.
 */
export async function readVariableChart(
  ctx: Context,
  { path, ...range }: ReadTypeChartInput & { readonly path: string },
): Promise<LinesData> {
  await typeOf(ctx, range);
  return readLines(ctx, range, { paths: [path], isBand: true });
}

/**
 * The variables of a type that can be drawn: those of the codebook that were numbers, in the study of the source.
 * Errors: `not_found`, `permission_missing`.
 */
export async function listDrawableVariables(
  ctx: Context,
  input: Pick<ReadTypeChartInput, 'sourceId' | 'typeId'>,
): Promise<Variable[]> {
  const { type, studyId } = await typeOf(ctx, input);
  const variables = await listVariables(ctx, { typeIdentifier: type, studyIds: [studyId] });
  return variables.filter(isDrawable);
}

function isDrawable({ path, kinds }: Variable): boolean {
  const isNumber = kinds.some((kind) => kind === 'integer' || kind === 'number');
  return isNumber && isMeasured(path, nameOf(path));
}

/** The name of the last member of a path. */
function nameOf(path: string): string {
  const names = (pathSteps(path) ?? []).flatMap((step) => (typeof step === 'object' ? [step.member] : []));
  return names.at(-1) ?? '';
}

async function typeOf(ctx: Context, { sourceId, typeId }: Pick<ReadTypeChartInput, 'sourceId' | 'typeId'>) {
  const { studyId } = await requireReadableSource(ctx, sourceId);
  const types = await selectTypesOfSource(ctx, sourceId);
  const type = types.find((one) => one.typeId === typeId);
  if (!type) throw new Problem('not_found', { detail: 'The source has sent nothing of this type.' });
  return { type: type.identifier, studyId };
}
