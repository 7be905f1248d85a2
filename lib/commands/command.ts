import type { ParseArgsOptionDescriptor } from 'node:util';
import type { z } from 'zod';
import { newId, type OrganizationId } from '#lib/platform/ids.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Runtime } from '#lib/platform/runtime.ts';

/** What a command did. */
export interface Outcome {
  /** For `--json`: one JSON value. */
  readonly data: unknown;
  /** For the person at the terminal. */
  readonly text: string;
  /** Not what was asked for: the exit status is 1. */
  readonly failed?: true;
}

/** One command of `npm run cairn --`, as its file declares it. */
export interface CommandDeclaration<Input> {
  /** `noun verb`, or one word. */
  readonly name: string;
  /** Its arguments as the help shows them. */
  readonly usage: string;
  /** What it does, in one line. */
  readonly summary: string;
  /** Options as node:util's parseArgs knows them; `--name` becomes the member `name` of the input. */
  readonly options?: Readonly<Record<string, ParseArgsOptionDescriptor>>;
  /** Members of the input that come without an option, in order. */
  readonly positionals?: readonly string[];
  /** The last of them is a list: it takes every word that follows. */
  readonly takesMany?: true;
  /** Parses the words given; its messages are what the person reads. */
  readonly inputSchema: z.ZodType<Input>;
  readonly run: (runtime: Runtime, input: Input) => Promise<Outcome>;
}

/** A command whose input is still unknown to the router. */
export interface Command extends Omit<CommandDeclaration<never>, 'inputSchema' | 'run'> {
  parseAndRun(runtime: () => Promise<Runtime>, words: Readonly<Record<string, unknown>>): Promise<Outcome>;
}

/** Wrong words on the command line. */
export class UsageError extends Error {}

/**
 * Declares a command; list it in commands.ts. Wrong words are told before any database is opened, as a
 * {@link UsageError}.
 */
export function defineCommand<Input>(declaration: CommandDeclaration<Input>): Command {
  const { inputSchema, run, ...described } = declaration;
  return {
    ...described,
    async parseAndRun(openRuntime, words) {
      const input = readWords(inputSchema, described, words);
      return run(await openRuntime(), input);
    },
  };
}

/** A command that works on files alone: no configuration, no database. */
interface OfflineDeclaration<Input> extends Omit<CommandDeclaration<Input>, 'run'> {
  readonly run: (input: Input) => Promise<Outcome>;
}

/** Declares a command that opens nothing of the platform; list it in commands.ts. */
export function defineOfflineCommand<Input>(declaration: OfflineDeclaration<Input>): Command {
  const { inputSchema, run, ...described } = declaration;
  return {
    ...described,
    async parseAndRun(_openRuntime, words) {
      return run(readWords(inputSchema, described, words));
    },
  };
}

type Described = Pick<Command, 'name' | 'usage' | 'positionals'>;

/** Throws {@link UsageError}. */
function readWords<Input>(
  schema: z.ZodType<Input>,
  { name, usage, positionals = [] }: Described,
  words: Readonly<Record<string, unknown>>,
): Input {
  const input = schema.safeParse(words);
  if (input.success) return input.data;
  const lines = input.error.issues.map(({ path: [first = ''], message }) => {
    const word = String(first);
    const asTyped = positionals.includes(word) ? word.toUpperCase() : `--${word}`;
    // What the schema says of a word that is not there speaks of types; what a command says itself speaks to people.
    const isPlain = words[word] === undefined && message.startsWith('Invalid input');
    return `  ${asTyped}: ${isPlain ? 'is missing.' : message}`;
  });
  throw new UsageError(`These words cannot be used:\n${lines.join('\n')}\nUsage: cairn ${name} ${usage}`);
}

/** The context of a command in an organization: whoever holds the machine holds every permission. */
export function commandContext(runtime: Runtime, organizationId: OrganizationId): Context {
  return runtime.context({ organizationId, actor: { kind: 'system', label: 'command line' }, requestId: newId() });
}
