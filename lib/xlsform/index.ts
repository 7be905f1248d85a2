/** What others may use of the conversion of forms. */
export { checkCases, type CaseTotals, type ConformanceReport } from './corpus/check-cases.ts';
