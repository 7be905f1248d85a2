import { glob } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RouteHandler } from '../define-route.ts';

export const httpMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

export type HttpMethod = (typeof httpMethods)[number];

/** One method of one route file of our own API. */
export interface DeclaredRoute {
  readonly method: HttpMethod;
  /** As in OpenAPI: "/api/cairn/v1/tasks/{taskId}". */
  readonly path: string;
  /** Below the project's root: "app/api/cairn/v1/tasks/[taskId]/route.ts". */
  readonly file: string;
  readonly handler: RouteHandler;
}

/** Where route files of our own API are. */
export const routeFiles = 'app/api/cairn/v1/**/route.ts';

/**
 * Loads every route file below `root` and lists what it declares, in the order of paths.
 * A method that was not made by `defineRoute` is an error: it would escape sign-in, limits and this description.
 */
export async function findRoutes(root: string): Promise<DeclaredRoute[]> {
  const files: string[] = [];
  for await (const file of glob(routeFiles, { cwd: root })) files.push(file);
  const routes = await Promise.all(files.sort().map((file) => loadRoutes(root, file)));
  return routes.flat();
}

async function loadRoutes(root: string, file: string): Promise<DeclaredRoute[]> {
  const module = (await import(pathToFileURL(resolve(root, file)).href)) as Readonly<Record<string, unknown>>;
  return httpMethods.flatMap((method) => {
    const handler = module[method];
    if (handler === undefined) return [];
    if (!isDeclared(handler)) throw new Error(`${file}: ${method} is not made by defineRoute`);
    return [{ method, path: toOpenApiPath(file), file, handler }];
  });
}

function isDeclared(handler: unknown): handler is RouteHandler {
  return typeof handler === 'function' && 'route' in handler;
}

/** "app/api/x/[id]/route.ts" to "/api/x/{id}"; folders in parentheses are not part of the address. */
export function toOpenApiPath(file: string): string {
  const segments = file.replaceAll('\\', '/').split('/').slice(1, -1);
  return `/${segments
    .filter((segment) => !/^\(.*\)$/.test(segment))
    .map((segment) => segment.replace(/^\[\[?(?:\.\.\.)?(.+?)\]?\]$/, '{$1}'))
    .join('/')}`;
}
