import type { Findings } from '../findings/findings.ts';
import type { FormElement } from './form-element.ts';

/** Names that the conversion adds, counts and texts for "other", must not meet those of rows; loops bring repeats twice. */
export function checkTreeNames(survey: FormElement, sheet: string, findings: Findings): void {
  const repeats = new Set<string>();
  for (const element of survey.descend()) {
    const names = new Set<string>();
    for (const { name, row, kind } of element.isSection ? element.children : []) {
      if (kind === 'attribute') continue;
      const isDoubledRepeat = kind === 'repeat' && repeats.has(name);
      if (names.has(name) || isDoubledRepeat) {
        const message = `The name '${name}' stands twice in '${element.name}', because the form adds a question or repeat of that name by itself. Rename yours.`;
        findings.error('name_duplicate', { sheet, row, column: 'name' }, message);
      }
      names.add(name);
      if (kind === 'repeat') repeats.add(name);
    }
  }
}
