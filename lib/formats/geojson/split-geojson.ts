import { Problem } from '#lib/platform/problems/problem.ts';

/** A part of a GeoJSON text, not yet parsed: a feature, or another member of the collection. */
export type GeoJsonPiece =
  | { readonly kind: 'feature'; readonly number: number; readonly text: string }
  | { readonly kind: 'member'; readonly name: string; readonly text: string };

interface SplitOptions {
  /** The text is the beginning of a file: where it breaks off, the pieces end. */
  readonly isPartial?: boolean;
}

/**
 * Cuts a GeoJSON text into its features without parsing it as a whole, so that one damaged feature is one feature: a
 * FeatureCollection (RFC 7946), a single Feature, or features one after the other (RFC 8142, or a line each). Features
 * count from 1. Throws `file_unreadable` with the place when the text is no JSON between its features.
 */
export function* splitGeoJson(text: string, { isPartial = false }: SplitOptions = {}): Generator<GeoJsonPiece> {
  try {
    if (isCollection(text)) yield* splitCollection(text);
    else if (isLineByLine(text)) yield* splitLines(text, isPartial);
    else yield* splitSequence(text);
  } catch (error) {
    if (error instanceof TextEnds && isPartial) return;
    if (error instanceof TextEnds) throw unreadable(`it breaks off in the middle of ${error.where}`);
    throw error;
  }
}

/** The text ended inside something. */
class TextEnds extends Error {
  readonly where: string;

  constructor(where: string) {
    super(where);
    this.where = where;
  }
}

/** White space, and the record separator that RFC 8142 puts before each feature. */
const blank = /[\s\ufeff\u001e]*/y;
const mark = /["{}[\]]/g;
const scalar = /[^\s,\]}]+/y;

/** Reads a JSON text by its marks alone. */
class Marks {
  readonly text: string;
  at = 0;
  /** What is being read, for errors. */
  where = 'the beginning';

  constructor(text: string) {
    this.text = text;
  }

  /** The next character that is not white space; '' at the end. */
  peek(): string {
    blank.lastIndex = this.at;
    blank.exec(this.text);
    this.at = blank.lastIndex;
    return this.text[this.at] ?? '';
  }

  take(character: string): void {
    const next = this.peek();
    if (next === '') throw new TextEnds(this.where);
    if (next !== character) throw unreadable(`${this.where}: "${character}" is missing before "${this.nearby()}"`);
    this.at += 1;
  }

  /** The text of the next value, whatever it is. */
  value(): string {
    const first = this.peek();
    if (first === '') throw new TextEnds(this.where);
    const start = this.at;
    if (first === '"') this.at = this.endOfString(start);
    else if (first === '{' || first === '[') this.at = this.endOfNested(start);
    else {
      scalar.lastIndex = start;
      if (!scalar.test(this.text)) throw unreadable(`${this.where}: no value before "${this.nearby()}"`);
      this.at = scalar.lastIndex;
    }
    return this.text.slice(start, this.at);
  }

  private nearby(): string {
    return this.text.slice(this.at, this.at + 20);
  }

  private endOfNested(start: number): number {
    let depth = 0;
    for (let at = start; ;) {
      mark.lastIndex = at;
      const found = mark.exec(this.text);
      if (!found) throw new TextEnds(this.where);
      if (found[0] === '"') {
        at = this.endOfString(found.index);
        continue;
      }
      at = found.index + 1;
      depth += found[0] === '{' || found[0] === '[' ? 1 : -1;
      if (depth === 0) return at;
    }
  }

  private endOfString(start: number): number {
    for (let at = start + 1; ; at += 1) {
      at = this.text.indexOf('"', at);
      if (at === -1) throw new TextEnds(this.where);
      let slashes = 0;
      while (this.text[at - 1 - slashes] === '\\') slashes += 1;
      if (slashes % 2 === 0) return at + 1;
    }
  }
}

/** How much of a text is looked at to tell what it is. */
const headLength = 65_536;

function isCollection(text: string): boolean {
  return /"type"\s*:\s*"FeatureCollection"/.test(text.slice(0, headLength)) || /^[\s\ufeff]*\{\s*"features"/.test(text);
}

function isLineByLine(text: string): boolean {
  const [first = ''] = text.trimStart().split(/\r?\n/, 1);
  try {
    JSON.parse(bare(first));
    return text.trim().length > first.length;
  } catch {
    return false;
  }
}

function bare(line: string): string {
  return line.replace(/^[\s\ufeff\u001e]+/, '');
}

function* splitCollection(text: string): Generator<GeoJsonPiece> {
  const marks = new Marks(text);
  marks.take('{');
  while (marks.peek() !== '}') {
    const name = readName(marks);
    marks.take(':');
    if (name === 'features' && marks.peek() === '[') yield* splitFeatures(marks);
    else yield { kind: 'member', name, text: marks.value() };
    marks.where = `what follows "${name}"`;
    if (marks.peek() !== '}') marks.take(',');
  }
}

function readName(marks: Marks): string {
  const text = marks.value();
  try {
    return String(JSON.parse(text));
  } catch (error) {
    throw unreadable(`${marks.where}: no name of a member`, error);
  }
}

function* splitFeatures(marks: Marks): Generator<GeoJsonPiece> {
  marks.take('[');
  for (let number = 1; marks.peek() !== ']'; number += 1) {
    marks.where = `feature ${String(number)}`;
    yield { kind: 'feature', number, text: marks.value() };
    if (marks.peek() !== ']') marks.take(',');
  }
  marks.take(']');
}

function* splitLines(text: string, isPartial: boolean): Generator<GeoJsonPiece> {
  const lines = text.split('\n').map(bare);
  // The last line of a beginning may be half of one.
  if (isPartial) lines.pop();
  let number = 0;
  for (const line of lines) {
    if (line.trim() !== '') yield { kind: 'feature', number: (number += 1), text: line };
  }
}

function* splitSequence(text: string): Generator<GeoJsonPiece> {
  const marks = new Marks(text);
  for (let number = 1; marks.peek() !== ''; number += 1) {
    marks.where = `feature ${String(number)}`;
    yield { kind: 'feature', number, text: marks.value() };
  }
}

function unreadable(reason: string, cause?: unknown): Problem {
  return new Problem('file_unreadable', { detail: `The GeoJSON cannot be read: ${reason}.`, cause });
}
