import { parseArgs } from 'node:util';
import { loadConfig } from '#lib/platform/config/config.ts';
import { withPlatformAddress } from '#lib/platform/config/platform-address.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { openRuntime, type Runtime } from '#lib/platform/runtime.ts';
import { UsageError, type Command, type Outcome } from './command.ts';
import { commands } from './commands.ts';

/** Exit statuses: done; not done; not understood. */
const status = { done: 0, failed: 1, misunderstood: 2 } as const;

interface ParsedWords {
  readonly values: Readonly<Record<string, unknown>>;
  readonly positionals: readonly string[];
}

async function main(words: readonly string[]): Promise<number> {
  const isJson = words.includes('--json');
  const given = words.filter((word) => word !== '--json');
  if (given.length === 0 || given[0] === 'help' || given[0] === '--help') return tellHelp(given[1]);
  let runtime: Promise<Runtime> | undefined;
  try {
    const { command, rest } = findCommand(given);
    const outcome = await command.parseAndRun(() => (runtime ??= openCommandRuntime()), parseWords(command, rest));
    tell(outcome, isJson);
    return outcome.failed ? status.failed : status.done;
  } catch (error) {
    return tellFailure(error, isJson);
  } finally {
    // A runtime that did not open was told above.
    const [opened] = await Promise.allSettled([runtime]);
    if (opened.status === 'fulfilled') await opened.value?.close();
  }
}

/** Log lines would mix with what the command says; only trouble is told, unless more was asked for. */
function openCommandRuntime(): Promise<Runtime> {
  return openRuntime({
    process: 'command',
    config: loadConfig({ CAIRN_LOG_LEVEL: 'error', ...withPlatformAddress(process.env) }),
  });
}

function findCommand(words: readonly string[]): { command: Command; rest: string[] } {
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(' ');
    const command = commands.find((candidate) => candidate.name === name);
    if (command) return { command, rest: words.slice(length) };
  }
  throw new UsageError(`There is no command "${words.slice(0, 2).join(' ')}". \`${helpFor(words[0])}\` lists them.`);
}

/** The shortest list that holds what was meant. */
function helpFor(noun = ''): string {
  return commands.some((command) => command.name.split(' ')[0] === noun) ? `cairn help ${noun}` : 'cairn help';
}

function parseWords(command: Command, rest: string[]): Record<string, unknown> {
  try {
    const { values, positionals }: ParsedWords = parseArgs({
      args: rest,
      options: { ...command.options },
      allowPositionals: true,
      strict: true,
    });
    return { ...values, ...namePositionals(command, positionals) };
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\nUsage: cairn ${command.name} ${command.usage}`);
  }
}

/** Words by name; the last name of a command that takes many has every word from there on. */
function namePositionals(
  { positionals: names = [], takesMany }: Pick<Command, 'positionals' | 'takesMany'>,
  words: readonly string[],
): Record<string, unknown> {
  const rest = takesMany === true ? (names.at(-1) ?? null) : null;
  const single = rest === null ? names : names.slice(0, -1);
  if (rest === null && words.length > names.length)
    throw new UsageError(`"${words[names.length] ?? ''}" is one word too many.`);
  const named = Object.fromEntries(words.slice(0, single.length).map((word, index) => [single[index] ?? '', word]));
  const others = words.slice(single.length);
  return rest === null || others.length === 0 ? named : { ...named, [rest]: others };
}

function tell(outcome: Outcome, isJson: boolean): void {
  process.stdout.write(isJson ? `${JSON.stringify(outcome.data)}\n` : `${outcome.text}\n`);
}

function tellFailure(error: unknown, isJson: boolean): number {
  const failure = describeFailure(error);
  if (isJson) process.stdout.write(`${JSON.stringify({ error: failure })}\n`);
  process.stderr.write(`${failure.message}\n`);
  return failure.code === 'usage' ? status.misunderstood : status.failed;
}

function describeFailure(error: unknown): { code: string; message: string; fields?: Readonly<Record<string, string>> } {
  if (error instanceof UsageError) return { code: 'usage', message: error.message };
  if (error instanceof Problem) {
    const fields = Object.entries(error.fields ?? {}).map(([name, text]) => `  ${name}: ${text}`);
    // The configuration's own message lists its fields already.
    const lines = error.code === 'config_invalid' ? [error.message] : [error.message, ...fields];
    return { code: error.code, message: lines.join('\n'), ...(error.fields && { fields: error.fields }) };
  }
  return { code: 'internal', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

function tellHelp(noun: string | undefined): number {
  const listed = commands.filter((command) => noun === undefined || command.name.split(' ')[0] === noun);
  if (listed.length === 0) return tellFailure(new UsageError(`There is no command "${noun ?? ''}".`), false);
  const lines = listed.map((command) => `  cairn ${command.name} ${command.usage}\n      ${command.summary}`);
  const heading =
    'npm run cairn -- <command> [--json]\n\nCommands work while the platform runs, and when it does not.\n';
  process.stdout.write(`${heading}\n${lines.join('\n')}\n`);
  return status.done;
}

process.exit(await main(process.argv.slice(2)));
