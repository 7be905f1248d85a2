import { isReference, parseReferences } from '../references/parse-references.ts';
import type { FormRow } from '../sheets/cells.ts';
import { parseYesNo } from '../sheets/yes-no.ts';
import { isListFile, splitFileName } from '../types/file-name.ts';
import { newQuestion } from './new-question.ts';
import { checkParameterNames, isNumber, refuseParameter, type Parameters } from './parameters.ts';
import type { FormElement } from '../tree/form-element.ts';
import { headerOf, type SurveyContext } from './survey-context.ts';

const common = ['allow-mock-accuracy', 'reference-geometry'];
const ofPoints = ['capture-accuracy', 'warning-accuracy'];

/** A place, a line or an area, with what its parameters ask of the device. */
export function geoQuestion(
  context: SurveyContext,
  row: FormRow,
  { type, parameters }: { type: string; parameters: Parameters },
): FormElement {
  const accepted = [...common, ...(type === 'geopoint' ? ofPoints : ['incremental'])];
  checkParameterNames(context, row, { parameters, accepted });
  const question = newQuestion(context, row, type);
  const accuracies = { 'capture-accuracy': 'accuracyThreshold', 'warning-accuracy': 'unacceptableAccuracyThreshold' };
  for (const [key, attribute] of Object.entries(accuracies)) {
    const value = parameters.get(key);
    if (value === undefined) continue;
    if (!isNumber(value)) refuseParameter(context, row, `'${key}' is a number of metres, not '${value}'.`);
    question.control.set(attribute, value);
  }
  const incremental = parameters.get('incremental');
  if (incremental !== undefined) {
    if (!parseYesNo(incremental)) refuseParameter(context, row, "'incremental' is true, or left out.");
    question.control.set('incremental', 'true');
  }
  const allowsMock = parameters.get('allow-mock-accuracy');
  if (allowsMock !== undefined) {
    if (allowsMock !== 'true' && allowsMock !== 'false') {
      refuseParameter(context, row, `'allow-mock-accuracy' is true or false, not '${allowsMock}'.`);
    }
    question.bind?.set('odk:allow-mock-accuracy', allowsMock);
  }
  const reference = parameters.get('reference-geometry');
  if (reference !== undefined) {
    context.geometryPromises.push({ value: reference, row: row.number });
    question.itemset = reference;
  }
  return question;
}

/** Once all rows are read: what a question shows on its map must be in the form. */
export function checkGeometries(context: SurveyContext): void {
  const column = headerOf(context.sheet, 'parameters');
  const instances = instanceNames(context);
  for (const { value, row } of context.geometryPromises) {
    const [reference] = parseReferences(value).references;
    const isRepeat = isReference(value) && reference !== undefined && context.repeatNames.has(reference.name);
    if (isRepeat || instances.has(value)) continue;
    const message = `'reference-geometry' is '${value}', which is no list of choices or entities, no attached file, and no repeat. Name one of these: a file without its extension, a repeat as '\${name}'.`;
    context.findings.error('parameter_invalid', { sheet: context.sheet.name, row, column }, message);
  }
}

/** Lists, and files that rows attach: declared ones, and those that selects take choices from. */
function instanceNames({ lists, entities, open }: SurveyContext): ReadonlySet<string> {
  const elements = [...(open[0]?.section.descend() ?? [])];
  const declared = elements.filter(({ kind }) => kind === 'external').map(({ name }) => name);
  const files = elements.flatMap(({ itemset }) =>
    itemset !== undefined && isListFile(itemset) ? [splitFileName(itemset).stem] : [],
  );
  return new Set([...lists.keys(), ...entities.declarations.keys(), ...declared, ...files]);
}
