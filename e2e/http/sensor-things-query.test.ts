import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { anApiWorld } from '#e2e/harness/api.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import {
  aLocation,
  aStaClient,
  aStream,
  aThing,
  aTokenOf,
  listThings,
  makeThing,
  type StaClient,
} from '#e2e/harness/sensor-things.ts';

let platform: TestPlatform;
let sta: StaClient;
let sender: StaClient;

beforeAll(async () => {
  platform = await startPlatform();
  const world = await anApiWorld(platform.runtime);
  const owner = await world.as('owner');
  sta = aStaClient(platform.url, await aTokenOf(owner, ['sources.read', 'sources.manage', 'passive.read']));
  sender = aStaClient(platform.url, await aTokenOf(owner, ['intake.send']));
});
afterAll(() => platform.stop());

const made = (path: string, body: object) => makeThing(sta, path, body);
const list = (path: string) => listThings(sta, path);
const names = async (path: string) => (await list(path)).map((one) => one['name']);
const results = async (path: string) => (await list(path)).map((one) => one['result']);

describe('man-33 level 3: asking', () => {
  let at = '';
  beforeAll(async () => {
    const thing = await made('Things', aThing('Asked', [5, 3, 9, 1]));
    const [stream] = await list(`Things(${String(thing['@iot.id'])})/Datastreams`);
    at = `Datastreams(${String(stream?.['@iot.id'])})/Observations`;
    await made('Things', {
      ...aThing("O'Neil"),
      properties: { owner: 'Grace', height: 10 },
      Locations: [aLocation(100, 10)],
    });
  });

  it('man-33 req/request-data/pagination: top, skip, count and orderby work in the order of the standard', async () => {
    const { json } = await sta.call('GET', `${at}?$orderby=result desc&$top=2&$count=true&$filter=result gt 1`);
    const page = z
      .object({
        '@iot.count': z.number(),
        '@iot.nextLink': z.string(),
        value: z.array(z.object({ result: z.number() })),
      })
      .parse(json);
    expect(page['@iot.count']).toBe(3);
    expect(page.value.map(({ result }) => result)).toEqual([9, 5]);
    expect(await results(page['@iot.nextLink'])).toEqual([3]);
    expect((await sta.call('GET', page['@iot.nextLink'])).json).not.toHaveProperty('@iot.nextLink');
    expect(await results(`${at}?$skip=3`)).toEqual([1]);
    expect(await results(`${at}?$orderby=phenomenonTime desc`)).toEqual([1, 9, 3, 5]);
    expect(await results(`${at}?$top=0`)).toEqual([]);
  });

  it('man-33 req/request-data/pagination: pages in the order of the set go by place, whatever comes meanwhile', async () => {
    const [pages, seen]: [number[], string[]] = [[], []];
    for (let next: string | undefined = `${at}?$top=1`; next !== undefined;) {
      const { json } = await sta.call('GET', next);
      const page = z
        .object({ '@iot.nextLink': z.string().optional(), value: z.array(z.object({ result: z.number() })) })
        .parse(json);
      pages.push(...page.value.map(({ result }) => result));
      next = page['@iot.nextLink'];
      if (next !== undefined) seen.push(next);
    }
    expect(pages).toEqual([5, 3, 9, 1]);
    expect(seen).toHaveLength(3);
    for (const link of seen) expect(link).toMatch(/\$skiptoken=/);
    const things = z.object({ '@iot.nextLink': z.string() }).parse((await sta.call('GET', 'Things?$top=1')).json);
    expect(await names(things['@iot.nextLink'])).not.toContain('Asked');
    for (const wrong of ['$skiptoken=x', `$skiptoken=${Buffer.from('["1",null]').toString('base64url')}`]) {
      expect((await sta.call('GET', `${at}?${wrong}`)).status, wrong).toBe(400);
    }
  });

  it('man-33 req/request-data/expand: nested, with options of its own', async () => {
    const path = `Things?$filter=name eq 'Asked'&$select=name&$expand=Datastreams($select=name;$expand=Observations($orderby=result;$top=1;$count=true;$filter=result gt 2),Sensor),Locations`;
    const { json } = await sta.call('GET', path);
    const [thing] = z.object({ value: z.array(z.record(z.string(), z.unknown())) }).parse(json).value;
    expect(Object.keys(thing ?? {}).sort()).toEqual(['Datastreams', 'Locations', 'name']);
    const [stream] = z.array(z.record(z.string(), z.unknown())).parse(thing?.['Datastreams']);
    expect(stream).toMatchObject({
      name: 'Air temperature',
      'Observations@iot.count': 3,
      Observations: [{ result: 3 }],
      Sensor: { name: 'DHT22' },
    });
    expect(await results(String(stream?.['Observations@iot.nextLink']))).toEqual([5]);
    const { json: slashed } = await sta.call(
      'GET',
      `Things?$filter=name eq 'Asked'&$expand=Datastreams/Sensor,Datastreams/ObservedProperty`,
    );
    expect(slashed['value']).toMatchObject([
      { Datastreams: [{ Sensor: { name: 'DHT22' }, ObservedProperty: { name: 'Temperature' } }] },
    ]);
  });

  it.each([
    ['result eq 5', [5]],
    ['result ne 5 and result le 3', [3, 1]],
    ['not (result lt 5) or result eq 1', [5, 9, 1]],
    ['result add 1 mul 2 eq 5', [3]],
    ['result mod 4 eq 1 and result div 0 ne 1', []],
    ['result sub 1 eq 8', [9]],
    ['phenomenonTime ge 2026-11-02T10:00:00Z and phenomenonTime lt 2026-11-04T00:00:00Z', [3, 9]],
    ['day(phenomenonTime) eq 3 and year(resultTime) eq 2026 and second(resultTime) eq 5', [9]],
    [`phenomenonTime add duration'P1D' gt 2026-11-04T10:00:00Z`, [1]],
    ['round(result div 2) eq 2', [3]],
    [`Datastream/Thing/name eq 'Asked' and Datastream/ObservedProperty/name eq 'Temperature' and result gt 4`, [5, 9]],
    ['id eq 0', []],
    [`FeatureOfInterest/name eq 'Roof' and resultTime ne null and result eq 9`, [9]],
  ])('man-33 req/request-data/built-in-filter-operations: observations where %s', async (filter, expected) => {
    expect(await results(`${at}?$filter=${encodeURIComponent(filter)}`)).toEqual(expected);
  });

  it.each([
    [`name eq 'O''Neil'`, ["O'Neil"]],
    [`startswith(name, 'Ask') or endswith(tolower(name), 'NEIL')`, ['Asked']],
    [`substringof('sk', name) and length(name) eq 5 and indexof(name, 's') eq 1`, ['Asked']],
    [`concat(toupper(substring(name, 0, 2)), trim(' x ')) eq 'ASx'`, ['Asked']],
    [`properties/owner eq 'Grace' and properties/height ge 10`, ["O'Neil"]],
    [`Datastreams/Observations/result eq 9 and name eq 'Asked'`, ['Asked']],
    [`st_within(Locations/location, geography'POLYGON((99 9,101 9,101 11,99 11,99 9))')`, ["O'Neil"]],
    [`geo.distance(Locations/location, geography'POINT(100 10)') lt 1`, ["O'Neil"]],
    [`name eq '; DROP TABLE sensor_things --'`, []],
  ])('man-33 req/request-data/built-in-query-functions: things where %s', async (filter, expected) => {
    expect(await names(`Things?$filter=${encodeURIComponent(filter)}`)).toEqual(expected);
  });

  it('man-33 req/data-array: read and sent as arrays, each told what became of it', async () => {
    const { json } = await sta.call('GET', `${at}?$resultFormat=dataArray&$select=result,phenomenonTime&$top=2`);
    expect(json['value']).toMatchObject([
      {
        components: ['phenomenonTime', 'result'],
        'dataArray@iot.count': 2,
        dataArray: [
          ['2026-11-01T10:00:00.000Z', 5],
          ['2026-11-02T10:00:00.000Z', 3],
        ],
      },
    ]);
    const id = /\((\d+)\)/.exec(at)?.[1];
    const body = [
      {
        Datastream: { '@iot.id': Number(id) },
        components: ['phenomenonTime', 'result'],
        dataArray: [['2026-11-08T10:00:00Z', 70], ['never', 71], ['2026-11-09T10:00:00Z']],
      },
    ];
    const answer = await sender.call('POST', 'CreateObservations', body);
    expect(answer.status, answer.text).toBe(201);
    const [first, ...wrong] = z.array(z.string()).parse(answer.json['list']);
    expect((await sta.call('GET', first ?? '')).json).toMatchObject({ result: 70 });
    for (const one of wrong) expect(one).toMatch(/^error/);
  });
});

