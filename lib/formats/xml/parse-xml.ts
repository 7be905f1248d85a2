import { SaxesParser } from 'saxes';
import { Problem } from '#lib/platform/problems/problem.ts';

/** An element of a parsed document. */
export interface XmlElement {
  /** Local name; with a prefix where its namespace has one (see {@link XmlReading.prefixes}). */
  readonly name: string;
  /** Values by name, named like elements; namespace declarations are left out. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (XmlElement | string)[];
}

export interface XmlReading {
  /** The prefix to name each namespace by, whatever the document calls it; '' for none. Others keep theirs. */
  readonly prefixes: Readonly<Record<string, string>>;
}

/** Deeper nesting is no document of ours, and would overflow whoever walks the tree. */
const maxDepth = 200;

interface OpenElement extends XmlElement {
  readonly children: (XmlElement | string)[];
}

/**
 * Parses a whole document into a tree. A DOCTYPE is refused, so no entity is ever expanded and nothing is fetched.
 * Throws `file_unreadable` with the line and what is wrong there.
 */
export function parseXml(text: string, { prefixes }: XmlReading): XmlElement {
  const parser = new SaxesParser({ xmlns: true, position: true });
  const open: OpenElement[] = [];
  let root: XmlElement | undefined;
  const refuse = (reason: string): never => {
    throw new Problem('file_unreadable', { detail: `The XML cannot be read: line ${parser.line}: ${reason}.` });
  };
  const nameOf = ({ uri, prefix, local }: { uri: string; prefix: string; local: string }): string => {
    const known = uri === '' ? '' : (prefixes[uri] ?? prefix);
    return known === '' ? local : `${known}:${local}`;
  };
  parser.on('error', (error) => refuse(error.message.replace(/^\d+:\d+: /, '').replace(/\.$/, '')));
  parser.on('doctype', () => refuse('a DOCTYPE is not allowed'));
  parser.on('opentag', (tag) => {
    if (open.length >= maxDepth) refuse(`elements are nested more than ${maxDepth} deep`);
    const attributes = Object.values(tag.attributes).filter(
      ({ prefix, name }) => prefix !== 'xmlns' && name !== 'xmlns',
    );
    const element: OpenElement = {
      name: nameOf(tag),
      attributes: Object.fromEntries(attributes.map((attribute) => [nameOf(attribute), attribute.value])),
      children: [],
    };
    open.at(-1)?.children.push(element);
    open.push(element);
    root ??= element;
  });
  parser.on('text', (piece) => open.at(-1)?.children.push(piece));
  parser.on('cdata', (piece) => open.at(-1)?.children.push(piece));
  parser.on('closetag', () => open.pop());
  parser.write(text).close();
  return root ?? refuse('there is no element');
}

/** Child elements, of one name or all. */
export function childrenOf(element: XmlElement, name?: string): XmlElement[] {
  return element.children.filter(
    (child): child is XmlElement => typeof child !== 'string' && (name === undefined || child.name === name),
  );
}

/** The first child element of a name. */
export function findChild(element: XmlElement, name: string): XmlElement | undefined {
  return childrenOf(element, name)[0];
}

/** Text directly inside an element, its children left out. */
export function textOf(element: XmlElement): string {
  return element.children.filter((child) => typeof child === 'string').join('');
}
