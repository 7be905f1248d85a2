import { parseReferences } from '../references/parse-references.ts';
import { textCell, type FormRow } from '../sheets/cells.ts';
import { headerOf, rowFault, type SurveyContext } from './survey-context.ts';

/** Checks how a trigger column is written: references to questions, with commas between them. */
export function readTrigger(context: SurveyContext, row: FormRow): void {
  const trigger = textCell(row.cells, 'trigger');
  if (trigger === undefined) return;
  const parts = trigger.split(',').map((part) => parseReferences(part));
  const isMalformed = !trigger.includes('${') || parts.some(({ malformed }) => malformed.length > 0);
  if (isMalformed) {
    const message = `The trigger '${trigger}' is no reference. Write the name of a question as '\${name}'.`;
    throw rowFault(context, { code: 'reference_malformed', row, column: 'trigger' }, message);
  }
  if (parts.some(({ references }) => references.length > 1)) {
    const message = `The triggers '${trigger}' need a comma between them: '\${one}, \${two}'.`;
    throw rowFault(context, { code: 'reference_separator', row, column: 'trigger' }, message);
  }
  const names = parts.flatMap(({ references }) => references.map(({ name }) => name));
  context.triggerPromises.push(...names.map((name) => ({ name, row: row.number })));
}

/** Once all rows are read: every trigger must be a question. */
export function checkTriggers(context: SurveyContext): void {
  const column = headerOf(context.sheet, 'trigger');
  for (const { name, row } of context.triggerPromises) {
    if (context.questionNames.has(name)) continue;
    const message = `The trigger '\${${name}}' names no question of the survey sheet. Correct the name.`;
    context.findings.error('reference_unknown', { sheet: context.sheet.name, row, column }, message);
  }
}
