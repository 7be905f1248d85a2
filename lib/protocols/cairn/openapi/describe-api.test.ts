import { glob } from 'node:fs/promises';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { RouteHandler } from '../define-route.ts';
import { describeApi, type ApiDocument } from './describe-api.ts';
import { findRoutes, routeFiles, toOpenApiPath, type DeclaredRoute } from './find-routes.ts';

const root = resolve(import.meta.dirname, '../../../..');

describe('platform: the API description', () => {
  let routes: DeclaredRoute[];
  let document: ApiDocument;

  beforeAll(async () => {
    routes = await findRoutes(root);
    document = describeApi(routes, '0.0.0');
  });

  it('platform: has every route file, and every method of it', async () => {
    const files: string[] = [];
    for await (const file of glob(routeFiles, { cwd: root })) files.push(file);
    expect(new Set(routes.map(({ file }) => file))).toEqual(new Set(files));
    for (const { path, method } of routes)
      expect(operationAt(document, path, method), `${method} ${path}`).toBeDefined();
  });

  it('platform: declares each parameter of each address, and no operation twice', () => {
    const ids: unknown[] = [];
    for (const [path, item] of Object.entries(document.paths ?? {})) {
      const named = [...path.matchAll(/\{(.+?)\}/g)].map(([, name]) => name);
      for (const operation of operationsOf(item)) {
        const parameters = [...(item.parameters ?? []), ...operation.parameters];
        const inPath = parameters.filter((each) => (each as { in?: string }).in === 'path');
        expect(inPath.map((each) => (each as { name?: string }).name).sort(), path).toEqual(named.sort());
        expect(
          Object.keys(operation.responses).some((status) => status.startsWith('2')),
          path,
        ).toBe(true);
        if (operation.operationId !== undefined) ids.push(operation.operationId);
      }
    }
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('platform: every reference leads somewhere', () => {
    const shared = new Set(Object.keys(document.components?.schemas ?? {}));
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(.+?)"/g)];
    expect(references.length).toBeGreaterThan(0);
    for (const [, name] of references) expect(shared).toContain(name);
  });
});

describe('platform: how a declaration is described', () => {
  const handler = Object.assign(async () => new Response(), {
    route: {
      summary: 'Change a thing',
      auth: { verb: 'sources.manage' },
      params: z.object({ id: z.uuid() }),
      body: z.strictObject({ name: z.string().max(80), since: z.coerce.date() }),
      status: 204,
      limit: { points: 1, perSeconds: 1 },
    },
  }) as RouteHandler;

  it('platform: names permission, parameters, body and problems', () => {
    const document = describeApi([{ method: 'PATCH', path: '/api/cairn/v1/things/{id}', file: 'x', handler }], '1');
    const operation = operationAt(document, '/api/cairn/v1/things/{id}', 'PATCH');
    expect(operation).toMatchObject({
      operationId: 'patchThingsId',
      tags: ['things'],
      description: 'Needs the permission `sources.manage`.',
      security: [{ token: [] }, { session: [] }],
      parameters: [{ in: 'path', name: 'id', required: true }],
    });
    expect(Object.keys(operation?.responses ?? {})).toEqual(['204', '400', '401', '403', '404', '429', '500']);
  });

  it.each([
    ['app/api/cairn/v1/tasks/route.ts', '/api/cairn/v1/tasks'],
    ['app/api/cairn/v1/tasks/[taskId]/stop/route.ts', '/api/cairn/v1/tasks/{taskId}/stop'],
    ['app/api/cairn/v1/(group)/files/[...path]/route.ts', '/api/cairn/v1/files/{path}'],
  ])('platform: the address of %s', (file, path) => {
    expect(toOpenApiPath(file)).toBe(path);
  });
});

interface FoundOperation {
  readonly operationId?: string;
  readonly parameters: readonly unknown[];
  readonly responses: Readonly<Record<string, unknown>>;
}

function operationsOf(item: object): FoundOperation[] {
  return Object.entries(item).flatMap(([key, value]) =>
    ['get', 'post', 'put', 'patch', 'delete'].includes(key) ? [{ parameters: [], ...(value as object) } as never] : [],
  );
}

function operationAt(document: ApiDocument, path: string, method: string): FoundOperation | undefined {
  const item = document.paths?.[path] as Readonly<Record<string, FoundOperation>> | undefined;
  return item?.[method.toLowerCase()];
}
