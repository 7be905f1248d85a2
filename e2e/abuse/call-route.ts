import type { Database } from '#lib/platform/db/database.ts';
import type { DeclaredRoute } from '#lib/protocols/cairn/openapi/find-routes.ts';
import type { Access } from './access.ts';

/** Undoes whatever the call did. */
class Undo extends Error {}

export interface RouteCall {
  readonly route: DeclaredRoute;
  readonly access: Access;
  readonly headers: Headers;
  /** Looks at what the call did, before it is undone. */
  readonly look?: () => Promise<void>;
}

/** Calls a route as Next would; every call meets the world as it was made. */
export async function callRoute(db: Database, { route, access, headers, look }: RouteCall) {
  return undone(db, async () => {
    const request = requestOf(route, access, headers);
    const response = await route.handler(request, { params: Promise.resolve(access.params ?? {}) });
    const answer = { status: response.status, text: await response.text() };
    await look?.();
    return answer;
  });
}

/** Gives what the work gives, and undoes what it did to the database. */
export async function undone<Result>(db: Database, work: () => Promise<Result>): Promise<Result> {
  const results: Result[] = [];
  await db
    .transaction(async () => {
      results.push(await work());
      throw new Undo();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error;
    });
  if (results.length === 0) throw new Error('the work was not done');
  return results[0] as Result;
}

function requestOf({ method, path }: DeclaredRoute, access: Access, headers: Headers): Request {
  const address = new URL(
    path.replace(/\{(.+?)\}/g, (_, name: string) => access.params?.[name] ?? name),
    'http://localhost',
  );
  for (const [name, value] of Object.entries(access.query ?? {})) address.searchParams.set(name, value);
  const hasBody = access.body !== undefined;
  return new Request(address, {
    method,
    headers: new Headers([...headers, ...(hasBody ? [['content-type', 'application/json'] as [string, string]] : [])]),
    ...(hasBody ? { body: JSON.stringify(access.body) } : {}),
  });
}
