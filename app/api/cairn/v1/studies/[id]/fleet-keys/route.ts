import { z } from 'zod';
import { createFleetKeys } from '#lib/accounts/index.ts';
import { studySchema } from '#lib/accounts/domain/study.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Make a new key pair for the devices; the private one is in this answer and nowhere else',
  auth: { verb: 'studies.manage' },
  params: z.object({ id: z.guid() }),
  response: z.object({ study: studySchema, devicePrivateKey: z.string() }),
  handler: ({ ctx, params }) => createFleetKeys(ctx, params.id),
});
