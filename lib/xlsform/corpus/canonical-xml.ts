import { parseXml, type XmlElement } from '#lib/formats/xml/parse-xml.ts';

/**
 * A document in a form in which equal ones are equal texts: attributes in order of their names, runs of white space
 * one space, and none at either end of a text or an attribute (specification of forms, section 6.5). Names keep the
 * prefixes of the document.
 */
export function canonicalXml(xml: string): string {
  const lines = declarationsOf(xml);
  writeElement(parseXml(xml, { prefixes: {} }), 0, lines);
  return lines.join('\n');
}

/** Namespaces that the document declares; its tree has only the names that are made with them. */
function declarationsOf(xml: string): string[] {
  return Array.from(xml.matchAll(/\sxmlns(?::[\w.-]+)?=(?:"[^"]*"|'[^']*')/g), ([declaration]) =>
    declaration.trim(),
  ).sort();
}

function writeElement({ name, attributes, children }: XmlElement, depth: number, lines: string[]): void {
  const indent = '  '.repeat(depth);
  const sorted = Object.entries(attributes).sort(([one], [other]) => (one < other ? -1 : 1));
  lines.push(
    `${indent}<${name}${sorted.map(([key, value]) => ` ${key}=${JSON.stringify(collapse(value))}`).join('')}>`,
  );
  for (const child of joinTexts(children)) {
    if (typeof child !== 'string') writeElement(child, depth + 1, lines);
    else if (collapse(child) !== '') lines.push(`${indent}  ${JSON.stringify(collapse(child))}`);
  }
}

/** Text may come in several pieces, whichever way it was written. */
function joinTexts(children: XmlElement['children']): (XmlElement | string)[] {
  const joined: (XmlElement | string)[] = [];
  for (const child of children) {
    const last = joined.at(-1);
    if (typeof child === 'string' && typeof last === 'string') joined[joined.length - 1] = last + child;
    else joined.push(child);
  }
  return joined;
}

function collapse(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
