import type { ManagairCall } from './exchange.ts';
import { describeSchemas } from './describe-attributes.ts';
import { pathsOfKind } from './describe-kinds.ts';
import { routePaths } from './describe-routes.ts';
import { kinds } from './kinds/kinds.ts';
import { jsonApiType } from './media-type.ts';

/** `schema/`: the description of this protocol (OpenAPI 3.1), made from the table of kinds that serves it. */
export function serveDescription(call: ManagairCall): Response {
  const headers = { 'content-type': 'application/vnd.oai.openapi+json;version=3.1', 'cache-control': 'no-cache' };
  return new Response(JSON.stringify(describeManagair(call.url(''))), { headers });
}

/** Where this protocol is, on this server. */
export const managairBase = '/api/v1';

/** The pages that show the description to people, under the names that they had (managair.md 6). */
export function serveViewer(path: '/api/docs' | '/api/docs/reading'): Response {
  return new Response(null, { status: 302, headers: { location: `${path}?document=sensors` } });
}

/** The description as OpenAPI 3.1, for a server at an address: each path that is served, and each member of an answer. */
export function describeManagair(serverUrl: string): object {
  const all = [...kinds().values()];
  const paths = { ...Object.fromEntries(all.flatMap(pathsOfKind)), ...routePaths() };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sensors (JSON:API)',
      version: '1.1.0',
      description: `What clients of the sensor platform Managair speak: documents of JSON:API 1.1 (${jsonApiType}).`,
    },
    servers: [{ url: serverUrl }],
    paths,
    components: {
      schemas: describeSchemas(all),
      securitySchemes: { token: { type: 'apiKey', in: 'header', name: 'Authorization', description: 'Token <key>' } },
    },
  };
}
