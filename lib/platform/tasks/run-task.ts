import type { Actor, Context } from '../context.ts';
import type { Database } from '../db/database.ts';
import { parseInput } from '../http/parse-input.ts';
import type { OrganizationId } from '../ids.ts';
import type { Logger } from '../log/log.ts';
import type { Mail } from '../mail/mail.ts';
import { problemCatalogue } from '../problems/catalogue.ts';
import { Problem } from '../problems/problem.ts';
import { RunningTask } from './running-task.ts';
import { enqueueTask, taskJobSchema } from './task-job.ts';
import type { TaskContext, TaskKind, TaskOutcome } from './task-kind.ts';
import type { TaskFailure } from './task.ts';
import {
  claimTaskRow,
  finishTaskRow,
  requeueHeldRow,
  type FinishedState,
  type RunScope,
  type TaskRow,
} from './tasks.sql.ts';

/** What the runner needs of the process it is in. */
export interface TaskRuntime {
  readonly db: Database;
  readonly log: Logger;
  readonly mail: Mail;
  readonly config: { readonly publicUrl: string };
  context(who: {
    readonly organizationId: OrganizationId;
    readonly actor: Actor;
    readonly requestId: string;
  }): Context;
}

export type AnyTaskKind = Pick<TaskKind, 'kind' | 'execute'>;

export interface TaskRunner {
  readonly runtime: TaskRuntime;
  readonly kinds: readonly AnyTaskKind[];
  /** Aborts when the process ends: running tasks go back to the queue at once. */
  readonly shutdown: AbortSignal;
}

/** The queue's job, as far as the runner cares. */
export interface TaskJob {
  readonly attempts: number;
  readonly max_attempts: number;
}

/**
 * Runs the task behind a job to its end, whatever that is: the outcome is in the task's row, and the job is done.
 * Throws only what the queue should try again later (a passing trouble, while runs are left).
 */
export async function runTask(runner: TaskRunner, payload: unknown, job: TaskJob): Promise<void> {
  const { runtime } = runner;
  const { organizationId, taskId } = parseInput(taskJobSchema, payload);
  const row = await claimTaskRow({ db: runtime.db, organizationId }, taskId);
  if (!row) return;
  const run: RunScope = { db: runtime.db, organizationId, taskId, attempt: row.attempt };
  const actor: Actor = { kind: 'system', label: `task ${row.kind}` };
  const ctx = runtime.context({ organizationId, actor, requestId: taskId });
  const running = new RunningTask(run, ctx.blobs, runtime.log);
  const onShutdown = () => { running.abort('shutdown'); };
  runner.shutdown.addEventListener('abort', onShutdown);
  if (runner.shutdown.aborted) onShutdown();
  running.start();
  try {
    await running.discardResult(row.attempt - 1);
    const taskCtx = taskContext(runtime, ctx, row, running);
    const outcome = await attempt(runner, row, taskCtx);
    await settle({ runner, run, ctx, running, row, job }, outcome);
  } finally {
    runner.shutdown.removeEventListener('abort', onShutdown);
    await running.finish();
  }
}

function taskContext(runtime: TaskRuntime, ctx: Context, row: TaskRow, running: RunningTask): TaskContext {
  return {
    ...ctx,
    task: {
      id: row.id,
      kind: row.kind,
      title: row.title,
      studyId: row.study_id,
      createdById: row.created_by_id,
      attempt: row.attempt,
    },
    signal: running.signal,
    mail: runtime.mail,
    publicUrl: runtime.config.publicUrl,
    progress: (done, total, message) => { running.progress(done, total, message); },
    logLine: (level, message) => { running.logLine(level, message); },
    saveResult: (name, content) => running.saveResult(name, content),
  };
}

type Attempt =
  { readonly ok: true; readonly outcome: TaskOutcome } | { readonly ok: false; readonly error: unknown };

async function attempt(runner: TaskRunner, row: TaskRow, taskCtx: TaskContext): Promise<Attempt> {
  try {
    const kind = runner.kinds.find((known) => known.kind === row.kind);
    if (!kind) {
      throw new Problem('internal', { detail: `This version of Cairn has no work of the kind "${row.kind}".` });
    }
    taskCtx.signal.throwIfAborted();
    const outcome = await kind.execute(taskCtx, row.input);
    taskCtx.signal.throwIfAborted();
    return { ok: true, outcome };
  } catch (error) {
    return { ok: false, error };
  }
}

interface Settlement {
  readonly runner: TaskRunner;
  readonly run: RunScope;
  readonly ctx: Context;
  readonly running: RunningTask;
  readonly row: TaskRow;
  readonly job: TaskJob;
}

/** Writes how the run ended. Order matters: a result file is dropped only after its row says there is none. */
async function settle(settlement: Settlement, attempted: Attempt): Promise<void> {
  const { running, runner, run } = settlement;
  await running.finish();
  if (attempted.ok && !running.signal.aborted) {
    const { result } = attempted.outcome;
    if (await finishTaskRow(run, { state: 'succeeded', result, file: running.result })) {
      await announce(settlement, attempted.outcome);
      return;
    }
    running.abort('lost');
  }
  const error = attempted.ok ? null : attempted.error;
  if (running.abortCause === 'stop') await finishUnlessLost(run, { state: 'stopped' });
  else if (running.abortCause === 'shutdown') await giveBack(settlement);
  else if (running.abortCause === null) await fail(settlement, error);
  await running.discardResult();
  if (running.abortCause === null && isPassing(error) && hasRunsLeft(settlement.job)) throw error;
  if (running.abortCause === 'lost') runner.runtime.log.warn({ taskId: run.taskId }, 'task was taken over by another worker');
}

async function fail({ runner, run, running, job, row }: Settlement, error: unknown): Promise<void> {
  const failure = toFailure(error);
  running.logLine('error', failure.detail);
  if (isPassing(error) && hasRunsLeft(job)) {
    await requeueHeldRow(run, `Tries again soon: ${failure.detail}`);
    return;
  }
  if (failure.code === 'internal') {
    runner.runtime.log.error({ err: error, taskId: run.taskId, kind: row.kind }, 'task failed');
  }
  await finishUnlessLost(run, { state: 'failed', failure });
}

async function finishUnlessLost(run: RunScope, end: FinishedState): Promise<void> {
  await finishTaskRow(run, end);
}

/** The worker ends: the task goes back, and a fresh job lets another worker start it at once. */
async function giveBack({ run, ctx }: Settlement): Promise<void> {
  await run.db.transaction(async () => {
    if (await requeueHeldRow(run, 'Waits for another worker: the one it was on was shut down.')) {
      await enqueueTask(ctx, run.taskId);
    }
  });
}

async function announce({ runner, run, running }: Settlement, outcome: TaskOutcome): Promise<void> {
  try {
    await outcome.announce?.();
  } catch (error) {
    runner.runtime.log.warn({ err: error, taskId: run.taskId }, 'task succeeded but its announcement failed');
    running.logLine('warning', 'The result is ready, but the message about it could not be sent.');
  }
}

/** Passing troubles (the catalogue's `retry`) are worth another run. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof Problem)) return false;
  const entry: { readonly retry?: boolean } = problemCatalogue[error.code];
  return entry.retry === true;
}

function hasRunsLeft(job: TaskJob): boolean {
  return job.attempts < job.max_attempts;
}

function toFailure(error: unknown): TaskFailure {
  if (error instanceof Problem) return { code: error.code, detail: error.message };
  return { code: 'internal', detail: 'Something went wrong on our side; the log of the worker names the cause.' };
}

