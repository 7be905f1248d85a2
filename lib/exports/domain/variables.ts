import { metadataName } from '#lib/passive/domain/canonical-hash.ts';
import type { VariableKind } from '#lib/passive/domain/codebook/variable-kinds.ts';
import { pathSteps } from '#lib/passive/domain/codebook/variable-path.ts';
import { NameRegister } from './member-names.ts';
import type { CellKind, TableColumn } from './table-encoder.ts';

/** What a variable was seen to be. */
export type ValueKind = 'text' | 'integer' | 'number' | 'boolean' | 'null' | 'array' | 'object';

/** A place in the points of a type and what stands there. */
export interface Variable {
  /** Names that lead to it, through objects. */
  readonly path: readonly string[];
  readonly kinds: ReadonlySet<ValueKind>;
}

/** Variables that become columns; what is beyond stands in the last column. */
export const maxVariables = 500;
/** Objects in objects that become columns. */
const maxDepth = 6;

/** A variable of the codebook, as far as a column needs it. */
interface KnownVariable {
  readonly path: string;
  readonly kinds: readonly VariableKind[];
  readonly minimum: number | null;
  readonly maximum: number | null;
}

/** Whole numbers beyond (ids, mostly) make a column of texts: 64 bits do not hold them all, and each digit counts. */
const maxInteger = 1e18;

/** What kinds of the codebook are in a table. */
const valueKinds: Readonly<Record<VariableKind, ValueKind>> = {
  string: 'text',
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
  null: 'null',
  list: 'array',
  object: 'object',
};

/**
 * The variables that become columns: those outside of lists and of objects whose names are data, down to
 * {@link maxDepth} objects in objects. An object is one only where nothing in it is, or where it was something else too.
 */
export function flatVariables(known: readonly KnownVariable[]): Variable[] {
  const outside = known.flatMap((variable) => {
    const path = namesOf(variable.path);
    return path === null || path.length > maxDepth ? [] : [{ path, kinds: kindsOf(variable) }];
  });
  const parents = new Set(outside.map(({ path }) => JSON.stringify(path.slice(0, -1))));
  return outside.filter(({ path, kinds }) => {
    const isObjectAlone = [...kinds].every((kind) => kind === 'object' || kind === 'null');
    return !(isObjectAlone && parents.has(JSON.stringify(path)));
  });
}

/** The names that lead to a variable; null inside lists, metadata and objects with data for names. */
function namesOf(path: string): string[] | null {
  const steps = pathSteps(path) ?? ['any' as const];
  const names = steps.flatMap((step) => (typeof step === 'object' ? [step.member] : []));
  return names.length === steps.length && names[0] !== metadataName ? names : null;
}

function kindsOf({ kinds, minimum, maximum }: KnownVariable): ReadonlySet<ValueKind> {
  const seen = new Set(kinds.map((kind) => valueKinds[kind]));
  const isTooLarge = Math.max(Math.abs(minimum ?? 0), Math.abs(maximum ?? 0)) >= maxInteger;
  if (isTooLarge && seen.delete('integer')) seen.add(seen.has('number') ? 'number' : 'text');
  return seen;
}

/** A variable with the column it fills. */
export interface VariableColumn extends TableColumn {
  readonly path: readonly string[];
}

/** Columns for variables: names joined by points, told apart from each other and from the headers that are taken. */
export function columnsOf(variables: readonly Variable[], taken: readonly string[]): VariableColumn[] {
  const register = new NameRegister();
  for (const header of taken) register.claim(header, (text) => text);
  return variables.slice(0, maxVariables).map(({ path, kinds }) => ({
    path,
    header: register.claim(path.join('.'), (text) => text),
    kind: cellKindOf(kinds),
  }));
}

function cellKindOf(kinds: ReadonlySet<ValueKind>): CellKind {
  const seen = new Set([...kinds].filter((kind) => kind !== 'null'));
  if (seen.has('number')) seen.delete('integer');
  const [only, ...more] = seen;
  // Of several kinds: each as its text.
  if (only === undefined || more.length > 0) return 'text';
  return only === 'array' || only === 'object' ? 'json' : only;
}
