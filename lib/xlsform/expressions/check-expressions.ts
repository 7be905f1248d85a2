import type { Findings } from '../findings/findings.ts';
import type { Cell } from '../sheets/cells.ts';
import type { FormSheet } from '../sheets/read-rows.ts';
import { parseReferences } from '../references/parse-references.ts';
import { parseYesNo } from '../sheets/yes-no.ts';
import { findSyntaxFault } from './check-syntax.ts';

/** The sheets whose cells hold expressions. */
export interface ExpressionSheets {
  readonly survey: FormSheet;
  readonly entities: FormSheet | undefined;
}

/** Columns by their canonical names. */
const surveyColumns: ReadonlySet<string> = new Set([
  'bind::relevant',
  'bind::constraint',
  'bind::calculate',
  'bind::required',
  'bind::readonly',
  'control::jr:count',
  'choice_filter',
]);
const entityColumns: ReadonlySet<string> = new Set(['create_if', 'update_if', 'entity_id']);

/**
 * Warns of expressions that no device can read: they convert, because the standard copies them as they are, but a form
 * with one of them does not open.
 */
export function checkExpressions({ survey, entities }: ExpressionSheets, findings: Findings): void {
  checkSheet(survey, surveyColumns, findings);
  if (entities) checkSheet(entities, entityColumns, findings);
}

function checkSheet(sheet: FormSheet, names: ReadonlySet<string>, findings: Findings): void {
  const columns = sheet.columns.filter(({ words }) => names.has(words.join('::')));
  for (const { number: row, cells } of sheet.rows) {
    for (const { words, header: column } of columns) {
      const expression = cellAt(cells, words);
      const fault = expression === undefined ? null : findFault(expression);
      if (fault === null) continue;
      const message = `Devices cannot read this expression: ${fault}. Correct it, or the form will not open.`;
      findings.warn('expression_invalid', { sheet: sheet.name, row, column }, message);
    }
  }
}

function findFault(expression: string): string | null {
  // A loop puts its own words in place of `%(…)`; what is wrong with references is told elsewhere.
  const isLeftOut = expression.includes('%(') || parseReferences(expression).malformed.length > 0;
  return isLeftOut || parseYesNo(expression) !== undefined ? null : findSyntaxFault(expression);
}

function cellAt(cells: Cell, words: readonly string[]): string | undefined {
  let cell: Cell | undefined = cells;
  for (const word of words) cell = typeof cell === 'string' ? undefined : cell?.get(word);
  return typeof cell === 'string' ? cell : undefined;
}
