import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { selectVariableTexts } from '../data/variable-texts.sql.ts';
import type { HookRegistry } from '#lib/platform/plugins/hook-registry.ts';
import { otherCategory } from '../domain/codebook/built-in-texts.ts';
import { type CodebookType, makeCodebook } from '../domain/codebook/codebook.ts';
import type { TypeText } from '../domain/codebook/type-text.ts';
import { listVariables, type ListVariablesInput } from './list-variables.ts';

/**
 * The codebook (section 5): every type that the actor may see points of, by category, with its variables and what is
 * said of them. Cost: rows of variables only, never points.
 */
export async function getCodebook(ctx: Context, input: ListVariablesInput = {}): Promise<CodebookType[]> {
  return makeCodebook(
    await listVariables(ctx, input),
    await selectVariableTexts(ctx),
    textsOfPlugins(ctx.plugins.hooks),
  );
}

/** What plug-ins say of their types. */
function textsOfPlugins(hooks: HookRegistry): ReadonlyMap<string, TypeText> {
  return new Map(
    hooks.types.map(({ identifier, label, category, description, variables = [] }) => [
      identifier,
      {
        title: label ?? identifier,
        category: category ?? otherCategory,
        description: description ?? '',
        variables: Object.fromEntries(
          variables
            .toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0))
            .map(({ path, name, group, description: text }) => [path, [group ?? '', sentence(name, text)]]),
        ),
      },
    ]),
  );
}

function sentence(name: string | undefined, description: string | undefined): string {
  return [name, description].filter((text) => text !== undefined && text !== '').join(': ');
}

/** One type of the codebook. Errors: `not_found` (also for a type of which the actor may see no points). */
export async function getCodebookType(ctx: Context, typeIdentifier: string): Promise<CodebookType> {
  const [type] = await getCodebook(ctx, { typeIdentifier });
  if (!type) throw new Problem('not_found');
  return type;
}
