import { plainNamePattern } from '../expressions/names.ts';

/** A reference to another question: `${name}`, or `${last-saved#name}` to the last submission that was kept. */
export interface Reference {
  readonly name: string;
  readonly isLastSaved: boolean;
}

export interface PlacedReference extends Reference {
  readonly start: number;
  readonly end: number;
}

/** What `${` begins: a reference that may be malformed, or one that never ends. */
const candidate = /\$\{([^}]+)\}|\$\{[^}]*$/g;
const inside = new RegExp(`^(last-saved#)?(${plainNamePattern})$`, 'u');
const wholeReference = new RegExp(String.raw`^\$\{(?:last-saved#)?${plainNamePattern}\}$`, 'u');

/** The references of a text in order, and what looks like one but is none. */
export function parseReferences(text: string): { references: PlacedReference[]; malformed: string[] } {
  const references: PlacedReference[] = [];
  const malformed: string[] = [];
  if (!text.includes('${')) return { references, malformed };
  for (const match of text.matchAll(candidate)) {
    const [, lastSaved, name] = inside.exec(match[1] ?? '') ?? [];
    if (name === undefined) malformed.push(match[0]);
    else references.push({ name, isLastSaved: lastSaved !== undefined, ...spanOf(match) });
  }
  return { references, malformed };
}

function spanOf(match: RegExpExecArray): { start: number; end: number } {
  return { start: match.index, end: match.index + match[0].length };
}

/** Does it hold a reference, all of them well formed? */
export function hasReference(text: string): boolean {
  const { references, malformed } = parseReferences(text);
  return references.length > 0 && malformed.length === 0;
}

/** Is it one reference and nothing else? */
export function isReference(text: string): boolean {
  return wholeReference.test(text);
}
