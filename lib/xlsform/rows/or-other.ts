import type { Choice, ChoiceList } from '../choices/choice-list.ts';
import { textCell, type FormRow } from '../sheets/cells.ts';
import { FormElement } from '../tree/form-element.ts';
import { rowFault, type SurveyContext } from './survey-context.ts';

const otherName = 'other';
const otherLabel = 'Other';

/** Offers "other" in a list, and gives the text that asks which (section 6.4, Conveniences). */
export function addOther(context: SurveyContext, row: FormRow, list: ChoiceList | undefined): FormElement {
  context.offersOther = true;
  if (textCell(row.cells, 'choice_filter') !== undefined) {
    const message =
      "A choice filter would hide 'other'. Remove the filter, or add the choice 'other' to the list yourself.";
    throw rowFault(context, { code: 'choice_filter_unsupported', row, column: 'choice_filter' }, message);
  }
  if (!list) {
    const message = "'or_other' needs a list of the choices sheet. Name one.";
    throw rowFault(context, { code: 'choices_missing', row, column: 'type' }, message);
  }
  if (!list.choices.some(({ name }) => name === otherName)) list.choices.push(otherChoice(list));
  const name = textCell(row.cells, 'name') ?? '';
  const text = new FormElement({ kind: 'question', type: 'text', name: `${name}_other`, row: row.number });
  text.label = 'Specify other.';
  text.bind = new Map([
    ['type', 'string'],
    ['relevant', `selected(../${name}, 'other')`],
  ]);
  return text;
}

/** In every language that the list has. */
function otherChoice({ choices }: ChoiceList): Choice {
  const languages = choices.flatMap(({ label }) => (label && typeof label !== 'string' ? [...label.keys()] : []));
  const label = languages.length === 0 ? otherLabel : new Map(languages.map((language) => [language, otherLabel]));
  return { row: null, name: otherName, label, media: undefined, columns: new Map(), smsOption: undefined };
}
