import { openTaskResult } from '#lib/platform/tasks/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { isContinuation, respondFile } from '#lib/protocols/cairn/respond-file.ts';
import { taskParamsSchema } from '../../task-params.ts';

export const GET = defineRoute({
  summary: 'Download the result file of a task; a cut download goes on with Range',
  auth: 'signed-in',
  params: taskParamsSchema,
  handler: async ({ ctx, params, request, requestId }) => {
    const file = await openTaskResult(ctx, { taskId: params.id, isContinuation: isContinuation(request) });
    const contentType = file.name.endsWith('.zip') ? 'application/zip' : 'application/octet-stream';
    return respondFile(request, { ...file, modifiedAt: file.finishedAt, contentType }, requestId);
  },
});
