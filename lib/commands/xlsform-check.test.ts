import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const command = resolve(import.meta.dirname, 'cairn.ts');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cairn-check-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the command where no database can be reached and no configuration holds. */
async function check(cases: readonly object[], ...words: readonly string[]) {
  const path = join(folder, 'cases.jsonl');
  await writeFile(path, cases.map((one) => JSON.stringify(one)).join('\n'));
  const env: NodeJS.ProcessEnv = {
    NODE_ENV: 'test',
    PATH: process.env['PATH'],
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing',
    PORT: 'none',
  };
  return new Promise<{ status: number; stdout: string; stderr: string }>((done) => {
    execFile(process.execPath, [command, 'xlsform', 'check', path, ...words], { env }, (error, stdout, stderr) => {
      done({ status: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

const input = '| survey |\n| | type | name | label |\n| | text | 1q | Q |';
const refused = { id: 'a', area: 'names', kind: 'md', name: 'data', input, error: '[row : 2] The name is invalid.' };
const accepted = { ...refused, id: 'b', area: 'others', input: input.replace('1q', 'q'), error: 'Something is wrong.' };

describe('cairn xlsform check', { timeout: 120_000 }, () => {
  it('col-27 gives machines the totals, the areas and each case, without a database', async () => {
    const { status, stdout } = await check([refused, accepted], '--json');
    const none = { different: 0, wronglyRefused: 0, crashed: 0 };
    expect(JSON.parse(stdout)).toEqual({
      totals: { cases: 2, equal: 1, wronglyAccepted: 1, ...none },
      areas: {
        names: { cases: 1, equal: 1, wronglyAccepted: 0, ...none },
        others: { cases: 1, equal: 0, wronglyAccepted: 1, ...none },
      },
      cases: [
        { id: 'a', outcome: 'equal', detail: null },
        { id: 'b', outcome: 'wronglyAccepted', detail: 'expected: Something is wrong.' },
      ],
    });
    expect(status).toBe(1);
  });

  it('col-27 gives people a score per area, and ends well when all is as it ought to be', async () => {
    const { status, stdout } = await check([refused]);
    expect(stdout).toContain('names  1 of 1 equal');
    expect(stdout).toContain('1 of 1 are refused as they ought to be');
    expect(status).toBe(0);
  });

  it('col-27 says which line is no case, checks the others and fails; a file without any is refused', async () => {
    const { status, stdout } = await check([refused, {}]);
    expect(stdout).toContain('Line 2 is no case');
    expect(stdout).toContain('1 of 1 are refused as they ought to be');
    expect(status).toBe(1);
    const none = await check([]);
    expect([none.status, none.stderr]).toEqual([1, expect.stringContaining('holds no cases')]);
  });
});
