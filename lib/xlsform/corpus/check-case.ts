import { convertWorkbook, type Conversion } from '../convert-workbook.ts';
import type { Finding } from '../findings/finding.ts';
import { readMarkdown } from '../workbook/read-markdown.ts';
import { readStructured } from '../workbook/read-structured.ts';
import { canonicalXml } from './canonical-xml.ts';
import type { ConformanceCase, UnreadCase } from './conformance-case.ts';

/**
 * How a conversion stands against what was expected. `equal`: the same XForm, or refused at the same row. `different`:
 * another XForm, or refused elsewhere, or nothing to compare with.
 */
export type CaseOutcome = 'equal' | 'different' | 'wronglyAccepted' | 'wronglyRefused' | 'crashed';

export interface CaseResult {
  readonly id: string;
  readonly area: string;
  /** Ought it to convert? */
  readonly isValid: boolean;
  /** Did its line say what to expect? */
  readonly isRead: boolean;
  readonly outcome: CaseOutcome;
  /** What is not as expected; null when all is. */
  readonly detail: string | null;
}

/** Converts the workbook of a case and compares. Never throws: what a conversion throws is its outcome. */
export function checkCase(conformanceCase: ConformanceCase | UnreadCase): CaseResult {
  const { id, area } = conformanceCase;
  if ('unreadReason' in conformanceCase) {
    return { id, area, isValid: true, isRead: false, outcome: 'different', detail: conformanceCase.unreadReason };
  }
  const result = { id, area, isValid: typeof conformanceCase.error !== 'string', isRead: true };
  try {
    return { ...result, ...compare(conformanceCase, convertCase(conformanceCase)) };
  } catch (thrown) {
    const detail = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
    return { ...result, outcome: 'crashed', detail };
  }
}

function convertCase({ kind, input, name }: ConformanceCase): Conversion {
  return convertWorkbook(kind === 'md' ? readMarkdown(input) : readStructured(input), { name });
}

function compare(
  { xml: expected, error }: ConformanceCase,
  { xml, errors }: Conversion,
): Pick<CaseResult, 'outcome' | 'detail'> {
  if (typeof error === 'string') return compareErrors(error, errors);
  if (xml === null) return { outcome: 'wronglyRefused', detail: errors.map(describe).join('\n') };
  const [ours, theirs] = [canonicalXml(xml), canonicalXml(expected ?? '')];
  return ours === theirs
    ? { outcome: 'equal', detail: null }
    : { outcome: 'different', detail: firstDifference(ours, theirs) };
}

function compareErrors(expected: string, errors: readonly Finding[]): Pick<CaseResult, 'outcome' | 'detail'> {
  if (errors.length === 0) return { outcome: 'wronglyAccepted', detail: `expected: ${expected}` };
  if (errors.some((error) => isAtExpectedPlace(error, expected))) return { outcome: 'equal', detail: null };
  return { outcome: 'different', detail: `expected: ${expected}\n${errors.map(describe).join('\n')}` };
}

/** Errors are compared by place, not by wording (specification of forms, section 6.5); an error without a place stands anywhere. */
function isAtExpectedPlace({ row, sheet }: Finding, expected: string): boolean {
  const expectedRow = /^\[row : (\d+)\]/.exec(expected)?.[1];
  const expectedSheet = /On the '([^']+)' sheet/.exec(expected)?.[1];
  if (expectedRow !== undefined && row !== Number(expectedRow)) return false;
  return expectedSheet === undefined || sheet?.toLowerCase() === expectedSheet;
}

function describe({ code, sheet, row, column, message }: Finding): string {
  const place = [sheet, row === null ? null : `row ${row}`, column].filter((part) => part !== null).join(', ');
  return `${code}${place === '' ? '' : ` (${place})`}: ${message}`;
}

function firstDifference(ours: string, theirs: string): string {
  const [our, their] = [ours.split('\n'), theirs.split('\n')];
  const at = our.findIndex((line, index) => line !== their[index]);
  const index = at === -1 ? our.length : at;
  return `line ${index + 1}: ${our[index]?.trim() ?? 'nothing'} instead of ${their[index]?.trim() ?? 'nothing'}`;
}
