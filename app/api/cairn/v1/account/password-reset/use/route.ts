import { resetPassword, resetPasswordInputSchema } from '#lib/accounts/index.ts';
import { remoteAddressOf } from '#lib/platform/http/remote-address.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Set a new password with the link from a mail',
  auth: 'public',
  body: resetPasswordInputSchema,
  handler: ({ runtime, body, request, requestId }) =>
    resetPassword(runtime, { ...body, remoteAddress: remoteAddressOf(request.headers), requestId }),
});
