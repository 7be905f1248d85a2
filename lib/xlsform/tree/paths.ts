import type { FormElement } from './form-element.ts';

/** The absolute path of a node in the primary instance: `/data/group/question`, `/data/meta/entity/@id`. */
export function pathOf(element: FormElement): string {
  return pathBelow(element, null);
}

/** The path of a node from below one of its ancestors, with a leading slash. */
export function pathBelow(element: FormElement, ancestor: FormElement | null): string {
  const steps: string[] = [];
  for (let node: FormElement | null = element; node && node !== ancestor; node = node.parent) {
    if (!node.isFlat) steps.unshift(node.kind === 'attribute' ? `@${node.name}` : node.name);
  }
  return `/${steps.join('/')}`;
}

/** The sections around an element, the nearest first. */
export function ancestorsOf(element: FormElement): FormElement[] {
  const ancestors: FormElement[] = [];
  for (let node = element.parent; node; node = node.parent) ancestors.push(node);
  return ancestors;
}

/** The nearest repeat around an element; undefined outside repeats. */
export function repeatAround(element: FormElement): FormElement | undefined {
  return ancestorsOf(element).find(({ kind }) => kind === 'repeat');
}

/** The nearest of the sections around both, the survey not counted. */
export function commonSection(
  one: FormElement,
  other: FormElement,
  kinds: readonly FormElement['kind'][],
): FormElement | undefined {
  const others = new Set(ancestorsOf(other));
  return ancestorsOf(one).find((section) => kinds.includes(section.kind) && others.has(section));
}
