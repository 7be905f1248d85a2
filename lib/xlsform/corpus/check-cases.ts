import { checkCase, type CaseOutcome, type CaseResult } from './check-case.ts';
import { readCases } from './conformance-case.ts';

/** Numbers of cases by outcome. */
export type CaseTotals = Readonly<Record<'cases' | CaseOutcome, number>>;

/** How a set of cases came out, for machines and in this shape for good. */
export interface ConformanceReport {
  readonly totals: CaseTotals;
  readonly areas: Readonly<Record<string, CaseTotals>>;
  readonly cases: readonly Pick<CaseResult, 'id' | 'outcome' | 'detail'>[];
  /** Forms that ought to convert, and how many of them give an equal XForm. */
  readonly valid: { readonly cases: number; readonly equal: number };
  /** Forms that ought to be refused, and how many of them are, at the right row. */
  readonly refused: { readonly cases: number; readonly equal: number };
  /** How many lines say nothing to compare with; they count among the cases as different. */
  readonly unread: number;
}

/** Checks the converter against cases, one JSON object a line. Every line that is not blank counts. */
export function checkCases(text: string): ConformanceReport {
  const results = readCases(text).map(checkCase);
  const byArea = Map.groupBy(results, ({ area }) => area);
  const areas = [...byArea].sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    totals: countOutcomes(results),
    areas: Object.fromEntries(areas.map(([area, members]) => [area, countOutcomes(members)])),
    cases: results.map(({ id, outcome, detail }) => ({ id, outcome, detail })),
    valid: countEqual(results.filter(({ isValid }) => isValid)),
    refused: countEqual(results.filter(({ isValid }) => !isValid)),
    unread: results.filter(({ isRead }) => !isRead).length,
  };
}

function countOutcomes(results: readonly CaseResult[]): CaseTotals {
  const count = (outcome: CaseOutcome): number => results.filter((result) => result.outcome === outcome).length;
  return {
    cases: results.length,
    equal: count('equal'),
    different: count('different'),
    wronglyAccepted: count('wronglyAccepted'),
    wronglyRefused: count('wronglyRefused'),
    crashed: count('crashed'),
  };
}

function countEqual(results: readonly CaseResult[]): { cases: number; equal: number } {
  return { cases: results.length, equal: results.filter(({ outcome }) => outcome === 'equal').length };
}
