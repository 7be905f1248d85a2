import { z } from 'zod';
import { taskLogPageSchema } from '#components/tasks/task-data.ts';
import { listTaskLog } from '#lib/platform/tasks/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { taskParamsSchema } from '../../task-params.ts';

export const GET = defineRoute({
  summary: 'Log lines of a task, oldest first; the cursor of an answer asks for what was written since',
  auth: 'signed-in',
  params: taskParamsSchema,
  query: z.object({ cursor: z.string().optional() }),
  response: taskLogPageSchema,
  handler: ({ ctx, params, query }) => listTaskLog(ctx, { taskId: params.id, cursor: query.cursor ?? null }),
});
