import { FormFault } from '../findings/findings.ts';
import type { FormSettings } from '../settings/read-settings.ts';
import { parseYesNo } from '../sheets/yes-no.ts';
import { FormElement } from '../tree/form-element.ts';

/** What tells submissions apart, and how they are named. */
export function identityNodes({ values }: FormSettings): FormElement[] {
  const nodes: FormElement[] = [];
  const name = values.get('instance_name');
  if (!parseYesNo(values.get('omit_instanceID'))) {
    nodes.push(
      metaNode('instanceID', [
        ['readonly', 'true()'],
        ['jr:preload', values.get('instance_id') ?? 'uid'],
      ]),
    );
  } else if (values.has('public_key')) {
    const message = 'Encrypted submissions need their instanceID. Remove omit_instanceID, or the public_key.';
    throw new FormFault('setting_conflict', { sheet: 'settings', row: 2, column: 'omit_instanceID' }, message);
  }
  if (name !== undefined) nodes.push(metaNode('instanceName', [['calculate', name]]));
  return nodes;
}

function metaNode(name: string, bind: [string, string][]): FormElement {
  const node = new FormElement({ kind: 'question', type: 'calculate', name, row: null });
  node.bind = new Map([['type', 'string'], ...bind]);
  return node;
}
