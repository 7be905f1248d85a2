import { z } from 'zod';
import { builtInTypes, otherCategory } from './built-in-texts.ts';
import { metadataTexts } from './metadata-texts.ts';
import type { TypeText } from './type-text.ts';
import { type Variable, variableSchema } from './variable.ts';

/** Path that stands for the type as a whole among the texts. */
export const wholeType = '';

/** What a person wrote; null leaves what was there before. */
export const variableTextSchema = z.object({
  type: z.string(),
  /** {@link wholeType}: the type itself. */
  path: z.string(),
  /** What the type is called; only for the type itself. */
  title: z.string().nullable(),
  description: z.string().nullable(),
  /** Variables of one group stand together; for the type itself: its category. */
  groupName: z.string().nullable(),
  /** Place in the group, ascending. */
  sortOrder: z.number().nullable(),
});
export type VariableText = z.infer<typeof variableTextSchema>;

/** A variable with what the codebook says of it. */
export const codebookVariableSchema = variableSchema.omit({ type: true }).extend({
  description: z.string(),
  group: z.string(),
  order: z.number().nullable(),
  /** A person wrote some of it. */
  isEdited: z.boolean(),
});
export type CodebookVariable = z.infer<typeof codebookVariableSchema>;

/** A type with its variables, in the order in which they are read. */
export const codebookTypeSchema = z.object({
  type: z.string(),
  title: z.string(),
  category: z.string(),
  description: z.string(),
  isEdited: z.boolean(),
  firstSeenAt: z.coerce.date(),
  lastSeenAt: z.coerce.date(),
  variables: z.array(codebookVariableSchema),
});
export type CodebookType = z.infer<typeof codebookTypeSchema>;

/**
 * Puts what was inferred, what is built in or told by plug-ins (`added`, of types that are not built in) and what people wrote
 * together: types by category, variables by group.
 */
export function makeCodebook(
  variables: readonly Variable[],
  texts: readonly VariableText[],
  added: ReadonlyMap<string, TypeText> = new Map(),
): CodebookType[] {
  const written = new Map(texts.map((text) => [`${text.type}\n${text.path}`, text]));
  const byType = Map.groupBy(variables, ({ type }) => type);
  return [...byType]
    .map(([type, ofType]) => describeType({ type, text: textOf(type, added) }, ofType, written))
    .sort(compareTypes);
}

type Written = ReadonlyMap<string, VariableText>;

function textOf(type: string, added: ReadonlyMap<string, TypeText>): TypeText | undefined {
  return Object.hasOwn(builtInTypes, type) ? builtInTypes[type] : added.get(type);
}

interface NamedType {
  readonly type: string;
  readonly text: TypeText | undefined;
}

function describeType({ type, text }: NamedType, variables: readonly Variable[], written: Written): CodebookType {
  const own = written.get(`${type}\n${wholeType}`);
  const known: TypeText['variables'] = { ...text?.variables, ...metadataTexts };
  const places = new Map(Object.keys(known).map((path, place) => [path, place]));
  const placeOf = ({ path, order }: CodebookVariable) => order ?? places.get(path) ?? places.size;
  const groups = [...new Set(Object.values(known).map(([group]) => group))];
  return {
    type,
    title: own?.title ?? text?.title ?? type,
    category: own?.groupName ?? text?.category ?? otherCategory,
    description: own?.description ?? text?.description ?? '',
    isEdited: own !== undefined,
    firstSeenAt: new Date(Math.min(...variables.map(({ firstSeenAt }) => firstSeenAt.getTime()))),
    lastSeenAt: new Date(Math.max(...variables.map(({ lastSeenAt }) => lastSeenAt.getTime()))),
    variables: variables
      .map((variable) => describeVariable(variable, known, written.get(`${type}\n${variable.path}`)))
      .sort(
        (a, b) =>
          rankOf(groups, a) - rankOf(groups, b) ||
          compare(a.group, b.group) ||
          placeOf(a) - placeOf(b) ||
          compare(a.path, b.path),
      ),
  };
}

function describeVariable(
  { type: _type, ...variable }: Variable,
  known: TypeText['variables'],
  own: VariableText | undefined,
): CodebookVariable {
  const [group, description] =
    (Object.hasOwn(known, variable.path) && known[variable.path]) || inherited(variable.path, known);
  return {
    ...variable,
    description: own?.description ?? description,
    group: own?.groupName ?? group,
    order: own?.sortOrder ?? null,
    isEdited: own !== undefined,
  };
}

/** A variable inside one that is described belongs to its group, and has no text of its own. */
function inherited(path: string, known: TypeText['variables']): readonly [string, string] {
  const parent = Object.keys(known)
    .filter((other) => path.startsWith(other) && /^[.[]/.test(path.slice(other.length)))
    .sort((a, b) => b.length - a.length)[0];
  return [parent === undefined ? '' : (known[parent]?.[0] ?? ''), ''];
}

/** Groups as the built-in texts have them, then those of people, then variables without one; metadata last. */
function rankOf(groups: readonly string[], { group }: CodebookVariable): number {
  if (group === 'Metadata') return groups.length + 2;
  if (group === '') return groups.length + 1;
  const place = groups.indexOf(group);
  return place < 0 ? groups.length : place;
}

function compareTypes(a: CodebookType, b: CodebookType): number {
  const last = Number(a.category === otherCategory) - Number(b.category === otherCategory);
  return last || compare(a.category, b.category) || compare(a.title, b.title) || compare(a.type, b.type);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
