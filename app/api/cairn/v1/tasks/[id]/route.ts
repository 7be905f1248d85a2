import { taskSchema } from '#components/tasks/task-data.ts';
import { getTask } from '#lib/platform/tasks/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { taskParamsSchema } from '../task-params.ts';

export const GET = defineRoute({
  summary: 'A task: its state, progress, error and result',
  auth: 'signed-in',
  params: taskParamsSchema,
  response: taskSchema,
  handler: ({ ctx, params }) => getTask(ctx, params.id),
});
