import { nameRule } from '../expressions/names.ts';
import { isDeclaredName } from '../settings/namespaces.ts';
import { textCell, type FormRow } from '../sheets/cells.ts';
import { headerOf, innermost, rowFault, type SurveyContext } from './survey-context.ts';

/** The node that holds what the form knows about a submission. */
const reservedName = 'meta';

/** Root of forms whose settings name none. */
export const defaultRoot = 'data';

/** The name of a row; notes may do without. Throws when there is none, or when it cannot be one. */
export function readRowName(context: SurveyContext, row: FormRow): string {
  const name = textCell(row.cells, 'name') ?? nameOfNote(row);
  if (name === undefined) {
    const message = 'This row has no name. Give every question, group and repeat one.';
    throw rowFault(context, { code: 'name_missing', row, column: 'name' }, message);
  }
  if (!isDeclaredName(name, context.declarations)) {
    throw rowFault(context, { code: 'name_invalid', row, column: 'name' }, `'${name}' cannot be a name. ${nameRule}`);
  }
  row.cells.set('name', name);
  takeName(context, row, name);
  return name;
}

function nameOfNote(row: FormRow): string | undefined {
  return textCell(row.cells, 'type') === 'note' ? `generated_note_name_${row.number}` : undefined;
}

/** Names are unique within their section; names that differ in case only make trouble later. */
function takeName(context: SurveyContext, row: FormRow, name: string): void {
  const { names, lowerCaseNames } = innermost(context);
  if (name === reservedName) {
    const message = "The name 'meta' is kept for what a form knows about its submissions. Choose another name.";
    throw rowFault(context, { code: 'name_reserved', row, column: 'name' }, message);
  }
  if (names.has(name)) {
    const message = `The name '${name}' stands twice in the same group, repeat or form. Rename one of the two.`;
    throw rowFault(context, { code: 'name_duplicate', row, column: 'name' }, message);
  }
  names.add(name);
  if (lowerCaseNames.has(name.toLowerCase())) {
    const message = `The name '${name}' differs from another one in its section by case only, which some tools for analysis cannot tell apart. Rename one of them.`;
    const place = { sheet: context.sheet.name, row: row.number, column: headerOf(context.sheet, 'name') };
    context.findings.warn('name_differs_in_case', place, message);
  }
  lowerCaseNames.add(name.toLowerCase());
}

/** A repeat's name is unique in the whole form, and is not the root's. */
export function takeRepeatName(context: SurveyContext, row: FormRow, name: string): void {
  const { values } = context.settings;
  if (name === context.open[0]?.section.name || (!values.has('name') && name === defaultRoot)) {
    const message = `The repeat '${name}' has the name of the form's root. Choose another name.`;
    throw rowFault(context, { code: 'name_reserved', row, column: 'name' }, message);
  }
  if (context.repeatNames.has(name)) {
    const message = `There is another repeat named '${name}'. Names of repeats are unique in the whole form: rename one of them.`;
    throw rowFault(context, { code: 'name_duplicate', row, column: 'name' }, message);
  }
  context.repeatNames.add(name);
}
