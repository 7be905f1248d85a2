import type { Findings } from '../findings/findings.ts';
import { textCell } from '../sheets/cells.ts';
import { translatableChoicesColumns } from '../sheets/column-names.ts';
import type { FormSheet } from '../sheets/read-rows.ts';
import type { Column } from '../sheets/resolve-headers.ts';
import { FormNames, tellAmbiguous, tellUnknown } from './form-names.ts';
import { parseReferences } from './parse-references.ts';

/** The sheets whose cells may refer to questions. */
export interface ReferringSheets {
  readonly survey: FormSheet;
  readonly choices: FormSheet | undefined;
  readonly settings: FormSheet | undefined;
  readonly entities: FormSheet | undefined;
}

/** Types, names and triggers have checks of their own. */
const uncheckedSurveyColumns = new Set(['type', 'name', 'trigger']);

/** Tells every reference that is malformed, names nothing, or may be several questions, with its cell. */
export function checkReferences(sheets: ReferringSheets, names: FormNames, findings: Findings): void {
  const rowNames = new Set(sheets.survey.rows.flatMap(({ cells }) => textCell(cells, 'name') ?? []));
  const check = (sheet: FormSheet | undefined, isChecked: (column: Column) => boolean): void => {
    const columns = sheet?.columns.filter(isChecked) ?? [];
    for (const { number: row, cells } of sheet?.source.rows ?? []) {
      for (const { index, header } of columns) {
        const place = { sheet: sheet?.name ?? '', row, column: header };
        for (const { code, message } of faultsOf(cells[index] ?? '', names, rowNames))
          findings.error(code, place, message);
      }
    }
  };
  check(sheets.settings, () => true);
  check(sheets.entities, ({ words }) => words[0] !== 'dataset');
  check(sheets.survey, ({ words }) => !uncheckedSurveyColumns.has(words[0] ?? ''));
  check(sheets.choices, ({ words }) => words.some((word) => translatableChoicesColumns.has(word)));
}

interface ReferenceFault {
  readonly code: 'reference_malformed' | 'reference_unknown' | 'reference_ambiguous';
  readonly message: string;
}

/** A name whose row has an error of its own is known all the same. */
function faultsOf(cell: string, names: FormNames, rowNames: ReadonlySet<string>): ReferenceFault[] {
  const { references, malformed } = parseReferences(cell);
  const malformedFaults = malformed.map((text): ReferenceFault => {
    const message = `'${text}' is no reference. Write the name of a question as '\${name}'.`;
    return { code: 'reference_malformed', message };
  });
  const nameFaults = [...new Set(references.map(({ name }) => name))].flatMap((name): ReferenceFault[] => {
    const count = names.count(name);
    if (count > 1) return [{ code: 'reference_ambiguous', message: tellAmbiguous(name) }];
    return count === 1 || rowNames.has(name) ? [] : [{ code: 'reference_unknown', message: tellUnknown(name) }];
  });
  return [...malformedFaults, ...nameFaults];
}
