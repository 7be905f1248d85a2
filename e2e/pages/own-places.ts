import { randomUUID } from 'node:crypto';
import type { APIRequestContext } from '@playwright/test';
import { z } from 'zod';
import { expect, test as base } from './page-test.ts';
import type { World } from './world.ts';

/** Places of one test in the demo's pyramid: a region of its own with clinics under it. */
export interface OwnPlaces {
  /** Name of the region; no other place has it. */
  readonly region: string;
  readonly regionId: string;
  /** Names of its clinics, in order. */
  readonly clinics: readonly string[];
}

/** `test` with places of its own, so that what is changed is nobody else's. */
export const test = base.extend<{ readonly places: OwnPlaces }>({
  places: async ({ request, world }, use) => {
    await use(await plantPlaces(request, world));
  },
});

export { expect };

const listSchema = z.object({ items: z.array(z.object({ id: z.string(), typeId: z.string(), typeName: z.string() })) });
const idSchema = z.object({ id: z.string() });

async function plantPlaces(request: APIRequestContext, world: World): Promise<OwnPlaces> {
  const [name, value] = world.people['owner']?.cookie ?? ['', ''];
  const headers = { cookie: `${name}=${value}`, 'x-cairn-request': '1', 'sec-fetch-site': 'same-origin' };
  const call = async (method: 'GET' | 'POST', path: string, body?: object) => {
    const response = await request.fetch(`/api/cairn/v1/${path}`, { method, headers, ...(body ? { data: body } : {}) });
    expect(response.ok(), `${method} ${path}: ${await response.text()}`).toBe(true);
    return response.json() as Promise<unknown>;
  };
  const oneOf = async (search: object) => {
    const searches = encodeURIComponent(JSON.stringify([search]));
    const { items } = listSchema.parse(await call('GET', `units?searches=${searches}&columns=type&limit=1`));
    const [first] = items;
    if (!first) throw new Error(`no place for ${JSON.stringify(search)}`);
    return first;
  };
  const country = await oneOf({ parentId: 'root' });
  const [regionType, clinicType] = [await oneOf({ depth: 2 }), await oneOf({ depth: 5 })];
  const region = `Own ${randomUUID().slice(0, 8)}`;
  const add = async (unit: object) => idSchema.parse(await call('POST', 'units', unit)).id;
  const regionId = await add({ name: region, status: 'VALID', typeId: regionType.typeId, parentId: country.id });
  const clinics = ['Abba', 'Bora', 'Cela', 'Dodo'].map((word) => `${word} of ${region}`);
  for (const clinic of clinics) {
    await add({ name: clinic, status: 'NEW', typeId: clinicType.typeId, parentId: regionId, code: clinic });
  }
  return { region, regionId, clinics };
}
