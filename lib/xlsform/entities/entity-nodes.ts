import { FormElement, type Action } from '../tree/form-element.ts';
import type { EntityDeclaration } from './entity-reading.ts';

/** The nodes of an entity: `entity` with its attributes, and its label (entities specification of ODK). */
export function entityNode(declaration: EntityDeclaration, isInRepeat: boolean): FormElement {
  const { dataset, entityId, createIf, updateIf, label, row } = declaration;
  const entity = new FormElement({ kind: 'entity', type: 'entity', name: 'entity', row });
  entity.add(attribute(row, 'dataset', { value: dataset }));
  if (entityId === undefined || createIf !== undefined) {
    entity.add(attribute(row, 'create', { value: '1', ...(createIf !== undefined && { calculate: createIf }) }));
  }
  if (entityId !== undefined) {
    entity.add(attribute(row, 'update', { value: '1', ...(updateIf !== undefined && { calculate: updateIf }) }));
    const item = `instance('${dataset}')/root/item[name=${entityId}]`;
    for (const version of ['version', 'trunkVersion', 'branchId']) {
      const name = version === 'version' ? 'baseVersion' : version;
      entity.add(attribute(row, name, { calculate: `${item}/__${version}` }));
    }
  }
  entity.add(idAttribute(declaration, isInRepeat));
  if (label !== undefined) {
    const node = new FormElement({ kind: 'entity-label', type: 'label', name: 'label', row });
    node.bind = calculated(label);
    entity.add(node);
  }
  return entity;
}

/** A new entity gets an id when the form, or the repeat it is made in, opens; others are named by an expression. */
function idAttribute({ entityId, row }: EntityDeclaration, isInRepeat: boolean): FormElement {
  const id = attribute(row, 'id', {});
  id.bind = new Map([
    ['readonly', 'true()'],
    ['type', 'string'],
  ]);
  if (entityId !== undefined) {
    id.bind.set('calculate', entityId);
    return id;
  }
  const events: Action['event'][] = ['odk-instance-first-load', ...(isInRepeat ? (['odk-new-repeat'] as const) : [])];
  id.actions.push(...events.map((event): Action => ({ name: 'setvalue', event, value: 'uuid()' })));
  return id;
}

function attribute(
  row: number,
  name: string,
  { value, calculate }: { value?: string; calculate?: string },
): FormElement {
  const node = new FormElement({ kind: 'attribute', type: 'attribute', name, row });
  node.value = value ?? '';
  if (calculate !== undefined) node.bind = calculated(calculate);
  return node;
}

function calculated(expression: string): Map<string, string> {
  return new Map([
    ['calculate', expression],
    ['readonly', 'true()'],
    ['type', 'string'],
  ]);
}
