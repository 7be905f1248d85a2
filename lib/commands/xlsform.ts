import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Problem } from '#lib/platform/problems/problem.ts';
import { checkCases, type CaseTotals, type ConformanceReport } from '#lib/xlsform/index.ts';
import { defineOfflineCommand } from './command.ts';
import { convertCommand } from './xlsform-convert.ts';

/** Of a hundred forms that convert, so many must give an equal XForm; what ought to be refused must be, always. */
const leastEqualPct = 99;

const check = defineOfflineCommand({
  name: 'xlsform check',
  usage: 'CASES.jsonl',
  summary: 'Compares the conversion of forms with recorded cases of the standard; fails below 99 % equal.',
  positionals: ['cases'],
  inputSchema: z.strictObject({ cases: z.string().min(1) }),
  async run({ cases }) {
    const { valid, refused, unread, ...report } = checkCases(await readText(cases));
    if (report.totals.cases === 0) {
      throw new Problem('file_unreadable', { detail: `The file ${cases} holds no cases: one JSON object a line.` });
    }
    const isConforming =
      unread === 0 &&
      valid.equal * 100 >= valid.cases * leastEqualPct &&
      refused.equal === refused.cases &&
      report.totals.crashed === 0;
    const text = describe({ valid, refused, unread, ...report });
    return { data: report, text, ...(!isConforming && { failed: true as const }) };
  },
});

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new Problem('file_unreadable', { detail: `The file ${path} cannot be read. Check its name.`, cause });
  }
}

/** Scores by area, then what is not as expected, then the sum. */
function describe({ areas, cases, totals, valid, refused }: ConformanceReport): string {
  const width = Math.max(...Object.keys(areas).map((area) => area.length), 0);
  const scores = Object.entries(areas).map(([area, score]) => `${area.padEnd(width)}  ${describeTotals(score)}`);
  const faults = cases.filter(({ outcome }) => outcome !== 'equal');
  const listed = faults.map(
    ({ id, outcome, detail }) => `${id}  ${outcome}\n    ${detail?.replaceAll('\n', '\n    ') ?? ''}`,
  );
  const sum = [
    describeTotals(totals),
    `${valid.equal} of ${valid.cases} forms give an equal XForm; ${refused.equal} of ${refused.cases} are refused as they ought to be.`,
  ];
  return [scores.join('\n'), ...listed, sum.join('\n')].join('\n\n');
}

function describeTotals({ cases, equal, ...others }: CaseTotals): string {
  const faults = Object.entries(others).filter(([, count]) => count > 0);
  return [`${equal} of ${cases} equal`, ...faults.map(([outcome, count]) => `${count} ${outcome}`)].join(', ');
}

export const xlsformCommands = [convertCommand, check];
