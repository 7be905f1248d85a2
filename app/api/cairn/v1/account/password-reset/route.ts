import { requestPasswordReset, requestPasswordResetInputSchema } from '#lib/accounts/index.ts';
import { remoteAddressOf } from '#lib/platform/http/remote-address.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Ask for a link to a new password; the answer is the same whether the address is known or not',
  auth: 'public',
  body: requestPasswordResetInputSchema,
  status: 202,
  handler: async ({ runtime, body, request, requestId }) => {
    await requestPasswordReset(runtime, {
      ...body,
      remoteAddress: remoteAddressOf(request.headers),
      requestId,
      acceptLanguage: request.headers.get('accept-language'),
    });
    return {};
  },
});
