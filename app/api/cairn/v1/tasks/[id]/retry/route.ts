import { taskSchema } from '#components/tasks/task-data.ts';
import { retryTask } from '#lib/platform/tasks/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { taskParamsSchema } from '../../task-params.ts';

export const POST = defineRoute({
  summary: 'Run a failed or stopped task again, from the start',
  auth: 'signed-in',
  params: taskParamsSchema,
  response: taskSchema,
  handler: ({ ctx, params }) => retryTask(ctx, params.id),
});
