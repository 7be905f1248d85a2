import { FormFault } from '../findings/findings.ts';
import type { Place } from '../findings/finding.ts';
import type { FormElement } from '../tree/form-element.ts';

const named = new Set<FormElement['kind']>(['survey', 'group', 'repeat', 'loop', 'question']);

/** The questions, groups and repeats of a form by name. */
export class FormNames {
  readonly #elements = new Map<string, FormElement[]>();

  constructor(roots: readonly FormElement[]) {
    for (const element of roots.flatMap((root) => [...root.descend()])) {
      if (!named.has(element.kind)) continue;
      const others = this.#elements.get(element.name);
      if (others) others.push(element);
      else this.#elements.set(element.name, [element]);
    }
  }

  /** How many rows have a name; the root has no row. */
  count(name: string): number {
    return this.#elements.get(name)?.filter(({ kind }) => kind !== 'survey').length ?? 0;
  }

  /** The only element of a name; throws where there is none, or more than one. */
  get(name: string, place: Place): FormElement {
    const [element, other] = this.#elements.get(name) ?? [];
    if (!element) throw new FormFault('reference_unknown', place, tellUnknown(name));
    if (other) throw new FormFault('reference_ambiguous', place, tellAmbiguous(name));
    return element;
  }
}

export function tellUnknown(name: string): string {
  return `'\${${name}}' names nothing on the survey sheet. Correct the name, or add the question.`;
}

export function tellAmbiguous(name: string): string {
  return `'\${${name}}' may be one of several: the name stands more than once on the survey sheet. Rename all but one.`;
}
