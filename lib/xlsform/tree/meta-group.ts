import { FormElement } from './form-element.ts';

/** The node that holds what a form knows about its submissions; it shows nothing. */
export function metaGroup(children: readonly FormElement[]): FormElement {
  const group = new FormElement({ kind: 'group', type: 'group', name: 'meta', row: null });
  group.isBodyless = true;
  group.add(...children);
  return group;
}
