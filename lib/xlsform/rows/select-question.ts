import type { ChoiceList } from '../choices/choice-list.ts';
import { hasReference, isReference } from '../references/parse-references.ts';
import { textCell, type FormRow } from '../sheets/cells.ts';
import { tellSimilar } from '../sheets/find-sheets.ts';
import { isXmlName, nameRule } from '../expressions/names.ts';
import { isListFile, splitFileName, supportedExtensions } from '../types/file-name.ts';
import type { SelectWords } from '../types/type-words.ts';
import { newQuestion } from './new-question.ts';
import { addOther } from './or-other.ts';
import { checkParameterNames, isNumber, refuseParameter, type Parameters } from './parameters.ts';
import { rowFault, type SurveyContext } from './survey-context.ts';
import type { FormElement } from '../tree/form-element.ts';
import { joinTableList } from './table-list.ts';

/**
 * A question with choices: from a list, a file, the sheet external_choices, or answers in a repeat. Before it the
 * heading of the table that it begins, after it the text for "other".
 */
export function selectQuestions(
  context: SurveyContext,
  row: FormRow,
  { words, parameters }: { words: SelectWords; parameters: Parameters },
): FormElement[] {
  checkSource(context, row, words);
  const question = newQuestion(context, row, words.type);
  question.itemset = words.list;
  if (words.type === 'select one external') {
    question.query = words.list;
    question.itemset = undefined;
  }
  refuseBindType(context, row, question);
  const list = context.lists.get(words.list);
  if (words.type === 'select all that apply' && list) refuseSpacedNames(context, row, list);
  const other = words.hasOther ? [addOther(context, row, list)] : [];
  checkSelectParameters(context, row, { words, parameters });
  question.parameters = parameters;
  return [...joinTableList(context, row, question), question, ...other];
}

/** What is chosen is stored as text. */
function refuseBindType(context: SurveyContext, row: FormRow, { bind }: FormElement): void {
  const type = bind?.get('type');
  if (type === 'string' || type === 'odk:rank') return;
  const message =
    'Answers of a question with choices are text. Remove the bind type, and calculate another one from it.';
  throw rowFault(context, { code: 'bind_type_unsupported', row, column: 'bind' }, message);
}

/** Choices must come from somewhere. */
function checkSource(context: SurveyContext, row: FormRow, words: SelectWords): void {
  if (words.type === 'select one external') {
    checkExternalList(context, row, words.list);
    return;
  }
  if (words.isFromFile) checkFileName(context, row, words);
  const { list } = words;
  if (context.lists.has(list) || isListFile(list) || hasReference(list)) return;
  const similar = context.lists.size === 0 ? tellSimilar('choices', context.sheetNames) : '';
  const message = `The list '${list}' is not on the choices sheet. Add it there with the columns list_name, name and label, or correct the name.${similar}`;
  throw rowFault(context, { code: 'choices_missing', row, column: 'type' }, message);
}

function checkExternalList(context: SurveyContext, row: FormRow, list: string): void {
  if (!context.externalLists.has(list)) {
    const similar = context.externalLists.size === 0 ? tellSimilar('external_choices', context.sheetNames) : '';
    const message = `The list '${list}' is not on the sheet external_choices. Add it there with the columns list_name and name, or correct the name.${similar}`;
    throw rowFault(context, { code: 'choices_missing', row, column: 'type' }, message);
  }
  if (textCell(row.cells, 'choice_filter') === undefined) {
    const message = 'A select_one_external needs a choice_filter. Add one, or use select_one with the choices sheet.';
    throw rowFault(context, { code: 'choice_filter_missing', row, column: 'choice_filter' }, message);
  }
}

function checkFileName(context: SurveyContext, row: FormRow, { command, list }: SelectWords): void {
  if (isListFile(list) && !splitFileName(list).stem.includes('.')) return;
  const message = `The file of '${command} ${list}' must end with one of ${supportedExtensions}, and have no other period in its name.`;
  throw rowFault(context, { code: 'file_extension_unsupported', row, column: 'type' }, message);
}

/** Answers are stored with blanks between them. */
function refuseSpacedNames(context: SurveyContext, row: FormRow, { name: list, choices }: ChoiceList): void {
  const spaced = choices.find(({ name }) => name.includes(' '));
  if (!spaced) return;
  const message = `The choice '${spaced.name}' of the list '${list}' has a blank in its name, which a question with several answers cannot store. Rename it.`;
  throw rowFault(context, { code: 'choice_name_has_space', row, column: 'type' }, message);
}

function checkSelectParameters(
  context: SurveyContext,
  row: FormRow,
  { words, parameters }: { words: SelectWords; parameters: Parameters },
): void {
  const accepted = ['randomize', 'seed', ...(words.isFromFile ? ['value', 'label'] : [])];
  checkParameterNames(context, row, { parameters, accepted });
  const randomize = parameters.get('randomize');
  const seed = parameters.get('seed');
  if (randomize !== undefined && randomize !== 'true' && randomize !== 'false') {
    refuseParameter(context, row, `'randomize' is true or false, not '${randomize}'.`);
  }
  if (seed !== undefined && randomize === undefined) {
    refuseParameter(context, row, "A 'seed' needs 'randomize=true' beside it.");
  }
  if (seed !== undefined && !isReference(seed) && !isNumber(seed)) {
    refuseParameter(context, row, `The 'seed' is a number or a reference '\${name}', not '${seed}'.`);
  }
  for (const key of ['value', 'label']) {
    const name = parameters.get(key);
    if (name !== undefined && !isXmlName(name)) {
      refuseParameter(context, row, `'${name}' cannot be a column of the file for '${key}'. ${nameRule}`);
    }
  }
}
