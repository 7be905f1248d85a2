/** Languages in which the headers of an exported table come. */
export type HeaderLocale = 'en' | 'fr' | 'de';

interface Words {
  readonly fixed: readonly string[];
  readonly parent: string;
  readonly parentRef: string;
}

/** Columns of CSV and XLSX in their order (spec 4.4, whose headers are the French ones). */
const words: Record<HeaderLocale, Words> = {
  fr: {
    fixed: [
      'ID',
      'Nom',
      'Type',
      'Latitude',
      'Longitude',
      'Code',
      "Date d'ouverture",
      'Date de fermeture',
      'Date de création',
      'Date de modification',
      'Créé par',
      'Source',
      'Validé',
      'Référence externe',
    ],
    parent: 'parent',
    parentRef: 'Ref Ext parent',
  },
  en: {
    fixed: [
      'ID',
      'Name',
      'Type',
      'Latitude',
      'Longitude',
      'Code',
      'Opening date',
      'Closing date',
      'Created',
      'Updated',
      'Created by',
      'Source',
      'Status',
      'External reference',
    ],
    parent: 'Parent',
    parentRef: 'External reference of parent',
  },
  de: {
    fixed: [
      'ID',
      'Name',
      'Typ',
      'Breite',
      'Länge',
      'Code',
      'Eröffnet am',
      'Geschlossen am',
      'Angelegt',
      'Geändert',
      'Angelegt von',
      'Quelle',
      'Status',
      'Externe Kennung',
    ],
    parent: 'Übergeordnet',
    parentRef: 'Externe Kennung von Übergeordnet',
  },
};

/** Ancestors that a table tells, nearest first. */
export const tableParents = 4;

/** The header of a table of units: fixed columns, parents, references of parents, and a column for each group. */
export function tableHeader(locale: HeaderLocale, groupNames: readonly string[]): string[] {
  const { fixed, parent, parentRef } = words[locale];
  const numbered = (word: string) => Array.from({ length: tableParents }, (_, index) => `${word} ${String(index + 1)}`);
  return [...fixed, ...numbered(parent), ...numbered(parentRef), ...groupNames];
}
