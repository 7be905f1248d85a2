import type { FormElement } from '../tree/form-element.ts';
import type { ChoiceList, ChoiceLists } from './choice-list.ts';

/** The lists that questions offer or expressions look into; others only make the form larger for phones. */
export function findUsedLists(survey: FormElement, lists: ChoiceLists): ChoiceList[] {
  const offered = new Set<string>();
  const expressions: string[] = [];
  for (const { itemset, bind, choiceFilter, default: value, label, hint } of survey.descend()) {
    if (itemset !== undefined) offered.add(itemset);
    for (const text of [...(bind?.values() ?? []), choiceFilter, value, label, hint]) {
      if (text !== undefined) expressions.push(...(typeof text === 'string' ? [text] : text.values()));
    }
  }
  const written = expressions.filter((text) => text.includes('instance(')).join('\n');
  const isNamed = (name: string): boolean => written.includes(`'${name}'`) || written.includes(`"${name}"`);
  return [...lists.values()].filter(({ name }) => offered.has(name) || isNamed(name));
}
