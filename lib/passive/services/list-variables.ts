import { studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { selectVariables, type VariableRow } from '../data/variables.sql.ts';
import { maxExamples } from '../domain/codebook/example-rules.ts';
import { kindsOf } from '../domain/codebook/variable-kinds.ts';
import type { Variable } from '../domain/codebook/variable.ts';

export interface ListVariablesInput {
  /** Of one type; without it, of all types. */
  readonly typeIdentifier?: string | undefined;
  /** Of these studies as far as the actor may read what their sources sent; without it, of all of those. */
  readonly studyIds?: readonly string[] | undefined;
}

/**
 * The variables of points (section 5, Codebook): every path that was stored, with its kinds; by type, then by path in
 * the order of their characters. Points that are stored while this reads may or may not be in it.
 * Cost: rows of variables only, never points.
 */
export async function listVariables(ctx: Context, input: ListVariablesInput = {}): Promise<Variable[]> {
  const readable: readonly string[] | null = studiesWithVerb(ctx.actor, 'passive.read');
  const { studyIds: wanted, typeIdentifier } = input;
  const studyIds = readable && wanted ? wanted.filter((id) => readable.includes(id)) : (wanted ?? readable);
  if (studyIds?.length === 0) return [];
  const rows = await selectVariables(ctx, { studyIds, type: typeIdentifier ?? null });
  return rows.map(toVariable);
}

/** The variables of a type in a study, by path. The caller has checked that the actor may read or export its points. */
export async function readVariablesOfType(
  ctx: Pick<Context, 'db' | 'organizationId'>,
  { studyId, type }: { readonly studyId: string; readonly type: string },
): Promise<Variable[]> {
  return (await selectVariables(ctx, { studyIds: [studyId], type })).map(toVariable);
}

function toVariable(row: VariableRow): Variable {
  const { type, path, minimum, maximum, firstSeenAt, lastSeenAt } = row;
  const examples = [...new Set(row.examples.flatMap((ofStudy) => ofStudy ?? []))].sort();
  const isShown = row.hasExamples && examples.length > 0 && examples.length <= maxExamples;
  return {
    type,
    path,
    kinds: kindsOf(row.kinds),
    minimum,
    maximum,
    longestText: row.longest,
    longestList: row.mostItems,
    examples: isShown ? examples : null,
    pointCount: path.includes('[]') ? null : row.pointCount,
    firstSeenAt,
    lastSeenAt,
  };
}
