import { isXmlName } from '../expressions/names.ts';

const standard: Declarations = [
  ['xmlns', 'http://www.w3.org/2002/xforms'],
  ['xmlns:h', 'http://www.w3.org/1999/xhtml'],
  ['xmlns:ev', 'http://www.w3.org/2001/xml-events'],
  ['xmlns:xsd', 'http://www.w3.org/2001/XMLSchema'],
  ['xmlns:jr', 'http://openrosa.org/javarosa'],
  ['xmlns:orx', 'http://openrosa.org/xforms'],
  ['xmlns:odk', 'http://www.opendatakit.org/xforms'],
];
const entities = ['xmlns:entities', 'http://www.opendatakit.org/xforms/entities'] as const;

/** Prefixes that belong to XML itself. */
const reserved = new Set(['xml', 'xmlns']);

/** `xmlns` or `xmlns:prefix`, and the address. */
export type Declarations = readonly (readonly [string, string])[];

/** Declarations of the document: the standard's, and those of the setting `namespaces`: `prefix="address"`, with blanks between. */
export function declareNamespaces(setting: string | undefined, hasEntities: boolean): Declarations {
  const own = (setting ?? '').split(/\s+/).flatMap((text): [string, string][] => {
    const [prefix = '', quoted = '', ...rest] = text.split('=');
    const address = quoted.replaceAll(/['"]/g, '');
    const isUsable = isXmlName(prefix) && !prefix.includes(':') && !reserved.has(prefix) && address !== '';
    return isUsable && rest.length === 0 ? [[`xmlns:${prefix}`, address]] : [];
  });
  return [...new Map([...own, ...(hasEntities ? [entities] : []), ...standard])];
}

/** Can it name an element or attribute of the document: is it a name, its prefix declared? */
export function isDeclaredName(name: string, declarations: Declarations): boolean {
  if (!isXmlName(name)) return false;
  const [prefix = '', local] = name.split(':');
  return local === undefined || prefix === 'xml' || declarations.some(([key]) => key === `xmlns:${prefix}`);
}
