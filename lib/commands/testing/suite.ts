import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

/** One test as its runner reported it. */
export interface TestOutcome {
  readonly name: string;
  readonly passed: boolean;
  /** What went wrong at the first try of a test that passed at the second. */
  readonly firstFailure?: string | undefined;
  /** Which suite it ran in ("http on PostgreSQL"). */
  readonly suite: string;
}

const vitestReportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(
        z.object({
          ancestorTitles: z.array(z.string()),
          title: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

const playwrightSpecSchema = z.object({
  title: z.string(),
  ok: z.boolean(),
  tests: z.array(
    z.object({ results: z.array(z.object({ error: z.object({ message: z.string().optional() }).optional() })) }),
  ),
});

interface PlaywrightSuite {
  readonly specs?: readonly z.infer<typeof playwrightSpecSchema>[] | undefined;
  readonly suites?: readonly PlaywrightSuite[] | undefined;
}

const playwrightSuiteSchema: z.ZodType<PlaywrightSuite> = z.lazy(() =>
  z.object({
    specs: z.array(playwrightSpecSchema).optional(),
    suites: z.array(playwrightSuiteSchema).optional(),
  }),
);
const playwrightReportSchema = z.object({
  suites: z.array(playwrightSuiteSchema),
  errors: z.array(z.object({ message: z.string().optional() })).default([]),
});

/** Runs a program with its output passed through; resolves to its exit status. */
export function runProgram(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<number> {
  const [program = '', ...rest] = args;
  const child = spawn(program, rest, { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      resolve(code ?? 1);
    });
  });
}

/** Reads vitest's JSON report. A file that could not be loaded counts as one failed test. */
export function readVitestReport(path: string, suite: string): TestOutcome[] {
  if (!existsSync(path)) return [{ name: `${suite}: the runner ended without a report`, passed: false, suite }];
  const report = vitestReportSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  return report.testResults.flatMap((file): TestOutcome[] => {
    const ran = file.assertionResults.filter(({ status }) => status === 'passed' || status === 'failed');
    if (file.status === 'failed' && !ran.some(({ status }) => status === 'failed')) {
      return [{ name: `${file.name} could not be run`, passed: false, suite }];
    }
    return ran.map(({ ancestorTitles, title, status, failureMessages }) => {
      const name = [...ancestorTitles, title].filter((part) => part !== '').join(' > ');
      const passed = status === 'passed';
      return {
        name,
        passed,
        suite,
        ...(passed && failureMessages?.[0] !== undefined && { firstFailure: failureMessages[0] }),
      };
    });
  });
}

/** Reads Playwright's JSON report; an error outside any test counts as one failed test. */
export function readPlaywrightReport(path: string, suite: string): TestOutcome[] {
  if (!existsSync(path)) return [{ name: `${suite}: the runner ended without a report`, passed: false, suite }];
  const report = playwrightReportSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  const flatten = (node: PlaywrightSuite): TestOutcome[] => [
    ...(node.specs ?? []).map(({ title, ok, tests }) => {
      const [first] = tests.flatMap(({ results }) => results.flatMap(({ error }) => error?.message ?? []));
      return { name: title, passed: ok, suite, ...(ok && first !== undefined && { firstFailure: first }) };
    }),
    ...(node.suites ?? []).flatMap(flatten),
  ];
  const outside = report.errors.map(({ message }) => ({
    name: message ?? 'error outside a test',
    passed: false,
    suite,
  }));
  return [...report.suites.flatMap(flatten), ...outside];
}
