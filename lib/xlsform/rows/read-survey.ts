import { noteEntityReferences } from '../entities/save-to.ts';
import { isDynamicDefault } from '../expressions/dynamic-default.ts';
import { groupCell, textCell, type FormRow } from '../sheets/cells.ts';
import { settingsColumns } from '../sheets/column-names.ts';
import { toSnakeCase } from '../sheets/resolve-headers.ts';
import { parseYesNo } from '../sheets/yes-no.ts';
import type { FormElement } from '../tree/form-element.ts';
import { toCurrentTypeName } from '../types/question-types.ts';
import { parseBegin, parseEnd, parseOsm, parseSelect } from '../types/type-words.ts';
import { auditQuestion } from './audit.ts';
import { beginContainer, checkAllEnded, endContainer, openBroken } from './containers.ts';
import { checkGeometries, geoQuestion } from './geo-question.ts';
import { audioQuestion, backgroundAudioQuestion, photoQuestion } from './media-questions.ts';
import { newElement, newQuestion } from './new-question.ts';
import { checkParameterNames, isInteger, parseParameters, refuseParameter, type Parameters } from './parameters.ts';
import { rangeQuestion } from './range-question.ts';
import { readRowName } from './row-names.ts';
import { selectQuestions } from './select-question.ts';
import { innermost, rowFault, type SurveyContext } from './survey-context.ts';
import { checkTriggers, readTrigger } from './triggers.ts';

/** Devices that still answer these are rare. */
const deprecatedTypes = new Set(['subscriberid', 'simserial']);

/** Reads the rows of the survey sheet into the open survey. An error ends its row; the next ones are read on. */
export function readSurvey(context: SurveyContext): void {
  for (const row of context.sheet.rows) {
    const isRead = context.findings.attempt(() => {
      readRow(context, row);
      return true;
    });
    const begin = isRead ? undefined : parseBegin(textCell(row.cells, 'type') ?? '');
    if (begin) openBroken(context, row, begin.container);
  }
  checkAllEnded(context);
  checkTriggers(context);
  checkGeometries(context);
}

function readRow(context: SurveyContext, row: FormRow): void {
  if (isDisabled(context, row) || row.cells.size === 0) return;
  const written = textCell(row.cells, 'type');
  if (written === undefined) {
    tellMissingType(context, row);
    return;
  }
  const type = toCurrentTypeName(written);
  row.cells.set('type', type);
  const setting = settingsColumns.aliases.get(toSnakeCase(type))?.[0];
  if (setting !== undefined) context.settings.values.set(setting, textCell(row.cells, 'name') ?? '');
  else readTypedRow(context, row, type);
}

function readTypedRow(context: SurveyContext, row: FormRow, type: string): void {
  readTrigger(context, row);
  const parameters = parseParameters(context, row, textCell(row.cells, 'parameters') ?? '');
  if (type === 'audit') {
    context.meta.push(auditQuestion(context, row, parameters));
    return;
  }
  checkCalculation(context, row, type);
  if (deprecatedTypes.has(type)) warnOfType(context, row, type);
  const end = parseEnd(type);
  if (end) {
    noteEntityReferences(context, row);
    endContainer(context, row, end);
    return;
  }
  const name = readRowName(context, row);
  noteEntityReferences(context, row);
  const begin = parseBegin(type);
  if (begin) {
    beginContainer(context, row, begin);
    return;
  }
  context.questionNames.add(name);
  const { section } = innermost(context);
  section.add(...questionsOf(context, row, { type, parameters }));
}

/** Rows may be switched off by an old column. */
function isDisabled({ findings, sheet }: SurveyContext, row: FormRow): boolean {
  const disabled = textCell(row.cells, 'disabled');
  if (disabled === undefined) return false;
  row.cells.delete('disabled');
  const message = "The column 'disabled' is no longer part of the standard. Use 'relevant' instead.";
  findings.warn('column_deprecated', { sheet: sheet.name, row: row.number, column: 'disabled' }, message);
  return parseYesNo(disabled) ?? false;
}

/** Without a type, a row with a name or a label is a mistake; any other is a note to oneself. */
function tellMissingType(context: SurveyContext, row: FormRow): void {
  if (row.cells.has('name') || row.cells.has('label')) {
    const message = 'This row has no type. Say what kind of question it is.';
    throw rowFault(context, { code: 'type_missing', row, column: 'type' }, message);
  }
  const message = 'This row has neither type, name nor label, and is left out.';
  context.findings.warn('row_skipped', { sheet: context.sheet.name, row: row.number }, message);
}

function warnOfType({ findings, sheet }: SurveyContext, row: FormRow, type: string): void {
  const message = `Most devices no longer tell their '${type}'. Remove the row, unless all yours are old.`;
  findings.warn('type_deprecated', { sheet: sheet.name, row: row.number, column: 'type' }, message);
}

function checkCalculation(context: SurveyContext, row: FormRow, type: string): void {
  const hasCalculation = groupCell(row.cells, 'bind').has('calculate');
  if (type === 'calculate' && !hasCalculation && !isDynamicDefault(textCell(row.cells, 'default') ?? '', type)) {
    const message = 'A calculate needs a calculation, or a default that is an expression.';
    throw rowFault(context, { code: 'calculation_missing', row, column: 'calculate' }, message);
  }
  if (type !== 'background-geopoint') return;
  if (textCell(row.cells, 'trigger') === undefined) {
    const message = "A background-geopoint needs a trigger: the question whose change records the place, as '${name}'.";
    throw rowFault(context, { code: 'trigger_missing', row, column: 'trigger' }, message);
  }
  if (hasCalculation) {
    const message = 'A background-geopoint takes its value from the device. Remove the calculation.';
    throw rowFault(context, { code: 'calculation_forbidden', row, column: 'calculate' }, message);
  }
}

/** A question with what comes with it. */
function questionsOf(
  context: SurveyContext,
  row: FormRow,
  { type, parameters }: { type: string; parameters: Parameters },
): FormElement[] {
  const words = parseSelect(type);
  if (words) return selectQuestions(context, row, { words, parameters });
  const tags = parseOsm(type);
  if (tags !== undefined) return [osmQuestion(context, row, tags)];
  switch (type) {
    case 'range':
      return [rangeQuestion(context, row, parameters)];
    case 'photo':
      return [photoQuestion(context, row, parameters)];
    case 'audio':
      return [audioQuestion(context, row, parameters)];
    case 'background-audio':
      return [backgroundAudioQuestion(context, row, parameters)];
    case 'text':
      return [textQuestion(context, row, parameters)];
    case 'geopoint':
    case 'geotrace':
    case 'geoshape':
      return [geoQuestion(context, row, { type, parameters })];
    case 'xml-external':
    case 'csv-external':
      return [newElement(row, 'external', type)];
    default:
      return [newQuestion(context, row, type)];
  }
}

function textQuestion(context: SurveyContext, row: FormRow, parameters: Parameters): FormElement {
  checkParameterNames(context, row, { parameters, accepted: ['rows'] });
  const question = newQuestion(context, row, 'text');
  const rows = parameters.get('rows');
  if (rows === undefined) return question;
  if (!isInteger(rows)) refuseParameter(context, row, `'rows' is a whole number, not '${rows}'.`);
  question.control.set('rows', rows);
  return question;
}

function osmQuestion(context: SurveyContext, row: FormRow, list: string): FormElement {
  const question = newQuestion(context, row, 'osm');
  question.tags = context.osmTags.get(list) ?? [];
  return question;
}
