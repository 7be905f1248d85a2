import { JsonApiClient } from './json-api.ts';
import { startPlatform, type PlatformOptions, type TestPlatform } from './platform.ts';
import { fixturePasswords, fixtureRows, loadRows, type FixturePerson } from './sensor-fixtures.ts';

/** A platform with the fixture files in it, and somebody for each role. */
export interface ManagairWorld {
  readonly platform: TestPlatform;
  readonly nobody: JsonApiClient;
  /** A person of the files, signed in. */
  as(person: FixturePerson): Promise<JsonApiClient>;
}

/** Starts it. Who signs in does so once. */
export async function aManagairWorld(options: PlatformOptions = {}): Promise<ManagairWorld> {
  const platform = await startPlatform(options);
  await loadRows(platform.runtime, [...fixtureRows('user'), ...fixtureRows('inventory'), ...fixtureRows('data')]);
  const nobody = new JsonApiClient(platform.url);
  const known = new Map<FixturePerson, Promise<JsonApiClient>>();
  return {
    platform,
    nobody,
    as(person) {
      const client = known.get(person) ?? nobody.signedIn(person, fixturePasswords[person]);
      known.set(person, client);
      return client;
    },
  };
}

/** Nodes of the files. */
export const fixtureNodes = {
  black: '3b95a1b2-74e7-9e98-52c4-4acae441f0ae',
  red: 'c727b2f8-8377-d4cb-0e95-ac03200b8c93',
  ers: '9d02faee-4260-1377-22ec-936428b572ee',
} as const;

/** A resource object of a document. */
export function resource(
  type: string,
  said: { id?: string; attributes?: object; relationships?: Record<string, [string, string]> },
) {
  const relationships = Object.fromEntries(
    Object.entries(said.relationships ?? {}).map(([name, [to, id]]) => [name, { data: { type: to, id } }]),
  );
  const { id, attributes = {} } = said;
  return { data: { type, ...(id === undefined ? {} : { id }), attributes, relationships } };
}
