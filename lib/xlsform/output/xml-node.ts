/** An element of a document that is being written. Attributes keep the order in which they were set. */
export interface XmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (XmlNode | string)[];
}

/** What the attributes of a node are made from; undefined ones are left out. */
export type Attributes = Iterable<readonly [string, string | undefined]>;

export function xmlNode(name: string, attributes: Attributes = [], children: XmlNode['children'] = []): XmlNode {
  const given = [...attributes].flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
  return { name, attributes: Object.fromEntries(given), children };
}
