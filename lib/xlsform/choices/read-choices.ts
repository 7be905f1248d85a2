import { isXmlName } from '../expressions/names.ts';
import type { Findings } from '../findings/findings.ts';
import { groupCell, textCell, type FormRow } from '../sheets/cells.ts';
import type { FormSheet } from '../sheets/read-rows.ts';
import { toText, toTexts } from '../tree/form-element.ts';
import type { Choice, ChoiceList, ChoiceLists } from './choice-list.ts';

/** Columns that are not copied as they are. */
const ownColumns = new Set(['list name', 'name', 'label', 'media', 'sms_option']);

export interface ChoiceReading {
  readonly allowsDuplicates: boolean;
  readonly findings: Findings;
}

/** Reads the lists of a choices sheet and tells what is wrong with their rows. Rows without a list are notes. */
export function readChoices(sheet: FormSheet, { allowsDuplicates, findings }: ChoiceReading): ChoiceLists {
  const unusable = findUnusableColumns(sheet, findings);
  const lists = new Map<string, ChoiceList>();
  const taken = new Map<string, Set<string>>();
  for (const row of sheet.rows) {
    const name = textCell(row.cells, 'list name');
    if (name === undefined) continue;
    const choice = readChoice(row, unusable);
    const list = lists.get(name) ?? { name, choices: [] };
    lists.set(name, list);
    const names = taken.get(name) ?? new Set<string>();
    taken.set(name, names);
    checkChoice({ choice, list, sheet: sheet.name, isTwice: !allowsDuplicates && names.has(choice.name) }, findings);
    names.add(choice.name);
    list.choices.push(choice);
  }
  return lists;
}

/** Columns become elements, so their headers must be able to name one. */
function findUnusableColumns({ columns, name: sheet }: FormSheet, findings: Findings): ReadonlySet<string> {
  const headers = columns.flatMap(({ words }) => words.slice(0, 1)).filter((word) => !ownColumns.has(word));
  const unusable = headers.filter((header) => !isXmlName(header) || header.includes(':'));
  for (const column of unusable) {
    const message = `The column '${column}' of the sheet '${sheet}' is left out: its header cannot be a name in XML. Rename it without spaces if a choice filter needs it.`;
    findings.warn('header_unusable', { sheet, row: 1, column }, message);
  }
  return new Set(unusable);
}

function readChoice({ number, cells }: FormRow, unusable: ReadonlySet<string>): Choice {
  const label = cells.get('label');
  const media = toTexts(groupCell(cells, 'media'));
  const columns = [...cells].flatMap(([name, cell]) =>
    ownColumns.has(name) || unusable.has(name) || typeof cell !== 'string' ? [] : [[name, cell] as const],
  );
  return {
    row: number,
    name: textCell(cells, 'name') ?? '',
    label: label === undefined ? undefined : toText(label),
    media: media.size > 0 ? media : undefined,
    columns: new Map(columns),
    smsOption: textCell(cells, 'sms_option'),
  };
}

interface CheckedChoice {
  readonly choice: Choice;
  readonly list: ChoiceList;
  readonly sheet: string;
  /** Its name stands in the list already, which is not allowed. */
  readonly isTwice: boolean;
}

function checkChoice({ choice, list, sheet, isTwice }: CheckedChoice, findings: Findings): void {
  const place = { sheet, row: choice.row, column: 'name' };
  if (choice.name === '') {
    findings.error('choice_name_missing', place, `A choice of the list '${list.name}' has no name. Give it one.`);
    return;
  }
  if (choice.label === undefined) {
    const message = `The choice '${choice.name}' of the list '${list.name}' has no label. Give it one, or its name is all that people see.`;
    findings.warn('choice_label_missing', { ...place, column: 'label' }, message);
  }
  if (isTwice) {
    const message = `The choice name '${choice.name}' stands twice in the list '${list.name}'. Rename one, or set 'allow_choice_duplicates' to yes on the settings sheet if it is meant.`;
    findings.error('choice_name_duplicate', place, message);
  }
}
