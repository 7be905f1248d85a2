import { z } from 'zod';
import { taskPageSchema, taskStates } from '#components/tasks/task-data.ts';
import { listTasks, maxTasksPerPage } from '#lib/platform/tasks/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import { chooseStudy } from '../../../../_server/chosen-study.ts';

const statesSchema = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(z.enum(taskStates)));

export const GET = defineRoute({
  summary: 'List tasks, newest first: one’s own, and those of studies whose tasks one may see',
  auth: 'signed-in',
  query: z.object({
    study: z.string().max(100).optional(),
    /** Comma-separated. */
    state: statesSchema.optional(),
    kind: z.string().max(100).optional(),
    cursor: z.string().optional(),
    limit: z.coerce.number().int().min(1).max(maxTasksPerPage).default(50),
  }),
  response: taskPageSchema,
  handler: async ({ ctx, query: { study, state, kind, cursor, limit } }) => {
    const { studyIds } = await chooseStudy(ctx, study);
    return listTasks(ctx, {
      studyId: studyIds?.[0] ?? null,
      ...(state && { states: state }),
      kind: kind ?? null,
      cursor: cursor ?? null,
      limit,
    });
  },
});
