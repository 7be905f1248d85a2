import { plainNamePattern } from '../expressions/names.ts';
import type { Caption, FormModel, FormNode, FormPath, Texts } from './form-model.ts';

/** A path in an expression or text of a node that leads to nothing in the form. */
export interface DanglingReference {
  /** The node that refers. */
  readonly path: FormPath;
  readonly reference: FormPath;
}

const quotedOrPath = new RegExp(`"[^"]*"|'[^']*'|(?<path>/(?:${plainNamePattern}/)+${plainNamePattern})`, 'gu');
const shownPath = /\$\{\s*(\/[^\s}]+)\s*\}/g;

/**
 * Absolute paths that lead to no node: an XForm written by hand, or by a program that lost a question, can hold them; a
 * converted one cannot. Relative paths are left out, because predicates move what they start from.
 */
export function findDanglingReferences(form: FormModel): DanglingReference[] {
  const known = new Set(form.nodes.map(({ path }) => path));
  const start = `/${form.rootName}/`;
  const isDangling = (path: FormPath): boolean =>
    path.startsWith(start) && !known.has(path) && !path.startsWith(`${start}meta/`) && !path.includes('/meta/entity');
  return form.nodes.flatMap((node) => {
    const references = new Set([...expressionsOf(node).flatMap(pathsIn), ...captionsOf(node).flatMap(pathsShownIn)]);
    return [...references].filter(isDangling).map((reference) => ({ path: node.path, reference }));
  });
}

function expressionsOf(node: FormNode): string[] {
  const own =
    node.kind === 'repeat'
      ? [node.count]
      : node.kind === 'question'
        ? [node.required, node.constraint, node.readonly, node.calculation, defaultOf(node), ...choicesOf(node)]
        : [];
  return [node.relevant, ...own].filter((expression) => expression !== null);
}

type Question = Extract<FormNode, { kind: 'question' }>;

function defaultOf(question: Question): string | null {
  return question.default && 'expression' in question.default ? question.default.expression : null;
}

function choicesOf({ choices }: Question): (string | null)[] {
  return choices ? [choices.filter, choices.seed, choices.kind === 'repeat' ? choices.nodeset : null] : [];
}

function captionsOf(node: FormNode): Caption[] {
  const own = node.kind === 'question' ? [node.hint, node.constraintMessage, node.requiredMessage] : [];
  return [node.label, ...own].filter((caption) => caption !== null);
}

function pathsIn(expression: string): string[] {
  return [...expression.matchAll(quotedOrPath)].flatMap(({ groups }) => groups?.['path'] ?? []);
}

function pathsShownIn(caption: Caption): string[] {
  const texts = Object.values<Texts>({ ...caption }).flatMap((byLanguage) => Object.values(byLanguage));
  return texts.flatMap((text) => [...text.matchAll(shownPath)].map(([, path = '']) => path));
}
