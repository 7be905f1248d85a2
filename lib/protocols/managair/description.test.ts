import { describe, expect, it } from 'vitest';
import { entrances, routes } from './app.ts';
import { describeManagair } from './description.ts';

interface Operation {
  readonly responses: Readonly<Record<string, unknown>>;
}
type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;
interface Description {
  readonly paths: Paths;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

const { paths, components } = describeManagair('/api/v1') as Description;
/** The path of the description as the table of routes writes it. */
const plain = (path: string) =>
  path
    .replace(/^\/|\/$/g, '')
    .replaceAll('{id}', ':id')
    .replaceAll('{month}', ':last');
const described = new Set(
  Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${plain(path)}`),
  ),
);

describe('man-32 the description of the JSON:API of sensors', () => {
  it('has each route that is served, and each method of it', () => {
    const served = [
      ...routes.map(([method, path]) => `${method} ${path}`),
      ...Object.keys(entrances).map((path) => `POST ${path}`),
    ];
    expect(served.filter((one) => !described.has(one))).toEqual([]);
  });

  it('says of each attribute what it is, and of each operation how it may fail', () => {
    const silent = Object.entries(components.schemas).flatMap(([name, schema]) => {
      const { attributes } = (schema as { properties?: { attributes?: { properties?: Record<string, object> } } })
        .properties ?? { attributes: {} };
      const known = Object.entries(attributes?.properties ?? {});
      return known.flatMap(([attribute, said]) => (Object.keys(said).length === 0 ? [`${name}.${attribute}`] : []));
    });
    expect(silent).toEqual([]);
    const { get, post } = paths['/rooms/'] ?? {};
    expect(Object.keys(get?.responses ?? {})).toEqual(['200', '400', '401', '404', '406']);
    expect(Object.keys(post?.responses ?? {})).toEqual(['201', '400', '401', '403', '404', '406', '409', '413', '415']);
  });

  it('points at schemas that are there', () => {
    const named = [...JSON.stringify(paths).matchAll(/#\/components\/schemas\/([\w-]+)/g)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter((name) => !(name in components.schemas))).toEqual([]);
  });
});
