import type { Findings } from '../findings/findings.ts';
import { unnamedLanguage } from '../settings/read-settings.ts';
import { translatableChoicesColumns, translatableSurveyColumns } from './column-names.ts';
import type { FormSheet } from './read-rows.ts';

/** What a sheet has in which language: languages by the columns they have. */
interface SheetLanguages {
  readonly sheet: FormSheet;
  readonly byLanguage: ReadonlyMap<string, ReadonlySet<string>>;
  readonly columns: ReadonlySet<string>;
}

/** Warns of languages that lack a column which another language has. */
export function checkTranslations(survey: FormSheet, choices: FormSheet | undefined, findings: Findings): void {
  const sheets = [
    readLanguages(survey, translatableSurveyColumns),
    ...(choices ? [readLanguages(choices, translatableChoicesColumns)] : []),
  ];
  for (const { sheet, byLanguage, columns } of sheets.filter(isTranslated)) {
    for (const [language, present] of [...byLanguage].sort(([one], [other]) => (one < other ? -1 : 1))) {
      const missing = [...columns].filter((column) => !present.has(column)).sort();
      if (missing.length === 0) continue;
      const named = language === unnamedLanguage ? 'no language' : language;
      const message = `The sheet '${sheet.name}' has other languages for ${missing.join(', ')}, but not '${language}' (columns for ${named}). Add what is missing, or people see a dash.`;
      findings.warn('translation_missing', { sheet: sheet.name, row: 1 }, message);
    }
  }
}

/** Does either sheet name a language? */
export function isTranslatedForm(survey: FormSheet, choices: FormSheet | undefined): boolean {
  return (
    isTranslated(readLanguages(survey, translatableSurveyColumns)) ||
    (choices !== undefined && isTranslated(readLanguages(choices, translatableChoicesColumns)))
  );
}

function isTranslated({ byLanguage }: SheetLanguages): boolean {
  return [...byLanguage.keys()].some((language) => language !== unnamedLanguage);
}

function readLanguages(sheet: FormSheet, translatable: ReadonlyMap<string, string>): SheetLanguages {
  const byLanguage = new Map<string, Set<string>>();
  const columns = new Set<string>();
  for (const { words } of sheet.columns) {
    const [first = '', ...rest] = words[0] === 'media' || words[0] === 'bind' ? words.slice(1) : words;
    const column = translatable.get(first);
    if (column === undefined || rest.length > 1) continue;
    const language = rest[0] ?? unnamedLanguage;
    byLanguage.set(language, (byLanguage.get(language) ?? new Set()).add(column));
    columns.add(column);
  }
  return { sheet, byLanguage, columns };
}
