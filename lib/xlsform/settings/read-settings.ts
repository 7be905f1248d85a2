import { isXmlName, nameRule } from '../expressions/names.ts';
import { FormFault, type Findings } from '../findings/findings.ts';
import { groupCell, textCell, type Cell, type Cells } from '../sheets/cells.ts';
import { settingsColumns } from '../sheets/column-names.ts';
import { readRows, type FormSheet } from '../sheets/read-rows.ts';
import { parseYesNo } from '../sheets/yes-no.ts';
import type { Sheet } from '../workbook/workbook.ts';

/** Under this name goes what is written in no named language. */
export const unnamedLanguage = 'default';

/** What holds for the whole form. `values` also takes what rows of the survey sheet set. */
export interface FormSettings {
  readonly sheet: FormSheet | undefined;
  readonly values: Map<string, string>;
  /** Attributes of the root node of submissions: columns `attribute::x`. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly defaultLanguage: string;
  readonly cleansText: boolean;
  readonly allowsChoiceDuplicates: boolean;
}

const placeOfIds = { sheet: 'settings', row: 1, column: 'id_string' };

/** Reads the settings sheet: its first row, everything optional (specification of forms, section 6.2). */
export function readSettings(sheet: Sheet | undefined, findings: Findings): FormSettings {
  const read = sheet && readRows(withoutOldId(sheet, findings), settingsReading(findings));
  const cells: Cells = read?.rows[0]?.cells ?? new Map<string, Cell>();
  const values = new Map(
    [...cells].flatMap(([name, cell]) => (typeof cell === 'string' ? [[name, cell] as const] : [])),
  );
  const name = values.get('name');
  if (name !== undefined && !isXmlName(name)) {
    throw new FormFault(
      'name_invalid',
      { sheet: 'settings', row: 1, column: 'name' },
      `The name '${name}' cannot be the root of a form. ${nameRule}`,
    );
  }
  return {
    sheet: read,
    values,
    attributes: new Map(
      [...groupCell(cells, 'attribute').keys()].map((key) => [key, textCell(groupCell(cells, 'attribute'), key) ?? '']),
    ),
    defaultLanguage: values.get('default_language') ?? unnamedLanguage,
    cleansText: parseYesNo(values.get('clean_text_values')) ?? true,
    allowsChoiceDuplicates: parseYesNo(values.get('allow_choice_duplicates')) ?? false,
  };
}

function settingsReading(findings: Findings) {
  return { names: settingsColumns, defaultLanguage: unnamedLanguage, collapsesSpaces: false, findings };
}

/** `id_string` is the old name of `form_id`; where both stand, the new one counts. */
function withoutOldId(sheet: Sheet, findings: Findings): Sheet {
  if (!sheet.headers.includes('form_id') || !sheet.headers.includes('id_string')) return sheet;
  findings.warn(
    'setting_conflict',
    placeOfIds,
    "The columns 'form_id' and 'id_string' mean the same; 'form_id' counts. Remove 'id_string'.",
  );
  return { ...sheet, headers: sheet.headers.map((header) => (header === 'id_string' ? null : header)) };
}
