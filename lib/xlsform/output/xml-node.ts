/** An element of a document that is being written. Attributes keep the order in which they were set. */
export interface XmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (XmlNode | string)[];
}

// XML 1.0, production Char: no document may hold these, not even escaped.
const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

/** What the attributes of a node are made from; undefined ones are left out. */
export type Attributes = Iterable<readonly [string, string | undefined]>;

/** A node without anything that no document can hold. */
export function xmlNode(name: string, attributes: Attributes = [], children: XmlNode['children'] = []): XmlNode {
  const given = [...attributes].flatMap(([key, value]) => (value === undefined ? [] : [[key, clean(value)] as const]));
  const allowed = children.map((child) => (typeof child === 'string' ? clean(child) : child));
  return { name, attributes: Object.fromEntries(given), children: allowed };
}

function clean(text: string): string {
  return text.toWellFormed().replaceAll(forbidden, '');
}
