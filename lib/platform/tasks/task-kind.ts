import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { Context } from '../context.ts';
import { parseInput } from '../http/parse-input.ts';
import type { Locale } from '../i18n/locales.ts';
import type { StudyId, TaskId } from '../ids.ts';
import type { Mail } from '../mail/mail.ts';
import type { PushSenders } from '../push/push-sender.ts';
import type { LogLevel } from './task.ts';

/** What a running task gets: a use-case's context, and the ways to tell the person watching how it goes. */
export interface TaskContext extends Context {
  readonly task: {
    readonly id: TaskId;
    readonly kind: string;
    readonly title: string;
    readonly studyId: StudyId | null;
    /** The person who started it; null for a token or the system itself. */
    readonly createdBy: { readonly name: string; readonly email: string } | null;
    /** 1 for the first run; higher after a retry or a take-over. */
    readonly attempt: number;
  };
  /** Aborts when a person stops the task, the worker shuts down or another worker has taken over. */
  readonly signal: AbortSignal;
  readonly mail: Mail;
  readonly push: PushSenders;
  /** Address of the platform as people type it, without a slash at the end. */
  readonly publicUrl: string;
  /** Language of this installation, for people who have chosen none. */
  readonly locale: Locale;
  /** Opens what is sealed in the database. */
  readonly secret: string;
  /** Free to call per item: kept in memory and written once a second. */
  progress(done: number, total: number | null, message?: string): void;
  /** One line of the log kept with the task; written within a second. */
  logLine(level: LogLevel, message: string): void;
  /**
   * Stores the result file, one per task. It becomes visible when the run returns; a run that is stopped leaves none,
   * nor does one that fails, unless told to. Throws what the stream throws, or `storage_unavailable`.
   */
  saveResult(name: string, content: Readable | Uint8Array, options?: SaveResultOptions): Promise<void>;
}

export interface SaveResultOptions {
  /** The file is whole and worth having although the run fails: it says itself what it lacks. */
  readonly isKeptOnFailure?: boolean;
}

export interface TaskKindDefinition<Input, Result extends object | void> {
  /** `noun.verb`, never reused for something else: rows outlive versions. */
  readonly kind: string;
  /** Parses the input as it comes back from JSON. */
  readonly inputSchema: z.ZodType<Input>;
  /** Does the work. Must be safe to run again from the start: a killed worker's task is taken over by another. */
  readonly run: (ctx: TaskContext, input: Input) => Promise<Result>;
  /** Tells people, once the result is recorded. Failing here is logged and changes nothing. */
  readonly afterSuccess?: (ctx: TaskContext, input: Input, result: Result) => Promise<void>;
}

/** One sort of background work, as {@link startTask} and the worker know it. */
export interface TaskKind<Input = never> {
  readonly kind: string;
  readonly inputSchema: z.ZodType<Input>;
  /** Runs it on input from the database; gives the result and what is to be done once that is recorded. */
  readonly execute: (ctx: TaskContext, rawInput: unknown) => Promise<TaskOutcome>;
}

export interface TaskOutcome {
  readonly result: object | null;
  readonly announce: (() => Promise<void>) | null;
}

/** Declares a sort of background work; list it in jobs/task-list.ts so that workers run it. */
export function defineTaskKind<Input, Result extends object | void>(
  definition: TaskKindDefinition<Input, Result>,
): TaskKind<Input> {
  const { kind, inputSchema, run, afterSuccess } = definition;
  return {
    kind,
    inputSchema,
    async execute(ctx, rawInput) {
      const input = parseInput(inputSchema, rawInput);
      const result = await run(ctx, input);
      return {
        result: result ?? null,
        announce: afterSuccess ? () => afterSuccess(ctx, input, result) : null,
      };
    },
  };
}
