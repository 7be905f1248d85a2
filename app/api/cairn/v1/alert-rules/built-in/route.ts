import { setBuiltInCheck, setBuiltInSchema } from '#lib/passive/index.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const PUT = defineRoute({
  summary: 'Turn a built-in check of a study on or off',
  auth: { verb: 'alerts.manage' },
  body: setBuiltInSchema,
  status: 204,
  handler: ({ ctx, body }) => setBuiltInCheck(ctx, body),
});
