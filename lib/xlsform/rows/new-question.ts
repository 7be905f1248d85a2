import { isDynamicDefault } from '../expressions/dynamic-default.ts';
import { flatten, FormElement, toText, toTexts, type ElementKind } from '../tree/form-element.ts';
import { groupCell, textCell, type FormRow } from '../sheets/cells.ts';
import { findQuestionType } from '../types/question-types.ts';
import { rowFault, type SurveyContext } from './survey-context.ts';

/** A question as its row says, with what its type gives it. Refuses types that nobody knows. */
export function newQuestion(context: SurveyContext, row: FormRow, type: string): FormElement {
  const behaviour = findQuestionType(type);
  if (!behaviour) {
    const message = `Nobody knows questions of the type '${type}'. Correct its spelling, or choose another type.`;
    throw rowFault(context, { code: 'type_unknown', row, column: 'type' }, message);
  }
  const question = newElement(row, 'question', type);
  const bind = new Map([...Object.entries(behaviour.bind), ...(question.bind ?? [])]);
  question.bind = bind.size > 0 ? bind : null;
  question.control = new Map([...Object.entries(behaviour.control?.attributes ?? {}), ...question.control]);
  question.hint ??= behaviour.hint;
  if (textCell(row.cells, 'trigger') !== undefined) question.triggers = triggerNames(row);
  setDefault(context, question, textCell(row.cells, 'default'));
  if (type === 'start-geopoint') question.actions.push({ name: 'odk:setgeopoint', event: 'odk-instance-first-load' });
  return question;
}

/** Any element with what the common columns of its row say. */
export function newElement(row: FormRow, kind: ElementKind, type: string): FormElement {
  const { cells, number } = row;
  const element = new FormElement({ kind, type, name: textCell(cells, 'name') ?? '', row: number });
  const [label, hint, guidance] = ['label', 'hint', 'guidance_hint'].map((column) => cells.get(column));
  const bind = toTexts(groupCell(cells, 'bind'));
  const media = toTexts(groupCell(cells, 'media'));
  if (label !== undefined) element.label = toText(label);
  if (hint !== undefined) element.hint = toText(hint);
  if (guidance !== undefined) element.guidanceHint = toText(guidance);
  // A plain column of that name says nothing, but has always made up for a missing label.
  if (media.size > 0 || cells.has('media')) element.media = media;
  if (bind.size > 0) element.bind = bind;
  element.control = flatten(groupCell(cells, 'control'));
  // It labels the choices of the ones below it; its own label may be blank.
  if (element.control.get('appearance') === 'label') element.label ??= ' ';
  element.instance = flatten(groupCell(cells, 'instance'));
  element.choiceFilter = textCell(cells, 'choice_filter');
  return element;
}

/** Takes over a default: a text to start with, or an expression for when the form opens and each new repeat. */
export function setDefault(context: SurveyContext, question: FormElement, value: string | undefined): void {
  question.default = value;
  question.isDefaultDynamic = value !== undefined && isDynamicDefault(value, question.type);
  if (!question.isDefaultDynamic) return;
  question.actions.push({ name: 'setvalue', event: 'odk-instance-first-load' });
  if (isInRepeat(context)) question.actions.push({ name: 'setvalue', event: 'odk-new-repeat' });
}

function isInRepeat(context: SurveyContext): boolean {
  return context.open.some(({ section }) => section.kind === 'repeat');
}

/** The names in a trigger column that was checked before. */
function triggerNames(row: FormRow): string[] {
  return [...(textCell(row.cells, 'trigger') ?? '').matchAll(/\$\{(?:last-saved#)?([^}]+)\}/g)].map(
    ([, name = '']) => name,
  );
}
