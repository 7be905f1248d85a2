import { Problem } from '#lib/platform/problems/problem.ts';
import { maxTextLength } from './xlsx-limits.ts';

/** Letters that XML cannot hold are written `_xHHHH_`; an underscore that would look like one is written `_x005F_`. */
export function unescapeText(written: string): string {
  if (!written.includes('_x')) return written;
  return written.replace(/_x([0-9A-Fa-f]{4})_/g, (_escape, code: string) => String.fromCharCode(parseInt(code, 16)));
}

const xmlEntities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** A text as XML holds it, in an element or an attribute; letters that XML cannot hold are left out. */
export function escapeXmlText(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '')
    .replace(/[&<>"]/g, (letter) => xmlEntities[letter] ?? letter);
}

/** The text of a cell as it is written: the other way round of {@link unescapeText}, inside XML. */
export function toEscapedText(text: string): string {
  const escaped = text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(
      /[\u0000-\u0008\u000B-\u000D\u000E-\u001F\uFFFE\uFFFF]/g,
      (letter) => `_x${letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    );
  return escapeXmlText(escaped);
}

/**
 * Gathers the text of a shared or inline string from its runs; how to pronounce it (`rPh`) is not part of it. Outer
 * blanks count only where `xml:space` says so.
 */
export class StringBuilder {
  #text = '';
  #run = '';
  #isInRun = false;
  #keepsBlanks = false;
  #phonetic = 0;

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'rPh') this.#phonetic += 1;
    this.#isInRun = name === 't' && this.#phonetic === 0;
    this.#keepsBlanks = attributes['xml:space'] === 'preserve';
  }

  write(piece: string): void {
    if (!this.#isInRun) return;
    this.#run += piece;
    if (this.#text.length + this.#run.length > maxTextLength) {
      throw new Problem('file_over_limits', { detail: `A cell of the file holds more than ${maxTextLength} letters.` });
    }
  }

  close(name: string): void {
    if (name === 'rPh') this.#phonetic -= 1;
    if (!this.#isInRun) return;
    this.#text += unescapeText(this.#keepsBlanks ? this.#run : this.#run.trim());
    this.#run = '';
    this.#isInRun = false;
  }

  /** The text gathered so far; the next one begins empty. */
  take(): string {
    const text = this.#text;
    this.#text = '';
    return text;
  }
}
