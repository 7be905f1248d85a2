import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { coverRows, parseFeatureRows } from './testing/feature-rows.ts';
import { outcomesFile } from './testing/outcomes-file.ts';

const outcomesSchema = z.array(z.object({ name: z.string(), passed: z.boolean(), suite: z.string() }));

/** The table of features: named in `CAIRN_FEATURES`, else beside the repository. */
const featuresFile = process.env['CAIRN_FEATURES'] ?? '../shared/specs/features.md';

/** Prints which rows of the feature table have passing tests, from the last `npm test`. */
function main(): void {
  if (!existsSync(outcomesFile)) {
    fail('No test has run yet: `npm test` first.');
    return;
  }
  if (!existsSync(featuresFile)) {
    fail(`There is no feature table at ${featuresFile}; name it in CAIRN_FEATURES.`);
    return;
  }
  const outcomes = outcomesSchema.parse(JSON.parse(readFileSync(outcomesFile, 'utf8')));
  const rows = coverRows(parseFeatureRows(readFileSync(featuresFile, 'utf8')), outcomes);
  const covered = rows.filter(({ passed, failed }) => passed + failed > 0);
  for (const { id, feature, passed, failed } of covered) {
    process.stdout.write(
      `${id}  ${failed === 0 ? 'passes' : 'FAILS '}  ${String(passed).padStart(3)} tests  ${feature}\n`,
    );
  }
  process.stdout.write(`${String(covered.length)} of ${String(rows.length)} rows have tests\n`);
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}

main();
