import { verifyRegistration, verifyRegistrationInputSchema } from '#lib/accounts/index.ts';
import { remoteAddressOf } from '#lib/platform/http/remote-address.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Make the account that a key was mailed for',
  auth: 'public',
  body: verifyRegistrationInputSchema,
  handler: async ({ runtime, body, request, requestId }) => {
    await verifyRegistration(runtime, { ...body, remoteAddress: remoteAddressOf(request.headers), requestId });
    return {};
  },
});
