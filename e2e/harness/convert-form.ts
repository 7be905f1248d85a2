import { convertWorkbook, readMarkdown, type Conversion, type Finding } from '#lib/xlsform/index.ts';

type ConversionOptions = Parameters<typeof convertWorkbook>[1];

/** Converts a form written as Markdown tables. */
export function convertForm(markdown: string, options?: ConversionOptions): Conversion {
  return convertWorkbook(readMarkdown(markdown), options);
}

/** The XForm of a form without mistakes; blanks around paths in expressions are left out, as clients ignore them. */
export function xformOf(markdown: string, options?: ConversionOptions): string {
  const { xml, errors } = convertForm(markdown, options);
  if (xml === null) throw new Error(errors.map(({ message }) => message).join('\n'));
  return xml.replaceAll(/ +/g, ' ').replaceAll('=" ', '="').replaceAll(' "', '"');
}

/** Where its mistakes are: `code sheet:row column`. */
export function placesOf(findings: readonly Finding[]): string[] {
  return findings.map(({ code, sheet, row, column }) => `${code} ${sheet ?? ''}:${row ?? ''} ${column ?? ''}`.trim());
}
