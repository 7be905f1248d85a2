import type { Config } from '../config/config.ts';
import type { Actor, Context } from '../context.ts';
import type { Database } from '../db/database.ts';
import { parseInput } from '../http/parse-input.ts';
import type { OrganizationId } from '../ids.ts';
import type { Logger } from '../log/log.ts';
import type { Mail } from '../mail/mail.ts';
import { problemCatalogue } from '../problems/catalogue.ts';
import { Problem } from '../problems/problem.ts';
import type { PushSenders } from '../push/push-sender.ts';
import { toProblem } from '../problems/to-problem.ts';
import { RunningTask } from './running-task.ts';
import { enqueueTask, taskJobSchema } from './task-job.ts';
import type { TaskContext, TaskKind, TaskOutcome } from './task-kind.ts';
import type { TaskFailure } from './task.ts';
import { claimTaskRow, finishTaskRow, requeueHeldRow, type RunScope, type TaskRow } from './tasks.sql.ts';

/** What the runner needs of the process it is in. */
export interface TaskRuntime {
  readonly db: Database;
  readonly log: Logger;
  readonly mail: Mail;
  readonly push: PushSenders;
  readonly config: Pick<Config, 'publicUrl' | 'locale' | 'secret'>;
  context(who: { readonly organizationId: OrganizationId; readonly actor: Actor; readonly requestId: string }): Context;
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
  const actor: Actor = { kind: 'system', label: 'task' };
  const ctx = runtime.context({ organizationId, actor, requestId: taskId });
  const isShuttingDown = () => runner.shutdown.aborted;
  if (isShuttingDown()) {
    await enqueueTask(ctx, taskId, 'givenBack');
    return;
  }
  const row = await claimTaskRow({ db: runtime.db, organizationId }, taskId);
  if (!row) return;
  const run: RunScope = { db: runtime.db, organizationId, taskId, attempt: row.attempt };
  const running = new RunningTask(run, ctx.blobs, runtime.log);
  const onShutdown = () => {
    running.abort('shutdown');
  };
  runner.shutdown.addEventListener('abort', onShutdown);
  if (isShuttingDown()) onShutdown();
  running.start();
  try {
    await running.discardResult(row.attempt - 1);
    const taskCtx = taskContext(runtime, ctx, { row, running });
    const outcome = await attempt(runner, row, taskCtx);
    await settle({ runner, run, ctx, running, row, job }, outcome);
  } finally {
    runner.shutdown.removeEventListener('abort', onShutdown);
    await running.finish();
  }
}

interface Held {
  readonly row: TaskRow;
  readonly running: RunningTask;
}

function taskContext(runtime: TaskRuntime, ctx: Context, { row, running }: Held): TaskContext {
  return {
    ...ctx,
    task: {
      id: row.id,
      kind: row.kind,
      title: row.title,
      studyId: row.study_id,
      createdBy:
        row.created_by_email === null ? null : { name: row.created_by_name ?? '', email: row.created_by_email },
      attempt: row.attempt,
    },
    signal: running.signal,
    mail: runtime.mail,
    push: runtime.push,
    publicUrl: runtime.config.publicUrl,
    locale: runtime.config.locale,
    secret: runtime.config.secret,
    progress: (done, total, message) => {
      running.progress(done, total, message);
    },
    logLine: (level, message) => {
      running.logLine(level, message);
    },
    saveResult: (name, content, options) => running.saveResult(name, content, options),
  };
}

type Attempt = { readonly ok: true; readonly outcome: TaskOutcome } | { readonly ok: false; readonly problem: Problem };

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
    return { ok: false, problem: toProblem(error) };
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

/**
 * Writes how the run ended. Order matters: its log is whole before its row says that it ended, and a result file is dropped only
 * after its row says there is none.
 */
async function settle(settlement: Settlement, attempted: Attempt): Promise<void> {
  const { running, runner, run } = settlement;
  if (!attempted.ok && !running.signal.aborted) running.logLine('error', toFailure(attempted.problem).detail);
  await running.finish();
  if (attempted.ok && !running.signal.aborted) {
    const { result } = attempted.outcome;
    if (await finishTaskRow(run, { state: 'succeeded', result, file: running.result })) {
      await announce(settlement, attempted.outcome);
      return;
    }
    running.abort('lost');
  }
  const cause = running.abortCause;
  if (cause === null && !attempted.ok) {
    await fail(settlement, attempted.problem);
    return;
  }
  if (cause === 'stop') await finishTaskRow(run, { state: 'stopped' });
  if (cause === 'shutdown') await giveBack(settlement);
  await running.discardResult();
  if (cause === 'lost') runner.runtime.log.warn({ taskId: run.taskId }, 'task was taken over by another worker');
}

/** Throws a passing trouble while runs are left, so that the queue tries again later. */
async function fail({ runner, run, running, job, row }: Settlement, problem: Problem): Promise<void> {
  const failure = toFailure(problem);
  if (isPassing(problem) && job.attempts < job.max_attempts) {
    await requeueHeldRow(run, `Tries again soon: ${failure.detail}`);
    await running.discardResult();
    throw problem;
  }
  if (problem.code === 'internal') {
    runner.runtime.log.error({ err: problem.cause ?? problem, taskId: run.taskId, kind: row.kind }, 'task failed');
  }
  const file = running.isResultKeptOnFailure ? running.result : null;
  await finishTaskRow(run, { state: 'failed', failure, file });
  if (file === null) await running.discardResult();
}

/** The worker ends: the task goes back, and a fresh job lets another worker start it at once. */
async function giveBack({ run, ctx }: Settlement): Promise<void> {
  await run.db.transaction(async () => {
    if (await requeueHeldRow(run, 'Waits for another worker: the one it was on was shut down.')) {
      await enqueueTask(ctx, run.taskId, 'givenBack');
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
function isPassing(problem: Problem): boolean {
  const entry = problemCatalogue[problem.code];
  return 'retry' in entry && entry.retry;
}

function toFailure(problem: Problem): TaskFailure {
  const isOurs = problem.code === 'internal' && problem.cause !== undefined;
  const detail = isOurs ? 'Something went wrong on our side; the log of the worker names the cause.' : problem.message;
  return { code: problem.code, detail };
}
