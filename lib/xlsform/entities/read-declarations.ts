import { isXmlName, nameRule } from '../expressions/names.ts';
import type { Findings } from '../findings/findings.ts';
import { FormFault } from '../findings/findings.ts';
import { parseReferences } from '../references/parse-references.ts';
import { textCell, type FormRow } from '../sheets/cells.ts';
import { entitiesColumns } from '../sheets/column-names.ts';
import type { FormSheet } from '../sheets/read-rows.ts';
import type { EntityDeclaration } from './entity-reading.ts';

/** Names that begin so belong to ODK. */
export const reservedPrefix = '__';

/** Reads the entities sheet. Errors stay with their row; the others are read on. */
export function readDeclarations(sheet: FormSheet, findings: Findings): Map<string, EntityDeclaration> {
  const declarations = new Map<string, EntityDeclaration>();
  for (const row of sheet.rows.filter(({ cells }) => cells.size > 0)) {
    findings.attempt(() => {
      refuseOtherColumns(sheet, row);
      const declaration = readDeclaration(sheet, row);
      if (declarations.has(declaration.dataset)) {
        const message = `The entity list '${declaration.dataset}' is declared twice. Remove or rename one of the rows.`;
        throw entityFault(sheet, row, message);
      }
      declarations.set(declaration.dataset, declaration);
    });
  }
  return declarations;
}

function refuseOtherColumns(sheet: FormSheet, { cells }: FormRow): void {
  const others = [...cells.keys()].filter((column) => !entitiesColumns.known.has(column));
  if (others.length === 0) return;
  const message = `The sheet '${sheet.name}' has columns that mean nothing here: '${others.join("', '")}'. Correct their spelling or remove them.`;
  throw new FormFault('header_unsupported', { sheet: sheet.name, row: 1, column: others[0] ?? '' }, message);
}

/**
 * Truth table: no id creates (if create_if), an id updates (if update_if), all three do either; an id with create_if
 * alone, and update_if without an id, contradict themselves (specification of forms, section 6.4, Entities).
 */
function readDeclaration(sheet: FormSheet, row: FormRow): EntityDeclaration {
  const [dataset, entityId, createIf, updateIf, label] = [
    'dataset',
    'entity_id',
    'create_if',
    'update_if',
    'label',
  ].map((column) => textCell(row.cells, column));
  if (dataset === undefined) throw entityFault(sheet, row, 'An entity list needs a name. Fill in list_name.');
  checkDatasetName(sheet, row, dataset);
  const refuse = (message: string): never => {
    throw entityFault(sheet, row, message);
  };
  if (entityId === undefined && updateIf !== undefined) {
    refuse(
      `To update entities of '${dataset}', an entity_id is needed. Add one, or use create_if instead of update_if.`,
    );
  }
  if (entityId !== undefined && createIf !== undefined && updateIf === undefined) {
    refuse(
      `With entity_id and create_if, entities of '${dataset}' also need update_if. Add it, or remove the entity_id.`,
    );
  }
  if (entityId === undefined && label === undefined) {
    refuse(`New entities of '${dataset}' need a label. Add one, or an entity_id to update entities instead.`);
  }
  const texts = [entityId, createIf, updateIf, label].flatMap((text) => (text === undefined ? [] : [text]));
  const variables = new Set(texts.flatMap((text) => parseReferences(text).references.map(({ name }) => name)));
  return { dataset, row: row.number, entityId, createIf, updateIf, label, variables };
}

function checkDatasetName(sheet: FormSheet, row: FormRow, dataset: string): void {
  const fault = (reason: string): FormFault => entityFault(sheet, row, `The entity list name '${dataset}' ${reason}`);
  if (dataset.startsWith(reservedPrefix)) throw fault('may not begin with two underscores. Rename it.');
  if (dataset.includes('.')) throw fault('may not hold a period. Rename it.');
  if (!isXmlName(dataset)) throw fault(`cannot be a name. ${nameRule}`);
}

function entityFault(sheet: FormSheet, { number: row }: FormRow, message: string): FormFault {
  return new FormFault('entity_invalid', { sheet: sheet.name, row }, message);
}
