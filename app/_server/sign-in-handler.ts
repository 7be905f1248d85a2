import {
  endSession,
  oidcClaimsSchema,
  sessionLifeS,
  signIn,
  signInInputSchema,
  signInWithOidc,
} from '#lib/accounts/index.ts';
import { createAuthHandler, type AuthHandler, type SignInDecisions } from '#lib/platform/auth/next-auth.ts';
import { parseInput } from '#lib/platform/http/parse-input.ts';
import { remoteAddressOf } from '#lib/platform/http/remote-address.ts';
import { requestIdOf } from '#lib/platform/http/request-id.ts';
import { problemCatalogue } from '#lib/platform/problems/catalogue.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { getRuntime, type Runtime } from '#lib/platform/runtime.ts';

/** The handler of `/api/auth/…`; made at the first request, when the runtime is there. */
export function createSignInHandler(): AuthHandler {
  let made: Promise<AuthHandler> | undefined;
  return async (request, segment) => {
    made ??= getRuntime().then((runtime) =>
      createAuthHandler({ ...runtime.config, cookieLifeS: sessionLifeS }, decisionsOf(runtime)),
    );
    return (await made)(request, segment);
  };
}

function decisionsOf(runtime: Runtime): SignInDecisions {
  return {
    async byPassword({ fields, headers }) {
      const input = parseInput(signInInputSchema, fields);
      return signIn(runtime, {
        ...input,
        remoteAddress: remoteAddressOf(headers),
        userAgent: headers.get('user-agent') ?? '',
        requestId: requestIdOf(headers),
      });
    },
    async byOidc({ claims }) {
      const requestId = requestIdOf(new Headers());
      return signInWithOidc(runtime, { claims: parseInput(oidcClaimsSchema, claims), userAgent: '', requestId });
    },
    signedOut: (claims) => endSession(runtime, claims),
    providerFailed: (reason) => {
      runtime.log.warn({ reason }, 'sign-in by the identity provider failed');
    },
    wordFor: (error) => {
      if (error instanceof Problem && problemCatalogue[error.code].kind !== 'fault') return error.code;
      runtime.log.error({ err: error }, 'sign-in failed');
      return 'internal';
    },
  };
}