describe('man-34 batches', () => {
  it('man-34 req/batch-request: requests in one, with references to what was made before, and groups that work whole or not', async () => {
    const body = {
      requests: [
        {
          id: 'thing',
          atomicityGroup: 'g1',
          method: 'post',
          url: 'Things',
          body: { name: 'Batched', description: '' },
        },
        { id: 'stream', atomicityGroup: 'g1', method: 'post', url: '$thing/Datastreams', body: aStream },
        { id: 'place', method: 'post', url: 'Locations', body: { ...aLocation(), Things: [{ '@iot.id': '$thing' }] } },
        { id: 'read', method: 'get', url: "Things?$filter=name eq 'Batched'&$expand=Datastreams,Locations" },
        { id: 'lost', atomicityGroup: 'g2', method: 'post', url: 'Things', body: { name: 'Undone', description: '' } },
        { id: 'wrong', atomicityGroup: 'g2', method: 'post', url: 'Things', body: { name: 'Undone' } },
        { id: 'away', method: 'get', url: 'http://example.org/Things' },
      ],
    };
    const { status, json, text } = await sta.call('POST', '$batch', body);
    expect(status, text).toBe(200);
    const { responses } = z
      .object({ responses: z.array(z.object({ id: z.string(), status: z.number(), body: z.unknown() })) })
      .parse(json);
    expect(responses.map((one) => [one.id, one.status])).toEqual([
      ['thing', 201],
      ['stream', 201],
      ['place', 201],
      ['read', 200],
      ['lost', 424],
      ['wrong', 400],
      ['away', 404],
    ]);
    expect(responses[3]?.body).toMatchObject({
      value: [{ Datastreams: [{ name: aStream.name }], Locations: [{ name: 'Roof' }] }],
    });
    expect(await names(`Things?$filter=name eq 'Undone'`)).toEqual([]);
    expect((await sta.call('POST', '$batch', { requests: [{ id: 'a', method: 'trace', url: 'Things' }] })).status).toBe(
      400,
    );
  });
});
