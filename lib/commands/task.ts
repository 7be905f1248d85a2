import { z } from 'zod';
import { findOrganizationNamed } from '#lib/accounts/index.ts';
import type { Context } from '#lib/platform/context.ts';
import type { TaskId } from '#lib/platform/ids.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { getTask, listTaskLog, listTasks, stopTask, type Task } from '#lib/platform/tasks/index.ts';
import { commandContext, defineCommand } from './command.ts';

const organizationOption = { org: { type: 'string' } } as const;
const organizationSchema = z.string().min(1).nullable().default(null);
const oneTaskSchema = z.strictObject({
  id: z.uuid('give the id of a task; `cairn task list` shows them').transform((text) => text as TaskId),
  org: organizationSchema,
});

async function contextIn(runtime: Runtime, organization: string | null): Promise<Context> {
  return commandContext(runtime, (await findOrganizationNamed(runtime, organization)).id);
}

function describe(task: Task): string {
  const { done, total } = task.progress;
  const progress = total === null ? String(done) : `${String(done)}/${String(total)}`;
  return `${task.id}  ${task.state.padEnd(9)}  ${progress.padStart(12)}  ${task.createdAt.toISOString()}  ${task.title}`;
}

const list = defineCommand({
  name: 'task list',
  usage: '[--org N]',
  summary: 'The newest background tasks of an organization.',
  options: organizationOption,
  inputSchema: z.strictObject({ org: organizationSchema }),
  async run(runtime, { org }) {
    const { items } = await listTasks(await contextIn(runtime, org));
    return { data: { items }, text: items.length === 0 ? 'There are no tasks.' : items.map(describe).join('\n') };
  },
});

const show = defineCommand({
  name: 'task show',
  usage: 'ID [--org N]',
  summary: 'One task with its log.',
  options: organizationOption,
  positionals: ['id'],
  inputSchema: oneTaskSchema,
  async run(runtime, { id, org }) {
    const ctx = await contextIn(runtime, org);
    const task = await getTask(ctx, id);
    const { items: log } = await listTaskLog(ctx, { taskId: id });
    const lines = log.map((line) => `  ${line.at.toISOString()}  ${line.level.padEnd(7)}  ${line.message}`);
    const ending = task.error ? [`  ${task.error.code}: ${task.error.detail}`] : [];
    return { data: { task, log }, text: [describe(task), ...lines, ...ending].join('\n') };
  },
});

const stop = defineCommand({
  name: 'task stop',
  usage: 'ID [--org N]',
  summary: 'Asks a task to stop; what it has done so far stays or is undone as the task says.',
  options: organizationOption,
  positionals: ['id'],
  inputSchema: oneTaskSchema,
  async run(runtime, { id, org }) {
    const task = await stopTask(await contextIn(runtime, org), id);
    return { data: { task }, text: task.state === 'stopped' ? 'The task is stopped.' : 'The task was asked to stop.' };
  },
});

export const taskCommands = [list, show, stop];
