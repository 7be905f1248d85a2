import { FormFault } from '../findings/findings.ts';
import type { FormElement } from './form-element.ts';

/** More nodes than any form has, and as many as can be written at once. */
const maxNodes = 500_000;

/** How many nodes a section makes: where repeats in it are written twice, as a template, and where they are not. */
interface Size {
  readonly doubled: number;
  readonly template: number;
  readonly single: number;
}

/**
 * Refuses a form whose instance would be huge. A repeat stands twice in it, as a template and as the first one; a
 * repeat in a group of a repeat stands twice in that one's template too, and so on: each level adds a copy of the rest.
 */
export function checkSize(survey: FormElement, sheet: string): void {
  const { doubled } = sizeOf(survey);
  if (doubled <= maxNodes) return;
  const row = [...survey.descend()].find(({ kind }) => kind === 'repeat')?.row ?? null;
  const message = `The form would have more than ${maxNodes} nodes, because repeats stand in groups of other repeats. Take some of them apart.`;
  throw new FormFault('structure_too_deep', { sheet, row, column: 'type' }, message);
}

function sizeOf(section: FormElement): Size {
  const sum = { doubled: 1, template: 1, single: 1 };
  for (const child of section.children) {
    const { doubled, template, single } = sizeOf(child);
    const isRepeat = child.kind === 'repeat';
    sum.doubled += isRepeat ? template + single : doubled;
    sum.template += isRepeat ? template : doubled;
    sum.single += single;
  }
  return sum;
}
