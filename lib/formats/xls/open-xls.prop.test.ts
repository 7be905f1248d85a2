import { write } from '@e965/xlsx';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomWorkbooks } from '#e2e/harness/random-workbook.ts';
import { readCells } from '#e2e/harness/xlsx.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { openXls } from './open-xls.ts';

describe('openXls', () => {
  it('col-23 reads what another library writes', async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkbooks, async ({ book, texts }) => {
        const bytes = write(book, { bookType: 'biff8', type: 'buffer', bookSST: true }) as Buffer;
        expect(await readCells(await openXls(bytes))).toEqual(texts);
      }),
      { numRuns: 200 },
    );
  });

  it('col-23 reads or refuses a file with changed or missing bytes, in bounded time', async () => {
    const changes = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), {
      minLength: 1,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(randomWorkbooks, changes, fc.nat(2000), async ({ book }, changed, cut) => {
        const whole = write(book, { bookType: 'biff8', type: 'buffer', bookSST: true }) as Buffer;
        const bytes = Buffer.from(cut < 500 ? whole.subarray(0, whole.length - cut) : whole);
        for (const [share, value] of changed) bytes[Math.floor(share * (bytes.length - 1))] = value;
        const startedAt = performance.now();
        try {
          await readCells(await openXls(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(Problem);
          expect((error as Problem).code).toBe('file_unreadable');
        }
        expect(performance.now() - startedAt).toBeLessThan(10_000);
      }),
      { numRuns: 1000 },
    );
  });
});
