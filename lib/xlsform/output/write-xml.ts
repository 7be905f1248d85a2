import type { XmlNode } from './xml-node.ts';

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};

/** The bytes of a document: the same node gives the same text, on one line, nothing added. */
export function writeXml(root: XmlNode): string {
  const parts: string[] = ['<?xml version="1.0"?>'];
  writeNode(root, parts);
  return parts.join('');
}

function writeNode({ name, attributes, children }: XmlNode, parts: string[]): void {
  parts.push('<', name);
  for (const [key, value] of Object.entries(attributes))
    parts.push(' ', key, '="', escape(value, /[&<>"\n\r\t]/g), '"');
  if (children.length === 0) {
    parts.push('/>');
    return;
  }
  parts.push('>');
  for (const child of children) {
    if (typeof child === 'string') parts.push(escape(child, /[&<>\r]/g));
    else writeNode(child, parts);
  }
  parts.push('</', name, '>');
}

function escape(text: string, special: RegExp): string {
  return text.replaceAll(special, (character) => escapes[character] ?? character);
}
