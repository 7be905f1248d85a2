import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { Actor, Context } from '#lib/platform/context.ts';
import { sql } from '#lib/platform/db/sql.ts';
import type { TaskId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import {
  defineTaskKind,
  getTask,
  listTaskLog,
  listTasks,
  openTaskResult,
  retryTask,
  startTask,
  stopTask,
} from '#lib/platform/tasks/index.ts';
import { sweepStaleTasks } from '#lib/platform/tasks/sweep-tasks.ts';
import { openPassiveTest, type PassiveTest } from '../harness/passive.ts';
import { runTasks } from '../harness/tasks.ts';
import { anotherStudy, aPerson, type Tenant } from '../harness/tenant.ts';

let test: PassiveTest;
let tenant: Tenant;
/** What the kind under test does next. */
let work: (ctx: Parameters<typeof probe.execute>[0], input: { word: string }) => Promise<object | void>;

const probe = defineTaskKind({
  kind: 'tests.probe',
  inputSchema: z.object({ word: z.string() }),
  run: (ctx, input): Promise<object | void> => work(ctx, input),
});

beforeAll(async () => {
  test = await openPassiveTest();
  tenant = await test.aTenant();
});
afterAll(() => test.close());

const as = (actor: Actor): Context =>
  test.runtime.context({ organizationId: tenant.organizationId, actor, requestId: 'a request' });
const owner = () => as(aPerson(['tasks.read', 'tasks.manage']));
const start = (ctx: Context, word = 'x') =>
  startTask(ctx, { kind: probe, title: `Probe ${word}`, studyId: tenant.studyId, input: { word } });
const run = (shutdown?: AbortSignal) => runTasks(test.runtime, { kinds: [probe], ...(shutdown && { shutdown }) });

async function bytesOf(ctx: Context, taskId: TaskId, range?: { start: number; end: number }): Promise<string> {
  const file = await openTaskResult(ctx, { taskId });
  return Buffer.concat(await (await file.open(range)).toArray()).toString();
}

/** Makes the holder of a running task look long silent. */
const silence = (taskId: TaskId) =>
  test.runtime.db.execute(sql`UPDATE tasks SET heartbeat_at = now() - interval '1 hour'
    WHERE organization_id = ${tenant.organizationId} AND id = ${taskId}`);

/** The queue waits longer after each try; a test does not. */
const hurry = () =>
  test.runtime.db.execute(sql`
    SELECT graphile_worker.reschedule_jobs(ARRAY(SELECT id FROM graphile_worker.jobs)::bigint[], run_at => now())`);

describe('platform: a task', () => {
  it('platform: runs with progress, log, result and result file', async () => {
    const ctx = owner();
    work = async (task, { word }) => {
      task.progress(3, 10, 'going');
      task.logLine('info', `the word is ${word}`);
      await task.saveResult('words.txt', Buffer.from('twelve bytes'));
      return { word };
    };
    const id = await start(ctx, 'stone');
    expect(await getTask(ctx, id)).toMatchObject({ state: 'queued', attempt: 0, can: { stop: true, retry: false } });
    await run();
    expect(await getTask(ctx, id)).toMatchObject({
      state: 'succeeded',
      attempt: 1,
      progress: { done: 3, total: 10 },
      message: 'going',
      result: { word: 'stone' },
      resultFile: { name: 'words.txt', sizeBytes: 12 },
      can: { stop: false, retry: false, download: true },
    });
    const log = await listTaskLog(ctx, { taskId: id });
    expect(log.items.map((line) => line.message)).toEqual(['the word is stone']);
    expect((await listTaskLog(ctx, { taskId: id, cursor: log.next })).items).toEqual([]);
    expect(await bytesOf(ctx, id)).toBe('twelve bytes');
    expect(await bytesOf(ctx, id, { start: 7, end: 11 })).toBe('bytes');
  });

  it('platform: starts with the change that causes it, or not at all', async () => {
    const ctx = owner();
    let id: TaskId | undefined;
    const undone = ctx.db.transaction(async () => {
      id = await start(ctx);
      throw new Error('the change fails');
    });
    await expect(undone).rejects.toThrow('the change fails');
    await expect(getTask(ctx, id!)).rejects.toMatchObject({ code: 'not_found' });
    work = () => Promise.reject(new Error('nothing should run'));
    await run();
    const wrong = startTask(ctx, { kind: probe, title: 'wrong', input: { word: 7 } as never });
    await expect(wrong).rejects.toMatchObject({ code: 'input_invalid' });
  });

  it('platform: that fails says why, leaves no file, and runs again from the start when a person asks', async () => {
    const ctx = owner();
    work = async (task) => {
      await task.saveResult('half.txt', Buffer.from('half'));
      throw new Problem('state_conflict', { detail: 'The moon is full.' });
    };
    const id = await start(ctx);
    await run();
    const failed = await getTask(ctx, id);
    expect(failed).toMatchObject({ state: 'failed', error: { code: 'state_conflict', detail: 'The moon is full.' } });
    expect(failed).toMatchObject({ resultFile: null, can: { retry: true, download: false } });
    // Whoever sees that it failed finds all that it logged: transactions are numbered in their order.
    const order = await test.runtime.db.query(
      z.object({ isLoggedBefore: z.boolean() }),
      sql`SELECT l.xmin::text::bigint < t.xmin::text::bigint AS "isLoggedBefore" FROM tasks t
        JOIN task_log_lines l ON l.organization_id = t.organization_id AND l.task_id = t.id AND l.level = 'error'
        WHERE t.organization_id = ${tenant.organizationId} AND t.id = ${id}`,
    );
    expect(order).toEqual([{ isLoggedBefore: true }]);
    await expect(openTaskResult(ctx, { taskId: id })).rejects.toMatchObject({ code: 'not_found' });
    work = () => Promise.resolve({ done: true });
    expect(await retryTask(ctx, id)).toMatchObject({ state: 'queued', error: null });
    await run();
    expect(await getTask(ctx, id)).toMatchObject({ state: 'succeeded', attempt: 2, error: null });
    await expect(retryTask(ctx, id)).rejects.toMatchObject({ code: 'state_conflict' });
  });

  it('platform: tells nobody what a fault of ours was, but the log of the worker', async () => {
    const ctx = owner();
    work = () => Promise.reject(new Error('secret at 10.0.0.7'));
    const id = await start(ctx);
    await run();
    const { error } = await getTask(ctx, id);
    expect(error).toMatchObject({ code: 'internal' });
    expect(error?.detail).not.toContain('10.0.0.7');
  });

  it('platform: tries a passing trouble again by itself', async () => {
    const ctx = owner();
    work = () => Promise.reject(new Problem('storage_unavailable'));
    const id = await start(ctx);
    await run();
    expect(await getTask(ctx, id)).toMatchObject({ state: 'queued', error: null });
    work = () => Promise.resolve({ done: true });
    await vi.waitFor(async () => {
      await hurry();
      await run();
      expect(await getTask(ctx, id)).toMatchObject({ state: 'succeeded', attempt: 2 });
    }, 10_000);
  });
});

describe('platform: stopping a task', () => {
  it('platform: ends a running one long before its work would, with no file left', async () => {
    const ctx = owner();
    let isRunning = false;
    work = async (task) => {
      await task.saveResult('half.txt', Buffer.from('half'));
      isRunning = true;
      await wait(60_000, undefined, { signal: task.signal });
    };
    const id = await start(ctx);
    const worker = run();
    await vi.waitFor(() => {
      expect(isRunning).toBe(true);
    }, 10_000);
    expect(await stopTask(ctx, id)).toMatchObject({ state: 'running', can: { stop: false } });
    await worker;
    expect(await getTask(ctx, id)).toMatchObject({ state: 'stopped', resultFile: null, can: { retry: true } });
    await expect(test.runtime.blobs.size(`${tenant.organizationId}/tasks/${id}/1`)).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('platform: ends a waiting one at once, for good', async () => {
    const ctx = owner();
    work = () => Promise.reject(new Error('it was stopped'));
    const id = await start(ctx);
    expect(await stopTask(ctx, id)).toMatchObject({ state: 'stopped' });
    await run();
    expect(await getTask(ctx, id)).toMatchObject({ state: 'stopped', attempt: 0 });
    await expect(stopTask(ctx, id)).rejects.toMatchObject({ code: 'state_conflict' });
  });

  it('platform: is written to the audit log, as is running again and downloading', async () => {
    const ctx = owner();
    work = (task) => task.saveResult('a.txt', Buffer.from('a'));
    const id = await start(ctx);
    await stopTask(ctx, id);
    await retryTask(ctx, id);
    await run();
    await openTaskResult(ctx, { taskId: id });
    await openTaskResult(ctx, { taskId: id, isContinuation: true });
    const events = await ctx.db.query(
      z.object({ action: z.string(), actor_label: z.string() }),
      sql`SELECT action, actor_label FROM audit_events WHERE organization_id = ${tenant.organizationId}
          AND subject_id = ${id} ORDER BY at, id`,
    );
    expect(events.map((event) => event.action)).toEqual(['task.stop', 'task.retry', 'task.download']);
    expect(events[0]?.actor_label).toBe('Ada Person');
  });
});

describe('platform: a worker that ends', () => {
  it('platform: gives its task back at once when it is shut down', async () => {
    const ctx = owner();
    const shutdown = new AbortController();
    work = async (task) => {
      shutdown.abort();
      await wait(60_000, undefined, { signal: task.signal });
    };
    const id = await start(ctx);
    await run(shutdown.signal);
    expect(await getTask(ctx, id)).toMatchObject({ state: 'queued', attempt: 1 });
    work = () => Promise.resolve({ done: true });
    await hurry();
    await run();
    expect(await getTask(ctx, id)).toMatchObject({ state: 'succeeded', attempt: 2 });
  });

  it('platform: without a word has its task taken over; what it still does changes nothing', async () => {
    const ctx = owner();
    let release = (): void => undefined;
    let runs = 0;
    work = async (task) => {
      runs += 1;
      if (runs > 1) return { by: 'the second' };
      await new Promise<void>((resolve) => (release = resolve));
      await task.saveResult('late.txt', Buffer.from('late'));
      return { by: 'the first' };
    };
    const id = await start(ctx);
    const first = run();
    await vi.waitFor(() => {
      expect(runs).toBe(1);
    }, 10_000);
    await silence(id);
    // Its beat would say it is alive: freed before the next one.
    await vi.waitFor(async () => {
      await silence(id);
      expect(await sweepStaleTasks(test.runtime)).toBe(1);
    }, 10_000);
    await run();
    release();
    await first;
    expect(await getTask(ctx, id)).toMatchObject({
      state: 'succeeded',
      attempt: 2,
      result: { by: 'the second' },
      resultFile: null,
    });
  });

  it('platform: five times over the same task fails it, and a person may still try again', async () => {
    const ctx = owner();
    const id = await start(ctx);
    for (let death = 0; death < 5; death += 1) {
      // A worker takes the job and the task, and is killed.
      await test.runtime.db.execute(sql`UPDATE graphile_worker._private_jobs SET locked_by = 'dead', locked_at = now(),
        attempts = attempts + 1 WHERE key = ${`task:${id}`}`);
      await test.runtime.db.execute(sql`UPDATE tasks SET state = 'running', attempt = attempt + 1
        WHERE organization_id = ${tenant.organizationId} AND id = ${id}`);
      await silence(id);
      expect(await sweepStaleTasks(test.runtime)).toBe(1);
    }
    expect(await getTask(ctx, id)).toMatchObject({ state: 'failed', error: { code: 'task_worker_lost' } });
    work = () => Promise.resolve({ done: true });
    await retryTask(ctx, id);
    await run();
    expect(await getTask(ctx, id)).toMatchObject({ state: 'succeeded' });
  });

  it('platform: stops a task instead, when a person had asked for that', async () => {
    const ctx = owner();
    const id = await start(ctx);
    await test.runtime.db.execute(sql`UPDATE tasks SET state = 'running', attempt = 1, stop_requested_at = now()
      WHERE organization_id = ${tenant.organizationId} AND id = ${id}`);
    await silence(id);
    await sweepStaleTasks(test.runtime);
    expect(await getTask(ctx, id)).toMatchObject({ state: 'stopped' });
    work = () => Promise.reject(new Error('it was stopped'));
    await run();
    expect(await getTask(ctx, id)).toMatchObject({ state: 'stopped', attempt: 1 });
  });
});

describe('platform: who sees a task', () => {
  it('platform: its maker, and those with tasks.read in its study; to others it is not there', async () => {
    const maker = as(aPerson([]));
    const id = await start(maker);
    const other = await anotherStudy(test.runtime.db, tenant);
    const here = as(aPerson(['tasks.read'], tenant.studyId));
    const there = as(aPerson(['tasks.read'], other.studyId));
    expect(await getTask(maker, id)).toMatchObject({ can: { stop: true } });
    expect(await getTask(here, id)).toMatchObject({ can: { stop: false } });
    await expect(getTask(there, id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(stopTask(here, id)).rejects.toMatchObject({ code: 'permission_missing' });
    await expect(stopTask(there, id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(listTaskLog(there, { taskId: id })).rejects.toMatchObject({ code: 'not_found' });
    const ids = async (ctx: Context) => (await listTasks(ctx)).items.map((task) => task.id);
    expect(await ids(maker)).toEqual([id]);
    expect(await ids(here)).toContain(id);
    expect(await ids(there)).not.toContain(id);
    await stopTask(maker, id);
  });

  it('platform: a result may ask for a permission of its own', async () => {
    const maker = as(aPerson(['passive.export']));
    const id = await startTask(maker, {
      kind: probe,
      title: 'guarded',
      studyId: tenant.studyId,
      input: { word: 'x' },
      resultVerb: 'passive.export',
    });
    work = (task) => task.saveResult('a.txt', Buffer.from('a'));
    await run();
    const watcher = as(aPerson(['tasks.read']));
    expect(await getTask(watcher, id)).toMatchObject({ state: 'succeeded', can: { download: false } });
    await expect(openTaskResult(watcher, { taskId: id })).rejects.toMatchObject({ code: 'permission_missing' });
    expect(await bytesOf(maker, id)).toBe('a');
  });

  it('platform: the list goes on where it stopped, newest first, each once', async () => {
    const maker = as(aPerson([]));
    const ids: TaskId[] = [];
    for (let index = 0; index < 5; index += 1) ids.push(await start(maker, String(index)));
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listTasks>> = await listTasks(maker, { cursor, limit: 2 });
      seen.push(...page.items.map((task) => task.id));
      cursor = page.next;
    } while (cursor);
    expect([...seen].sort()).toEqual([...ids].sort());
    expect((await listTasks(maker, { states: ['failed'] })).items).toEqual([]);
    await expect(listTasks(maker, { cursor: 'nonsense' })).rejects.toMatchObject({ code: 'cursor_invalid' });
    for (const id of ids) await stopTask(maker, id);
  });
});
