import { findQuestionType } from '../types/question-types.ts';
import { FormElement } from '../tree/form-element.ts';
import type { FormRow } from '../sheets/cells.ts';
import { rowFault, type SurveyContext } from './survey-context.ts';

/** Makes a select a row of the table when it stands in a table-list group. The first one brings the heading. */
export function joinTableList(context: SurveyContext, row: FormRow, question: FormElement): FormElement[] {
  const list = question.itemset;
  if (context.tableList === null || list === undefined) return [];
  const isFirst = typeof context.tableList !== 'string';
  if (typeof context.tableList !== 'string') {
    if (question.choiceFilter !== undefined) {
      const message =
        'A choice filter does not work in a table-list. Remove it, or take the appearance table-list away.';
      throw rowFault(context, { code: 'choice_filter_unsupported', row, column: 'choice_filter' }, message);
    }
    context.tableList = list;
  }
  if (context.tableList !== list) {
    const message = `All questions of a table-list share one list: this one has '${list}', the first has '${context.tableList}'. Use the same, or move it out of the group.`;
    throw rowFault(context, { code: 'choices_missing', row, column: 'type' }, message);
  }
  question.control.set('appearance', 'list-nolabel');
  return isFirst ? [headingOf(question, list)] : [];
}

function headingOf(question: FormElement, list: string): FormElement {
  const { type, row } = question;
  const name = `reserved_name_for_field_list_labels_${row ?? 0}`;
  const heading = new FormElement({ kind: 'question', type, name, row });
  heading.bind = new Map(Object.entries(findQuestionType(type)?.bind ?? {}));
  heading.control.set('appearance', 'label');
  heading.label = ' ';
  heading.itemset = list;
  return heading;
}
