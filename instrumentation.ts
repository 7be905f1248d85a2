import type { Instrumentation } from 'next';

/**
 * Writes what went wrong while a page was made to our log, once, with the digest that the person sees and the id of the
 * request.
 */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return;
  const { getRuntime } = await import('#lib/platform/runtime.ts');
  const { log } = await getRuntime();
  const digest = error instanceof Error ? (error as Error & { digest?: string }).digest : undefined;
  // The route, not the path: a query may name people.
  const { routePath, routeType } = context;
  log.error(
    { err: error, digest, requestId: request.headers['x-request-id'], route: routePath, routeType },
    'page failed',
  );
};
