import { write } from '@e965/xlsx';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomWorkbooks } from '#e2e/harness/random-workbook.ts';
import { aZip, readCells, xlsxMembers } from '#e2e/harness/xlsx.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { openXlsx } from './open-xlsx.ts';

/** Long enough for a busy machine, far from forever. */
const maxMs = 20_000;

/** Whatever the bytes are: either cells or a Problem with its reason, in bounded time. */
async function readOrRefuse(bytes: Buffer): Promise<void> {
  const startedAt = performance.now();
  try {
    await readCells(await openXlsx(bytes));
  } catch (error) {
    expect(error).toBeInstanceOf(Problem);
    expect(['file_unreadable', 'file_over_limits']).toContain((error as Problem).code);
    expect((error as Problem).message).not.toBe('');
  }
  expect(performance.now() - startedAt).toBeLessThan(maxMs);
}

describe('openXlsx', () => {
  it('col-23 reads what another library writes, shared texts or inline, packed or not', async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkbooks, fc.boolean(), fc.boolean(), async ({ book, texts }, bookSST, compression) => {
        const bytes = write(book, { bookType: 'xlsx', type: 'buffer', bookSST, compression }) as Buffer;
        expect(await readCells(await openXlsx(bytes))).toEqual(texts);
      }),
      { numRuns: 200 },
    );
  });

  it('col-23 reads or refuses a file with changed bytes', async () => {
    const members = xlsxMembers({
      rows: '<row r="1"><c r="A1" t="s"><v>0</v></c><c s="1"><v>43831</v></c></row>',
      strings: '<si><r><t>a</t></r><rPh><t>b</t></rPh></si>',
      styles: '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>',
    });
    const whole = await aZip(members);
    const changes = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(changes, fc.nat(whole.length), async (changed, cut) => {
        const bytes = Buffer.from(cut < 20 ? whole.subarray(0, whole.length - cut) : whole);
        for (const [at, value] of changed) if (at < bytes.length) bytes[at] = value;
        await readOrRefuse(bytes);
      }),
      { numRuns: 1000 },
    );
  });

  it('col-23 reads or refuses a file whose XML was changed', async () => {
    const members = xlsxMembers({
      rows: '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>x</t></is></c><c s="1"><v>43831</v></c></row>',
      strings: '<si><t>a</t></si>',
      styles: '<numFmts><numFmt numFmtId="200" formatCode="d"/></numFmts><cellXfs><xf/><xf numFmtId="200"/></cellXfs>',
    });
    const piece = fc.constantFrom(
      '<',
      '>',
      '"',
      '&',
      '&lt;',
      '<!--',
      ']]>',
      '<![CDATA[',
      '<row>',
      '</row>',
      '<c r="ZZZ9">',
      '1e999',
      '-1',
      '\0',
      '99999999999',
      '<!DOCTYPE a [',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(members)),
        fc.nat(2000),
        fc.nat(10),
        piece,
        async (name, at, length, put) => {
          const xml = members[name] ?? '';
          const from = at % xml.length;
          await readOrRefuse(await aZip({ ...members, [name]: xml.slice(0, from) + put + xml.slice(from + length) }));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('col-23 reads 100,000 rows with memory that does not grow with them', async () => {
    const row = (number: number): string =>
      `<row r="${String(number)}"><c r="A${String(number)}" t="inlineStr"><is><t>name ${String(number)}</t></is></c><c><v>${String(number)}</v></c><c t="b"><v>1</v></c></row>`;
    const bytes = await aZip(
      xlsxMembers({ rows: Array.from({ length: 100_000 }, (_row, index) => row(index + 1)).join('') }),
    );
    const book = await openXlsx(bytes);
    const before = process.memoryUsage().heapUsed;
    const startedAt = performance.now();
    let count = 0;
    let most = 0;
    for await (const { number } of book.sheets[0]?.rows() ?? []) {
      count += 1;
      if (number % 10_000 === 0) most = Math.max(most, process.memoryUsage().heapUsed - before);
    }
    book.close();
    expect(count).toBe(100_000);
    expect(performance.now() - startedAt).toBeLessThan(maxMs);
    expect(most).toBeLessThan(200_000_000);
  });

  it.each([
    [
      'one endless text',
      { rows: `<row><c t="inlineStr"><is><t>${'a'.repeat(200_000)}</t></is></c></row>` },
      /more than 100000 letters/,
    ],
    ['more rows than a sheet has', { rows: '<row/>'.repeat(1_048_577) }, /more than 1048576 rows|grow more than/],
    ['a sheet of nothing but blanks', { rows: ' '.repeat(50_000_000) }, /grow more than 400 times/],
  ])('col-23 refuses a bomb: %s', async (_what, parts, reason) => {
    const bytes = await aZip(xlsxMembers(parts), 9);
    const startedAt = performance.now();
    await expect(openXlsx(bytes).then(readCells)).rejects.toThrow(
      expect.objectContaining({ code: 'file_over_limits', message: expect.stringMatching(reason) as string }),
    );
    expect(performance.now() - startedAt).toBeLessThan(maxMs);
  });
});
