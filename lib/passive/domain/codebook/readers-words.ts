import { builtInTexts } from './built-in-texts.ts';
import type { CodebookType } from './codebook.ts';

/** What a translator of the catalogue of codebook texts does, whichever it is; its keys are made here. */
type CodebookWords = (key: never) => string;

/** Words of a text that make its key: built-in texts differ in these (tested). */
const keyWords = 9;

/** The key under which the catalogues have a built-in text: its first words in English. */
export function keyOfText(text: string): string {
  return (text.toLowerCase().match(/[a-z\d]+/g) ?? []).slice(0, keyWords).join('-');
}

/** A text of the codebook in the language of the reader; what people and plug-ins wrote stays as they wrote it. */
export function inReadersWords(t: CodebookWords, text: string): string {
  return builtInTexts.has(text) ? t(keyOfText(text) as never) : text;
}

/** A type of the codebook with its texts in the language of the reader, for pages. */
export function typeInReadersWords(t: CodebookWords, type: CodebookType): CodebookType {
  return {
    ...type,
    title: inReadersWords(t, type.title),
    category: inReadersWords(t, type.category),
    description: inReadersWords(t, type.description),
    variables: type.variables.map((variable) => ({
      ...variable,
      group: inReadersWords(t, variable.group),
      description: inReadersWords(t, variable.description),
    })),
  };
}

/** What to save of a text that was shown in the reader's words: the built-in one where nothing was changed. */
export function asSaved(
  t: CodebookWords,
  { written, original }: { readonly written: string; readonly original: string },
): string {
  return written === inReadersWords(t, original) ? original : written;
}
