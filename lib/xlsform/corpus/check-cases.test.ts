import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkCases } from './check-cases.ts';

const corpus = new URL('../../../../shared/data/xlsform/cases.jsonl', import.meta.url);

const form = '| survey |\n| | type | name | label |\n| | text | q1 | Q1 |';
const aCase = { id: 'one', area: 'texts', kind: 'md', name: 'data', input: form };

function check(...cases: object[]) {
  return checkCases(cases.map((one) => JSON.stringify(one)).join('\n'));
}

describe('checkCases', () => {
  it.skipIf(!existsSync(corpus))(
    'col-27 the recorded cases of the standard: 99 % equal, all errors at their row',
    () => {
      const { valid, refused, totals, cases } = checkCases(readFileSync(corpus, 'utf8'));
      const faults = cases.filter(({ outcome }) => outcome !== 'equal');
      expect(valid.equal / valid.cases, JSON.stringify(faults)).toBeGreaterThanOrEqual(0.99);
      expect(refused.equal, JSON.stringify(faults)).toBe(refused.cases);
      expect(totals.crashed).toBe(0);
      expect(totals.cases).toBeGreaterThan(1000);
    },
  );

  it('col-27 a case with another XForm is different, and the first difference is told', () => {
    const { cases, totals } = check({ ...aCase, xml: '<h:html xmlns:h="http://www.w3.org/1999/xhtml"/>' });
    expect(totals).toMatchObject({ cases: 1, equal: 0, different: 1 });
    expect(cases[0]).toMatchObject({ id: 'one', outcome: 'different' });
    expect(cases[0]?.detail).toContain('instead of');
  });

  it('col-27 a form that ought to be refused but converts is wrongly accepted, one that ought to convert wrongly refused', () => {
    const { areas } = check(
      { ...aCase, error: '[row : 2] On the survey sheet something is wrong.' },
      { ...aCase, id: 'two', area: 'others', input: form.replace('| text', '| dance'), xml: '<a/>' },
    );
    expect(areas['texts']).toMatchObject({ wronglyAccepted: 1 });
    expect(areas['others']).toMatchObject({ wronglyRefused: 1 });
  });

  it('col-27 a form refused at another row than expected is different', () => {
    const input = form.replace('q1', '1q');
    const refusedAt = (row: number) => ({
      ...aCase,
      input,
      error: `[row : ${row}] On the 'survey' sheet, the name is invalid.`,
    });
    expect(check(refusedAt(2)).totals).toMatchObject({ equal: 1 });
    expect(check(refusedAt(3)).totals).toMatchObject({ different: 1 });
  });

  it('col-27 what is thrown while a case is converted is told as a crash of that case alone', () => {
    const { totals } = check(
      { ...aCase, kind: 'ss', input: 'no json', xml: '<a/>' },
      { ...aCase, xml: '<a>' },
      { ...aCase, error: 'x' },
    );
    expect(totals).toMatchObject({ cases: 3, crashed: 2, wronglyAccepted: 1 });
  });

  it('col-27 a line without anything to compare with is counted as different, with its number; the others are checked', () => {
    const lines = [
      '{}',
      JSON.stringify({ ...aCase, error: 'x' }),
      '',
      'no json',
      '[1]',
      JSON.stringify({ ...aCase, id: 7, warns: ['x'] }),
    ];
    const { totals, unread, cases, areas } = checkCases(`\uFEFF${lines.join('\r\n')}`);
    expect(totals).toMatchObject({ cases: 5, different: 4, wronglyAccepted: 1, crashed: 0 });
    expect(unread).toBe(4);
    expect(cases.map(({ id }) => id)).toEqual(['line 1', 'one', 'line 4', 'line 5', '7']);
    expect(cases[0]?.detail).toContain('Line 1 is no case');
    expect(areas['texts']).toMatchObject({ cases: 2, different: 1 });
  });

  it('col-27 keys that are not known are passed over, those that can be guessed may be left out', () => {
    const error = '[row : 2] The name is invalid.';
    const input = form.replace('q1', '1q');
    const structured = { survey: [{ type: 'text', name: '1q', label: 'Q' }] };
    const { totals, areas } = check(
      { id: 1, input, error, expectation: { rows: [2] } },
      { id: 'two', input: JSON.stringify(structured), error },
      { id: 'three', kind: 'ss', area: '', name: null, input: structured, error, xml: null },
    );
    expect(totals).toMatchObject({ cases: 3, equal: 3 });
    expect(Object.keys(areas)).toEqual(['unnamed']);
  });
});
