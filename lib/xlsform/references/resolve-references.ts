import type { FormElement } from '../tree/form-element.ts';
import { ancestorsOf, commonSection, pathBelow, pathOf, repeatAround } from '../tree/paths.ts';
import type { FormNames } from './form-names.ts';
import { parseReferences, type PlacedReference } from './parse-references.ts';

/** Where an expression stands, and how it is evaluated. */
export interface Site {
  readonly element: FormElement;
  /** Evaluated on other nodes than its own, so that paths to this form begin with `current()`. */
  readonly usesCurrent?: boolean;
  /** From outside of the repeat whose answers are chosen from. */
  readonly isFromParent?: boolean;
}

/** Id of the secondary instance that holds the last submission. */
export const lastSavedInstance = '__last-saved';

/** Arguments of `indexed-repeat()` that name nodes in all repeats, not in this one. */
const absoluteArguments = new Set([0, 1, 3, 5]);

/** Puts paths in the place of references: relative within a common repeat, absolute elsewhere (section 6.4). */
export class References {
  readonly #names: FormNames;
  readonly #sheetName: string;

  constructor(names: FormNames, sheetName: string) {
    this.#names = names;
    this.#sheetName = sheetName;
  }

  /** The expression with paths, each between blanks. */
  resolve(expression: string, site: Site): string {
    const { references } = parseReferences(expression);
    let resolved = '';
    let done = 0;
    for (const reference of references) {
      resolved += expression.slice(done, reference.start) + this.pathTo(reference, expression, site);
      done = reference.end;
    }
    return resolved + expression.slice(done);
  }

  /** The path that one reference of an expression stands for. */
  pathTo(reference: PlacedReference, expression: string, site: Site): string {
    const place = { sheet: this.#sheetName, row: site.element.row };
    const target = this.#names.get(reference.name, place);
    if (reference.isLastSaved) return ` instance('${lastSavedInstance}')${pathOf(target)} `;
    const relative = isAbsoluteArgument(reference, expression) ? undefined : relativePath(target, site);
    if (relative === undefined) return ` ${pathOf(target)} `;
    const usesCurrent = site.usesCurrent ?? isInInstancePredicate(reference, expression);
    return ` ${usesCurrent ? 'current()/' : ''}${relative} `;
  }

  /** The absolute path of the question of a name. */
  absolutePath(name: string, element: FormElement): string {
    return pathOf(this.#names.get(name, { sheet: this.#sheetName, row: element.row }));
  }
}

/** Up from a node to what both share, and down again; undefined when they share no repeat. */
function relativePath(target: FormElement, { element, isFromParent }: Site): string | undefined {
  const repeat = commonSection(element, target, ['repeat']);
  if (!repeat) return undefined;
  if (isFromParent && leavesRepeat(repeat, target, element)) {
    return climb(stepsTo(element, repeat) + 1) + pathBelow(target, repeat.parent);
  }
  const section = commonSection(element, target, ['repeat', 'group']) ?? repeat;
  return climb(stepsTo(element, section)) + pathBelow(target, section);
}

/** Choosing among the answers in all of a repeat starts above it, unless its own instances are told apart further up. */
function leavesRepeat(repeat: FormElement, target: FormElement, element: FormElement): boolean {
  const isOutermost = repeatAround(repeat) === undefined;
  return repeatAround(target) === repeat && (isOutermost || repeatAround(element) !== repeat);
}

function stepsTo(element: FormElement, section: FormElement): number {
  return ancestorsOf(element).indexOf(section) + 1;
}

function climb(steps: number): string {
  return Array.from({ length: steps }, () => '..').join('/');
}

function isInInstancePredicate({ start, end }: PlacedReference, expression: string): boolean {
  if (!/instance\([^)]+./.test(expression)) return false;
  const predicates = [...expression.matchAll(/\[[^\]]+\]/g)];
  return predicates.some(({ index, 0: text }) => start >= index && end <= index + text.length);
}

/**
 * Of a call of `indexed-repeat()` some arguments name nodes in all repeats. Past a call, the one that follows it is not
 * looked into, so what stands in it, or behind it and all others, is absolute too: clients find the same node.
 */
function isAbsoluteArgument({ start, end }: PlacedReference, expression: string): boolean {
  if (!expression.includes('indexed-repeat(')) return false;
  const calls = [...expression.matchAll(/indexed-repeat\([^)]+\)/g)];
  for (let at = 0; at < calls.length; at += 2) {
    const { index = 0, 0: text = '' } = calls[at] ?? {};
    const isBehind = end > index + text.length;
    if (isBehind && at + 1 < calls.length) continue;
    if (isBehind || end < index) return false;
    return absoluteArguments.has(expression.slice(index, start).split(',').length - 1);
  }
  return true;
}
