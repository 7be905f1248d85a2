import { describe, expect, it } from 'vitest';
import { aZip, xlsxMembers } from '#e2e/harness/xlsx.ts';
import { convertWorkbook } from './convert-workbook.ts';
import type { Workbook } from './workbook/workbook.ts';
import { readWorkbook } from './workbook/read-workbook.ts';

/** Long enough for a busy machine, far from what anything quadratic takes. */
const maxMs = 120_000;

function aForm(survey: readonly string[][], choices: readonly string[][] = []): Workbook {
  const toRows = (cells: readonly string[][]): Workbook['sheets'][number]['rows'] =>
    cells.map((row, index) => ({ number: index + 2, cells: row.map((cell) => (cell === '' ? null : cell)) }));
  return {
    sheets: [
      { name: 'survey', headers: ['type', 'name', 'label', 'relevant'], rows: toRows(survey) },
      { name: 'choices', headers: ['list_name', 'name', 'label'], rows: toRows(choices) },
    ],
  };
}

function measure<Result>(work: () => Result): { result: Result; ms: number } {
  const startedAt = performance.now();
  return { result: work(), ms: performance.now() - startedAt };
}

describe('the largest forms', { timeout: 300_000 }, () => {
  it('col-27 reads and converts 100,000 questions in bounded time', async () => {
    const toRow = (cells: readonly string[]): string =>
      `<row>${cells.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join('')}</row>`;
    const questions = Array.from({ length: 100_000 }, (_row, index) =>
      toRow(['text', `q${index}`, `Q ${index}`, index > 0 ? `\${q${index - 1}} != 1` : 'true']),
    );
    const rows = [toRow(['type', 'name', 'label', 'relevant']), ...questions].join('');
    const bytes = await aZip(xlsxMembers({ rows }));
    const startedAt = performance.now();
    const { model, errors } = convertWorkbook(await readWorkbook(bytes));
    expect(errors).toEqual([]);
    expect(model?.nodes).toHaveLength(100_000);
    expect(performance.now() - startedAt).toBeLessThan(maxMs);
  });

  it('col-27 converts a list of 100,000 choices in bounded time', () => {
    const choices = Array.from({ length: 100_000 }, (_row, index) => ['villages', `v${index}`, `Village ${index}`]);
    const { result, ms } = measure(() =>
      convertWorkbook(aForm([['select_one villages', 'v', 'Village', '']], choices)),
    );
    expect(result.errors).toEqual([]);
    expect(result.model?.choiceLists[0]?.choices).toHaveLength(100_000);
    expect(ms).toBeLessThan(maxMs);
  });

  it('col-27 refuses groups that stand too deep in one another, at the row where it is too much', () => {
    const begin = Array.from({ length: 3000 }, (_row, index) => ['begin group', `g${index}`, 'G', '']);
    const { errors } = convertWorkbook(aForm([...begin, ...begin.map(() => ['end group', '', '', ''])]));
    expect(errors[0]).toMatchObject({ code: 'structure_too_deep', row: 52 });
  });

  it('col-27 converts the deepest form that is allowed, and reads it back', () => {
    const begin = Array.from({ length: 50 }, (_row, index) => ['begin repeat', `g${index}`, 'G', '']);
    const { errors, model } = convertWorkbook(
      aForm([...begin, ['text', 'q', 'Q', ''], ...begin.map(() => ['end repeat', '', '', ''])]),
    );
    expect(errors).toEqual([]);
    expect(model?.nodes).toHaveLength(51);
  });

  it.each([
    '${',
    '${a',
    '(',
    "'",
    '[',
    '${a} ',
    '-',
    '.',
    'a',
    '1',
    ' ',
    '%(',
    '*',
    'pulldata(',
    "instance('",
    '\u00e9',
    '}{',
  ])('col-27 reads cells of nothing but %j in bounded time', (piece) => {
    const cell = piece.repeat(Math.floor(30_000 / piece.length));
    const { ms } = measure(() =>
      convertWorkbook(
        aForm([
          ['text', 'a', 'A', ''],
          ['text', 'b', cell, cell],
          [cell, cell, cell, cell],
        ]),
      ),
    );
    expect(ms).toBeLessThan(maxMs);
  });
});
