import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outcomesFile } from './testing/outcomes-file.ts';
import { browserPath, ensureBrowser } from './testing/browser.ts';
import { readPlaywrightReport, readVitestReport, runProgram, type TestOutcome } from './testing/suite.ts';

const node = process.execPath;
const reports = mkdtempSync(join(tmpdir(), 'cairn-reports-'));
const serverUrl = process.env['CAIRN_TEST_SERVER_URL'] ?? '';
const withChecks = process.argv.includes('--checks');

/** Static checks, each counted as one test, by the script of package.json that a person runs too. */
const checks = [
  { name: 'quality: every file is formatted', script: 'check:format' },
  { name: 'quality: every file type-checks', script: 'check:types' },
  { name: 'quality: lint finds nothing', script: 'check:lint' },
  { name: 'quality: imports keep to the house', script: 'check:deps' },
  { name: 'quality: nothing exported is dead', script: 'check:dead' },
];

async function runChecks(): Promise<TestOutcome[]> {
  const outcomes: TestOutcome[] = [];
  for (const { name, script } of checks) {
    say(name);
    outcomes.push({ name, passed: (await runProgram(['npm', 'run', '--silent', script])) === 0, suite: 'checks' });
  }
  return outcomes;
}

async function runVitest(
  project: 'unit' | 'http',
  suite: string,
  env: Record<string, string> = {},
): Promise<TestOutcome[]> {
  say(suite);
  const report = join(reports, `${suite.replaceAll(' ', '-')}.json`);
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', project, '--reporter=dot', '--reporter=json'];
  const status = await runProgram([node, ...args, `--outputFile.json=${report}`], env);
  return explainStatus(readVitestReport(report, suite), status, suite);
}

async function build(): Promise<TestOutcome[]> {
  const name = 'platform: the pages build';
  say(name);
  const passed = (await runProgram([node, 'lib/commands/bootstrap.mjs', 'build'])) === 0;
  return [{ name, passed, suite: 'build' }];
}

/** On the server when there is one, which is what most installations run on; else on the embedded database. */
async function runPages(): Promise<TestOutcome[]> {
  const suite = 'pages in Chromium';
  say(suite);
  const missing = ensureBrowser();
  if (missing !== null) return [{ name: missing, passed: false, suite }];
  const report = join(reports, 'pages.json');
  const status = await runProgram([node, 'node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'], {
    CAIRN_CHROMIUM: browserPath(),
    ...(serverUrl === '' ? {} : { CAIRN_TEST_DATABASE_URL: serverUrl }),
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  });
  return explainStatus(readPlaywrightReport(report, suite), status, suite);
}

/** A runner that ends badly although every test passed (an error between tests) counts as one failure. */
function explainStatus(outcomes: TestOutcome[], status: number, suite: string): TestOutcome[] {
  if (status === 0 || outcomes.some(({ passed }) => !passed)) return outcomes;
  return [...outcomes, { name: `${suite}: the runner ended with status ${String(status)}`, passed: false, suite }];
}

function say(line: string): void {
  process.stdout.write(`\n── ${line}\n`);
}

/** Runs every suite, keeps what ran for `npm run rows`, and ends with the line CI reads. */
async function main(): Promise<void> {
  const outcomes = [
    ...(withChecks ? await runChecks() : []),
    ...(await runVitest('unit', 'unit')),
    ...(await build()),
    ...(await runVitest('http', 'http on the embedded database')),
    ...(serverUrl === '' ? [] : await runVitest('http', 'http on PostgreSQL', { CAIRN_TEST_DATABASE_URL: serverUrl })),
    ...(await runPages()),
  ];
  rmSync(reports, { recursive: true, force: true });
  mkdirSync('node_modules/.cache', { recursive: true });
  writeFileSync(outcomesFile, JSON.stringify(outcomes));
  for (const { suite, name, firstFailure } of outcomes) {
    if (firstFailure !== undefined) say(`passed at the second try only, in ${suite}: ${name}\n${firstFailure}`);
  }
  const failed = outcomes.filter(({ passed }) => !passed);
  for (const { suite, name } of failed) say(`failed in ${suite}: ${name}`);
  process.stdout.write(`\n${String(outcomes.length - failed.length)} passed, ${String(failed.length)} failed\n`);
  process.exitCode = failed.length === 0 && outcomes.length > 0 ? 0 : 1;
}

await main();
