import { FormFault } from '../findings/findings.ts';
import { isDeclaredName } from '../settings/namespaces.ts';
import type { XmlNode } from './xml-node.ts';

/** The last guard: nothing is written that is no XML, whatever a sheet made names from. */
export function checkDocument(root: XmlNode): void {
  const declarations = Object.entries(root.attributes).filter(([key]) => key.startsWith('xmlns'));
  const known = new Set<string>();
  const check = (name: string): void => {
    if (known.has(name)) return;
    if (!isDeclaredName(name, declarations)) throw new FormFault('name_invalid', {}, tellUndeclared(name));
    known.add(name);
  };
  const walk = ({ name, attributes, children }: XmlNode): void => {
    check(name);
    for (const key of Object.keys(attributes)) if (!key.startsWith('xmlns')) check(key);
    for (const child of children) if (typeof child !== 'string') walk(child);
  };
  walk(root);
}

/** What to do about a name that the document cannot hold. */
export function tellUndeclared(name: string): string {
  return `'${name}' cannot be a name in the form. Use letters, digits, underscores, hyphens and periods; a prefix before a colon must be declared in the setting 'namespaces'.`;
}
