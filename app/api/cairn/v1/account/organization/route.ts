import { foundAndEnter, foundAndEnterInputSchema, sessionLifeS } from '#lib/accounts/index.ts';
import { encodeSessionCookie, sessionCookieLine } from '#lib/platform/auth/session-cookie.ts';
import { guardCsrf } from '#lib/platform/http/guard-csrf.ts';
import { remoteAddressOf } from '#lib/platform/http/remote-address.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Found an organization with an account that belongs nowhere yet, and sign in',
  auth: 'public',
  body: foundAndEnterInputSchema,
  status: 201,
  handler: async ({ runtime: { config }, runtime, body, request, requestId }) => {
    // It signs a browser in: another site may not send it.
    guardCsrf(request);
    const from = { remoteAddress: remoteAddressOf(request.headers), requestId };
    const session = await foundAndEnter(runtime, {
      ...body,
      ...from,
      userAgent: request.headers.get('user-agent') ?? '',
    });
    const value = await encodeSessionCookie(session, config, sessionLifeS);
    const cookie = sessionCookieLine(value, config.publicUrl, sessionLifeS);
    return Response.json({}, { status: 201, headers: { 'set-cookie': cookie, 'cache-control': 'no-store' } });
  },
});
