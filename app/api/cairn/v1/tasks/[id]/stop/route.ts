import { taskSchema } from '#components/tasks/task-data.ts';
import { stopTask } from '#lib/platform/tasks/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { taskParamsSchema } from '../../task-params.ts';

export const POST = defineRoute({
  summary: 'Stop a task: a waiting one at once, a running one within seconds',
  auth: 'signed-in',
  params: taskParamsSchema,
  response: taskSchema,
  handler: ({ ctx, params }) => stopTask(ctx, params.id),
});
