import { FormFault, type Findings } from '../findings/findings.ts';
import type { Sheet, Workbook } from '../workbook/workbook.ts';
import { findSimilarNames } from './similar-names.ts';

/** The sheets of a form, by what they are for. */
export interface FormSheets {
  readonly survey: Sheet;
  readonly choices: Sheet | undefined;
  readonly settings: Sheet | undefined;
  readonly externalChoices: Sheet | undefined;
  readonly osm: Sheet | undefined;
  readonly entities: Sheet | undefined;
  /** All names as written, to guess what a misspelled one was meant to be. */
  readonly names: readonly string[];
}

/** Sheets that people leave out by mistake of spelling rather than on purpose. */
const worthAWarning = ['settings', 'entities'];

/**
 * Finds the sheets of a form by name, whatever the case; a single sheet of any other name is the survey. Sheets that
 * begin with an underscore are nobody's business (specification of forms, section 6.1).
 */
export function findSheets({ sheets }: Workbook, findings: Findings): FormSheets {
  const names = sheets.map(({ name }) => name);
  const find = (wanted: string): Sheet | undefined => sheets.findLast(({ name }) => name.toLowerCase() === wanted);
  const [only] = sheets;
  const survey = find('survey') ?? (sheets.length === 1 && !only?.name.startsWith('_') ? only : undefined);
  if (!survey || survey.headers.length === 0) {
    const message = `The workbook must have a sheet named 'survey' with a header row.${tellSimilar('survey', names)}`;
    throw new FormFault('sheet_missing', { sheet: 'survey' }, message);
  }
  for (const wanted of worthAWarning.filter((name) => !find(name))) warnOfSimilar(wanted, names, findings);
  return {
    survey,
    choices: find('choices'),
    settings: find('settings'),
    externalChoices: find('external_choices'),
    osm: find('osm'),
    entities: find('entities'),
    names,
  };
}

function warnOfSimilar(wanted: string, names: readonly string[], findings: Findings): void {
  const similar = findSimilarNames(wanted, names);
  if (similar.length === 0) return;
  const message = `${quoteAll(similar)} may be meant to be the sheet '${wanted}', but is ignored under that name. Rename it, or put an underscore before its name to leave it out on purpose.`;
  findings.warn('sheet_misspelled', { sheet: similar[0] ?? wanted }, message);
}

/** A sentence about sheets whose names are nearly the one wanted; empty when there are none. */
export function tellSimilar(wanted: string, names: readonly string[]): string {
  const similar = findSimilarNames(wanted, names);
  return similar.length === 0 ? '' : ` There is ${quoteAll(similar)}; if that is it, rename it.`;
}

function quoteAll(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}
