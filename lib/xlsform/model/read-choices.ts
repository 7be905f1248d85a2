import { childrenOf, findChild, textOf, type XmlElement } from '#lib/formats/xml/parse-xml.ts';
import { splitArguments, toExpression } from './expression.ts';
import type { Choice, ChoiceList, ChoiceSource, FormPath } from './form-model.ts';
import { readCaption, plainCaption, type Itext } from './read-captions.ts';

/** The choices of a list that stands in the form as a secondary instance. */
export function readChoiceList(instance: XmlElement, itext: Itext): ChoiceList {
  const [root] = childrenOf(instance);
  const items = root ? childrenOf(root, 'item') : [];
  return { name: instance.attributes['id'] ?? '', choices: items.map((item) => readListItem(item, itext)) };
}

function readListItem(item: XmlElement, itext: Itext): Choice {
  const columns = new Map(childrenOf(item).map((column) => [column.name, textOf(column).trim()]));
  const value = columns.get('name') ?? '';
  const plain = columns.get('label');
  const itextId = columns.get('itextId');
  for (const known of ['name', 'label', 'itextId']) columns.delete(known);
  const label = itextId === undefined ? (plain === undefined ? null : plainCaption(plain)) : itext.find(itextId);
  return { value, label, columns: Object.fromEntries(columns) };
}

/** Choices written inside a control: `item`s of a select, `tag`s of an OSM question; null when it has none. */
export function readInlineChoices(control: XmlElement, path: FormPath, itext: Itext): ChoiceList | null {
  const items = childrenOf(control).filter(({ name }) => name === 'item' || name === 'tag');
  if (items.length === 0) return null;
  const choices = items.map((item) => {
    const value = findChild(item, 'value');
    return {
      value: item.attributes['key'] ?? (value ? textOf(value).trim() : ''),
      label: readCaption(findChild(item, 'label'), itext),
      columns: {},
    };
  });
  return { name: path, choices };
}

/** Where the choices of a control come from; null for a control without any. `lists` are the form's own. */
export function readChoiceSource(control: XmlElement, path: FormPath, lists: ReadonlySet<string>): ChoiceSource | null {
  const itemset = findChild(control, 'itemset');
  const nodeset = itemset?.attributes['nodeset'] ?? control.attributes['query'];
  if (nodeset !== undefined) return readItemset(nodeset, itemset, lists);
  const isInline = childrenOf(control).some(({ name }) => name === 'item' || name === 'tag');
  return isInline ? { kind: 'list', list: path, filter: null, isRandomized: false, seed: null } : null;
}

function readItemset(nodeset: string, itemset: XmlElement | undefined, lists: ReadonlySet<string>): ChoiceSource {
  const randomized = /^\s*randomize\((.*)\)\s*$/s.exec(nodeset)?.[1];
  const [items = '', seed] = randomized === undefined ? [nodeset.trim()] : splitArguments(randomized);
  const order = { isRandomized: randomized !== undefined, seed: toExpression(seed) };
  const value = refOf(itemset, 'value') ?? 'name';
  const label = refOf(itemset, 'label') ?? 'label';
  const instance = /^instance\(\s*['"]([^'"]*)['"]\s*\)\/root\/item(?:\[(.*)\])?$/s.exec(items);
  if (instance?.[1] === undefined) {
    const [, path = items, filter] = /^([^[]*)\[(.*)\]$/s.exec(items) ?? [];
    return { kind: 'repeat', nodeset: path.trim(), value, label, filter: toExpression(filter), ...order };
  }
  const filter = toExpression(instance[2]);
  if (lists.has(instance[1])) return { kind: 'list', list: instance[1], filter, ...order };
  return { kind: 'instance', instance: instance[1], value, label, filter, ...order };
}

function refOf(itemset: XmlElement | undefined, name: string): string | undefined {
  const ref = itemset && findChild(itemset, name)?.attributes['ref'];
  return ref === undefined ? undefined : (/^jr:itext\((.*)\)$/.exec(ref)?.[1] ?? ref);
}
