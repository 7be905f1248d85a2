import { isXmlName, nameRule } from '../expressions/names.ts';
import { groupCell, textCell, type FormRow } from '../sheets/cells.ts';
import { innermost, rowFault, type SurveyContext } from '../rows/survey-context.ts';
import { parseBegin, parseEnd } from '../types/type-words.ts';
import { reservedPrefix } from './read-declarations.ts';

const column = 'entities:saveto';
const reservedProperties = new Set(['name', 'label']);

/** Notes what ties a row to entities: its save_to, and declarations that refer to it by name. */
export function noteEntityReferences(context: SurveyContext, row: FormRow): void {
  const question = textCell(row.cells, 'name') ?? '';
  const container = innermost(context).section;
  const note = (dataset: string, property?: string): void => {
    const references = context.entities.references.get(dataset) ?? [];
    references.push({ container, row: row.number, property, question });
    context.entities.references.set(dataset, references);
  };
  const saveTo = textCell(groupCell(row.cells, 'bind'), column);
  if (saveTo !== undefined) {
    const { dataset, property } = readSaveTo(context, row, saveTo);
    groupCell(row.cells, 'bind').set(column, property);
    note(dataset, property);
  }
  for (const dataset of context.entities.variableOf.get(question) ?? []) note(dataset);
}

/** `property`, or `list#property` where there are several lists. */
function readSaveTo(context: SurveyContext, row: FormRow, saveTo: string): { dataset: string; property: string } {
  const { declarations } = context.entities;
  const refuse = (message: string): never => {
    throw rowFault(context, { code: 'save_to_invalid', row, column }, message);
  };
  const [only] = declarations.keys();
  if (only === undefined)
    return refuse('To save answers to entities, declare an entity list on a sheet named entities.');
  const parts = saveTo.split('#');
  if (parts.length > 2) refuse(`'${saveTo}' has more than one '#'. Write list#property.`);
  if (parts.length === 1 && declarations.size > 1) {
    refuse(`There are several entity lists: write which one '${saveTo}' belongs to, as list#${saveTo}.`);
  }
  const [property = '', dataset = only] = parts.toReversed();
  if (!declarations.has(dataset)) {
    refuse(`The entity list '${dataset}' is not on the entities sheet. Add it there, or correct the name.`);
  }
  checkProperty(context, row, { dataset, property });
  return { dataset, property };
}

function checkProperty(context: SurveyContext, row: FormRow, to: { dataset: string; property: string }): void {
  const { dataset, property } = to;
  const refuse = (message: string): never => {
    throw rowFault(context, { code: 'save_to_invalid', row, column }, message);
  };
  const type = textCell(row.cells, 'type') ?? '';
  if (parseBegin(type) || parseEnd(type)) {
    refuse('Groups and repeats cannot be saved to entities. Move the save_to to a question inside.');
  }
  if (reservedProperties.has(property.toLowerCase()))
    refuse(`A property cannot be named '${property}'. Choose another name.`);
  if (property.startsWith(reservedPrefix))
    refuse(`A property may not begin with two underscores: rename '${property}'.`);
  if (!isXmlName(property)) refuse(`'${property}' cannot be a property. ${nameRule}`);
  const other = context.entities.savedBy.get(`${dataset}#${property}`);
  if (other !== undefined)
    refuse(`The property '${property}' is already saved by row ${other}. Remove or rename one of the two.`);
  context.entities.savedBy.set(`${dataset}#${property}`, row.number);
}
