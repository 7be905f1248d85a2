import { isXmlName, nameRule } from '../expressions/names.ts';
import { isReference } from '../references/parse-references.ts';
import { textCell, type FormRow } from '../sheets/cells.ts';
import { FormElement } from '../tree/form-element.ts';
import { parseBegin, type ContainerType } from '../types/type-words.ts';
import { newElement } from './new-question.ts';
import { takeRepeatName } from './row-names.ts';
import { innermost, rowFault, type SurveyContext } from './survey-context.ts';

/** Deeper forms are no work of a person, and would overflow whoever walks them. */
const maxDepth = 50;

/** Opens a group, repeat or loop. The name of the row was read before. */
export function beginContainer(
  context: SurveyContext,
  row: FormRow,
  { container, list }: NonNullable<ReturnType<typeof parseBegin>>,
): void {
  const parent = innermost(context).section;
  refuseDepth(context, row);
  const section = newElement(row, container, container);
  // Guidance is for who asks a question.
  section.guidanceHint = undefined;
  if (container === 'repeat') takeRepeatName(context, row, section.name);
  if (container === 'repeat' && !section.label && !section.media) warnOfNoLabel(context, row, section.name);
  if (container === 'loop') section.loopList = requireLoopList(context, row, list);
  const count = section.control.get('jr:count');
  if (count !== undefined && !isReference(count)) parent.add(countNode(section, count));
  const intent = textCell(row.cells, 'intent');
  if (intent !== undefined) section.control.set('intent', intent);
  parent.add(section);
  context.open.push({ section, names: new Set(), lowerCaseNames: new Set(), row: row.number });
  openTableList(context, section);
}

function refuseDepth(context: SurveyContext, row: FormRow): void {
  if (context.open.length <= maxDepth) return;
  const message = `Groups and repeats stand more than ${maxDepth} deep in one another here. Take some of them apart.`;
  throw rowFault(context, { code: 'structure_too_deep', row, column: 'type' }, message);
}

function warnOfNoLabel({ findings, sheet }: SurveyContext, row: FormRow, name: string): void {
  const message = `The repeat '${name}' has no label. Give it one, so that people know what they add.`;
  findings.warn('label_missing', { sheet: sheet.name, row: row.number, column: 'label' }, message);
}

function requireLoopList({ lists, ...context }: SurveyContext, row: FormRow, list: string | undefined): string {
  const choices = list === undefined ? undefined : lists.get(list)?.choices;
  const unusable = choices?.find(({ name }) => !isXmlName(name));
  if (unusable) {
    const message = `The loop makes groups of the choices in '${list}', but '${unusable.name}' cannot be a group's name. ${nameRule}`;
    throw rowFault({ lists, ...context }, { code: 'name_invalid', row, column: 'type' }, message);
  }
  if (list !== undefined && choices) return list;
  const message =
    list === undefined
      ? "The loop names no list. Write 'begin loop over' and the name of a list of the choices sheet."
      : `The list '${list}' of the loop is not on the choices sheet. Add it there, or correct the name.`;
  throw rowFault({ lists, ...context }, { code: 'choices_missing', row, column: 'type' }, message);
}

/** How often it repeats, where that must be calculated, stands in a node of its own before the repeat. */
function countNode(section: FormElement, count: string): FormElement {
  const name = `${section.name}_count`;
  const node = new FormElement({ kind: 'question', type: 'calculate', name, row: section.row });
  node.bind = new Map([
    ['type', 'string'],
    ['readonly', 'true()'],
    ['calculate', count],
  ]);
  section.control.set('jr:count', `\${${name}}`);
  return node;
}

/** A table-list group shows its selects as rows of one table; what it says itself becomes a note on top. */
function openTableList(context: SurveyContext, section: FormElement): void {
  const words = section.control.get('appearance')?.split(/\s+/) ?? [];
  if (!words.includes('table-list')) return;
  context.tableList = { isAwaited: true };
  section.control.set('appearance', ['field-list', ...words.filter((word) => word !== 'table-list')].join(' '));
  if (section.label === undefined && section.hint === undefined) return;
  const name = `generated_table_list_label_${section.row ?? 0}`;
  const note = new FormElement({ kind: 'question', type: 'note', name, row: section.row });
  note.bind = new Map([
    ['readonly', 'true()'],
    ['type', 'string'],
  ]);
  note.label = section.label;
  note.hint = section.hint;
  section.label = undefined;
  section.hint = undefined;
  section.add(note);
}

/** Opens a section whose row has an error, outside of the form, so that the rows in it are read and its end is known. */
export function openBroken(context: SurveyContext, row: FormRow, container: ContainerType): void {
  const section = newElement(row, container, container);
  section.parent = innermost(context).section;
  context.open.push({ section, names: new Set(), lowerCaseNames: new Set(), row: row.number });
}

/** Closes the innermost section; it must be of the kind that the row ends. */
export function endContainer(context: SurveyContext, row: FormRow, container: ContainerType): void {
  const { section } = innermost(context);
  if (context.open.length === 1 || section.kind !== container) {
    const name = textCell(row.cells, 'name');
    const message = `This row ends a ${container}${name === undefined ? '' : ` '${name}'`}, but no ${container} is open here. Remove the row, or put the 'begin ${container}' before it.`;
    throw rowFault(context, { code: 'structure_unmatched', row, column: 'type' }, message);
  }
  context.open.pop();
  context.tableList = null;
}

/** Once all rows are read: whatever was begun must have been ended. */
export function checkAllEnded({ open, findings, sheet }: SurveyContext): void {
  const last = open.at(-1);
  if (!last || open.length === 1) return;
  const { kind, name } = last.section;
  const message = `The ${kind} '${name}' that begins here never ends. Add a row 'end ${kind}'.`;
  findings.error('structure_unmatched', { sheet: sheet.name, row: last.row, column: 'type' }, message);
}
