import type { FormElement } from '../tree/form-element.ts';

/**
 * Takes the groups out of the instance, for ODK Tables (setting `flat`): their questions stand beside each other, and
 * whatever makes a group relevant is said of each question in it.
 */
export function flattenGroups(section: FormElement, around = ''): void {
  for (const child of section.children) {
    if (child.isBodyless) continue;
    const own = child.bind?.get('relevant');
    const relevant = typeof own !== 'string' ? around : around === '' ? own : `${around} and (${own})`;
    if (child.children.length > 0) {
      child.isFlat = true;
      flattenGroups(child, relevant);
    } else if (relevant !== '') {
      child.bind = new Map([...(child.bind ?? []), ['relevant', relevant]]);
    }
  }
}
