import { unnamedLanguage } from '../settings/read-settings.ts';

const code = /\(([^()]*)\)$/;
const names = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });

/** Languages whose name does not end with a code that machines know: `English (en)`. */
export function findUncodedLanguages(languages: readonly string[]): string[] {
  return languages.filter((language) => language !== unnamedLanguage && language.length > 2 && !isCoded(language));
}

function isCoded(language: string): boolean {
  const subtag = code.exec(language)?.[1] ?? '';
  return /^[a-z]{2,8}$/i.test(subtag) && names.of(subtag) !== undefined;
}
