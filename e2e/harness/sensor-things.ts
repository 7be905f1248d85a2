import { z } from 'zod';
import { expect } from 'vitest';
import type { ApiCall } from './api.ts';

/** A client of the SensorThings door. */
export interface StaClient {
  readonly root: string;
  call(method: string, path: string, body?: unknown, type?: string): Promise<StaAnswer>;
}

export interface StaAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Empty when there is no JSON. */
  readonly json: Record<string, unknown>;
}

/** A client that shows `authorization`, or nothing. `path` is a whole address or what follows the service root; a text of another type than JSON is sent as it is. */
export function aStaClient(url: string, authorization: string | null): StaClient {
  const root = `${url}/sta/v1.1`;
  return {
    root,
    async call(method, path, body, type = 'application/json') {
      const headers = {
        ...(authorization === null ? {} : { authorization }),
        ...(body === undefined ? {} : { 'content-type': type }),
      };
      const address = path.startsWith('http') ? path : `${root}/${path}`;
      const sent = typeof body === 'string' && !type.includes('json') ? body : JSON.stringify(body);
      const init = { method, headers, ...(body === undefined ? {} : { body: sent }) };
      const response = await fetch(address, init);
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, json: parse(text) };
    },
  };
}

/** A token of a person's with these scopes. */
export async function aTokenOf(caller: ApiCall, scopes: readonly string[]): Promise<string> {
  const { json } = await caller('POST /tokens', { body: { name: 'client', scopes, studyId: null, lifeDays: 1 } });
  return `Bearer ${z.object({ token: z.string() }).parse(json).token}`;
}

function parse(text: string): Record<string, unknown> {
  try {
    const read: unknown = JSON.parse(text);
    return Array.isArray(read) ? { list: read } : z.record(z.string(), z.unknown()).parse(read);
  } catch {
    return {};
  }
}

const entitySchema = z.looseObject({ '@iot.id': z.union([z.number(), z.string()]), '@iot.selfLink': z.string() });
/** What a page has in `value`. */
export const entitiesSchema = z.array(entitySchema);
export type StaEntity = z.infer<typeof entitySchema>;

/** One entity out of an answer. */
export function entityOf(json: unknown): StaEntity {
  return entitySchema.parse(json);
}

/** Makes an entity, which is expected to work. */
export async function makeThing(sta: StaClient, path: string, body: object): Promise<StaEntity> {
  const answer = await sta.call('POST', path, body);
  expect(answer.status, answer.text).toBe(201);
  const entity = entityOf(answer.json);
  expect(answer.headers.get('location')).toBe(entity['@iot.selfLink']);
  return entity;
}

/** The entities of a page, which is expected to be there. */
export async function listThings(sta: StaClient, path: string): Promise<StaEntity[]> {
  const { status, json, text } = await sta.call('GET', path);
  expect(status, text).toBe(200);
  return entitiesSchema.parse(json['value']);
}

export const point = (lon: number, lat: number) => ({ type: 'Point', coordinates: [lon, lat] });
export const aLocation = (lon = 13.4, lat = 52.5) => ({
  name: 'Roof',
  description: 'On the roof',
  encodingType: 'application/geo+json',
  location: point(lon, lat),
});
export const aSensor = {
  name: 'DHT22',
  description: 'A thermometer',
  encodingType: 'application/pdf',
  metadata: 'https://example.org/dht22.pdf',
};
export const aProperty = {
  name: 'Temperature',
  description: 'Of the air',
  definition: 'https://example.org/temperature',
};
export const aStream = {
  name: 'Air temperature',
  description: 'Every minute',
  observationType: 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement',
  unitOfMeasurement: {
    name: 'degree Celsius',
    symbol: '°C',
    definition: 'http://unitsofmeasure.org/ucum.html#para-30',
  },
  Sensor: aSensor,
  ObservedProperty: aProperty,
};
export const aThing = (name: string, results: readonly number[] = []) => ({
  name,
  description: 'A thing',
  properties: { owner: 'Ada', height: 3 },
  Locations: [aLocation()],
  Datastreams: [
    {
      ...aStream,
      Observations: results.map((result, index) => ({
        phenomenonTime: `2026-11-0${String(index + 1)}T10:00:00Z`,
        resultTime: `2026-11-0${String(index + 1)}T10:00:05Z`,
        result,
      })),
    },
  ],
});
