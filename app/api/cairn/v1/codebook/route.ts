import { z } from 'zod';
import { codebookTypeSchema } from '#lib/passive/domain/codebook/codebook.ts';
import { editCodebook, editCodebookSchema, getCodebook } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'Read the codebook: the variables of each type of point, with what is said of them',
  auth: { verb: 'passive.read' },
  query: z.object({ type: z.string().min(1).optional(), studyId: z.guid().optional() }),
  response: z.object({ items: z.array(codebookTypeSchema), next: z.null() }),
  handler: async ({ ctx, query: { type, studyId } }) => ({
    items: await getCodebook(ctx, { typeIdentifier: type, studyIds: studyId === undefined ? undefined : [studyId] }),
    next: null,
  }),
});

export const PATCH = defineRoute({
  summary: 'Write what the codebook says of a type or a variable; null gives the built-in text back',
  auth: { verb: 'passive.configure' },
  body: editCodebookSchema,
  response: codebookTypeSchema,
  handler: ({ ctx, body }) => editCodebook(ctx, body),
});
