/** What others may use of the conversion of forms. */
export { convertWorkbook, type Conversion } from './convert-workbook.ts';
export { checkCases, type CaseTotals, type ConformanceReport } from './corpus/check-cases.ts';
export type { Finding } from './findings/finding.ts';
export { compareForms } from './model/compare-forms.ts';
export type { FormModel } from './model/form-model.ts';
export { readXform } from './model/read-xform.ts';
export { readMarkdown } from './workbook/read-markdown.ts';
export { readWorkbook } from './workbook/read-workbook.ts';
export type { Workbook } from './workbook/workbook.ts';
