import { register, registerInputSchema } from '#lib/accounts/index.ts';
import { remoteAddressOf } from '#lib/platform/http/remote-address.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Ask for an account; a mail brings the key that makes it one',
  auth: 'public',
  body: registerInputSchema,
  status: 202,
  handler: async ({ runtime, body, request, requestId }) => {
    await register(runtime, {
      ...body,
      remoteAddress: remoteAddressOf(request.headers),
      requestId,
      acceptLanguage: request.headers.get('accept-language'),
    });
    return {};
  },
});
