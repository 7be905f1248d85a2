import { z } from 'zod';
import { handOutIdentifier } from '#lib/donations/index.ts';
import { remoteAddressOf } from '#lib/platform/http/remote-address.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const GET = defineRoute({
  summary: 'A new identifier of 8 digits that nobody of the study has, where the study takes visitors',
  auth: 'public',
  params: z.object({ key: z.string().max(100) }),
  response: z.object({ identifier: z.string() }),
  handler: async ({ runtime, params: { key }, request }) => {
    const visitor = { runtime, remoteAddress: remoteAddressOf(request.headers) };
    return { identifier: await handOutIdentifier(visitor, key) };
  },
});
