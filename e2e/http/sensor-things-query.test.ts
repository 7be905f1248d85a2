import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { anApiWorld, type ApiWorld } from '#e2e/harness/api.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import {
  aLocation,
  aProperty,
  aSensor,
  aStaClient,
  aStream,
  aThing,
  aTokenOf,
  entityOf,
  listThings,
  makeThing,
  point,
  type StaClient,
  type StaEntity,
} from '#e2e/harness/sensor-things.ts';
import { describeArrays } from './sensor-things-array-cases.ts';
import { describeBatches } from './sensor-things-batch-cases.ts';
import { describeFilters } from './sensor-things-filter-cases.ts';
import { describePlans } from './sensor-things-plan-cases.ts';

let platform: TestPlatform;
let world: ApiWorld;
let sta: StaClient;
let sender: StaClient;

beforeAll(async () => {
  platform = await startPlatform();
  world = await anApiWorld(platform.runtime);
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
    ['date(phenomenonTime) eq date(2026-11-02T23:00:00Z)', [3]],
    [
      `time(phenomenonTime) eq '10:00:00' and hour(phenomenonTime) eq 10 and minute(phenomenonTime) eq 0 and result gt 4`,
      [5, 9],
    ],
    [
      'month(phenomenonTime) eq 11 and fractionalseconds(resultTime) eq 0 and floor(result) eq ceiling(result) and result eq 1',
      [1],
    ],
    [
      'phenomenonTime gt mindatetime() and phenomenonTime lt maxdatetime() and now() gt mindatetime() and result eq 3',
      [3],
    ],
    ['totaloffsetminutes(phenomenonTime) eq 0 and result eq 5', [5]],
    ['phenomenonTime lt 2026-11-02T00:00:00Z/2026-11-03T00:00:00Z', [5]],
    ['phenomenonTime gt 2026-11-02T00:00:00Z/2026-11-03T00:00:00Z', [9, 1]],
  ])('man-33 req/request-data/built-in-filter-operations: observations where %s', async (filter, expected) => {
    expect(await results(`${at}?$filter=${encodeURIComponent(filter)}`)).toEqual(expected);
  });

  it.each([
    [`name eq 'O''Neil'`, ["O'Neil"]],
    [`startswith(name, 'Ask') or endswith(tolower(name), 'NEIL')`, ['Asked']],
    [`substringof('sk', name) and length(name) eq 5 and indexof(name, 's') eq 1`, ['Asked']],
    [`concat(toupper(substring(name, 0, 2)), trim(' x ')) eq 'ASx'`, ['Asked']],
    [`properties/owner eq 'Grace' and properties/height ge 10`, ["O'Neil"]],
    [
      `Datastreams/Observations/phenomenonTime ge 2026-11-01T00:00:00Z and time(Datastreams/Observations/phenomenonTime) eq 10:00:00`,
      ['Asked'],
    ],
    [`date(Datastreams/Observations/phenomenonTime) eq date'2026-11-02' and name eq 'Asked'`, ['Asked']],
    [`time(Datastreams/Observations/phenomenonTime) eq time'10:00' and name eq 'Asked'`, ['Asked']],
    [`Datastreams/Observations/result eq 9 and name eq 'Asked'`, ['Asked']],
    [`st_within(Locations/location, geography'POLYGON((99 9,101 9,101 11,99 11,99 9))')`, ["O'Neil"]],
    [`geo.distance(Locations/location, geography'POINT(100 10)') lt 1`, ["O'Neil"]],
    [`name eq '; DROP TABLE sensor_things --'`, []],
    [`properties/height add 1 eq 4 and properties/owner ne null and properties/missing eq null`, ['Asked']],
    [`st_equals(Locations/location, geography'POINT(13.4 52.5)')`, ['Asked']],
    [`st_disjoint(Locations/location, geography'POLYGON((99 9,101 9,101 11,99 11,99 9))')`, ['Asked']],
    [`st_contains(geography'POLYGON((99 9,101 9,101 11,99 11,99 9))', Locations/location)`, ["O'Neil"]],
    [`geo.intersects(Locations/location, geography'LINESTRING(99 10,101 10)')`, ["O'Neil"]],
    [`st_intersects(Locations/location, geography'LINESTRING(99 10,101 10)')`, ["O'Neil"]],
    [`st_touches(Locations/location, geography'LINESTRING(100 10,101 10)')`, ["O'Neil"]],
    [`st_relate(Locations/location, geography'POLYGON((99 9,101 9,101 11,99 11,99 9))', 'T*F**F***')`, ["O'Neil"]],
    [
      `st_crosses(Locations/location, geography'LINESTRING(99 10,101 10)') or st_overlaps(Locations/location, geography'POINT(100 10)')`,
      [],
    ],
    [`geo.length(geography'LINESTRING(0 0,3 4)') eq 5 and name eq 'Asked'`, ['Asked']],
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

describeArrays({ platform: () => platform, sta: () => sta, sender: () => sender });
describeBatches(() => sta);
describeFilters(() => sta);
describePlans(() => ({ platform, world, sta }));

const measurement = 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement';
const complex = 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_ComplexObservation';

/** A MultiDatastream of these ObservedProperties. */
const aMulti = (properties: readonly object[]) => ({
  name: 'Weather',
  description: 'All at once',
  multiObservationDataTypes: properties.map(() => measurement),
  unitOfMeasurements: properties.map(() => aStream.unitOfMeasurement),
  Sensor: aSensor,
  ObservedProperties: properties,
});
const aFeature = { name: 'Roof', description: '', encodingType: 'application/geo+json', feature: point(13, 52) };
const link = ({ '@iot.id': id }: StaEntity) => ({ '@iot.id': id });

describe('man-34 req/multi-datastream', () => {
  let [rain, wind, multi]: StaEntity[] = [];
  let at = '';
  beforeAll(async () => {
    rain = await made('ObservedProperties', { ...aProperty, name: 'Rain' });
    wind = await made('ObservedProperties', { ...aProperty, name: 'Wind' });
    const properties = [link(wind), { ...aProperty, name: 'Frost' }, link(rain)];
    const thing = await made('Things', { ...aThing('Mast'), MultiDatastreams: [aMulti(properties)] });
    [multi] = await list(`Things(${String(thing['@iot.id'])})/MultiDatastreams`);
    at = `MultiDatastreams(${String(multi?.['@iot.id'])})`;
  });

  it('man-34 req/multi-datastream/properties, relations: made deep in a Thing, read from every side, properties in order', async () => {
    expect(multi).toMatchObject({
      name: 'Weather',
      observationType: complex,
      multiObservationDataTypes: [measurement, measurement, measurement],
    });
    expect(typeof multi?.['@iot.id']).toBe('number');
    expect(await names(`${at}/ObservedProperties`)).toEqual(['Wind', 'Frost', 'Rain']);
    const page = z
      .object({ '@iot.nextLink': z.string() })
      .parse((await sta.call('GET', `${at}/ObservedProperties?$top=1`)).json);
    expect(await names(page['@iot.nextLink'])).toEqual(['Frost']);
    expect(await names(`${at}/ObservedProperties?$orderby=name`)).toEqual(['Frost', 'Rain', 'Wind']);
    const { json } = await sta.call('GET', `${at}?$expand=Thing,Sensor,ObservedProperties($select=name),Observations`);
    expect(json).toMatchObject({
      Thing: { name: 'Mast' },
      Sensor: { name: 'DHT22' },
      ObservedProperties: [{ name: 'Wind' }, { name: 'Frost' }, { name: 'Rain' }],
      Observations: [],
    });
    for (const from of [
      `ObservedProperties(${String(wind?.['@iot.id'])})`,
      `Sensors(${String(entityOf(json['Sensor'])['@iot.id'])})`,
    ]) {
      expect(await names(`${from}/MultiDatastreams`), from).toEqual(['Weather']);
    }
    expect(await names(`Things?$filter=MultiDatastreams/ObservedProperties/name eq 'Rain'`)).toEqual(['Mast']);
    expect(await names(`Datastreams?$filter=name eq 'Weather'`)).toEqual([]);
  });

  it('man-34 req/multi-datastream/constraints: types, units and properties are as many as each other', async () => {
    const [one, two] = [link(rain!), link(wind!)];
    const wrong: readonly (readonly [object, string])[] = [
      [{ ...aMulti([one, two]), unitOfMeasurements: [aStream.unitOfMeasurement] }, 'unitOfMeasurements'],
      [{ ...aMulti([one, two]), multiObservationDataTypes: [measurement] }, 'multiObservationDataTypes'],
      [{ ...aMulti([one, one]), multiObservationDataTypes: [measurement] }, 'multiObservationDataTypes'],
      [{ ...aMulti([one]), unitOfMeasurements: 'ppm' }, 'unitOfMeasurements'],
      [{ ...aMulti([one]), observationType: measurement }, 'observationType'],
      [{ ...aMulti([]) }, 'ObservedProperties'],
    ];
    const thing = await made('Things', { name: 'Bare', description: '' });
    for (const [body, field] of wrong) {
      const { status, json } = await sta.call('POST', `Things(${String(thing['@iot.id'])})/MultiDatastreams`, body);
      expect(status, field).toBe(400);
      expect(json['fields']).toMatchObject({ [field]: expect.any(String) as string });
    }
    expect((await sta.call('PATCH', at, { unitOfMeasurements: [] })).status).toBe(400);
    expect((await sta.call('PATCH', at, { ObservedProperties: [one, two] })).status).toBe(400);
    expect((await sta.call('PATCH', at, { name: 'Storm' })).json).toMatchObject({
      name: 'Storm',
      observationType: complex,
    });
    expect((await sta.call('PATCH', at, { name: 'Weather' })).status).toBe(200);
  });

  it('man-34 req/multi-datastream/constraints: the same property may be there twice, as a mean and a maximum are', async () => {
    const thing = await made('Things', { name: 'Pole', description: '' });
    const twice = aMulti([link(wind!), link(rain!), link(wind!)]);
    const created = await made(`Things(${String(thing['@iot.id'])})/MultiDatastreams`, twice);
    const own = `MultiDatastreams(${String(created['@iot.id'])})`;
    expect(await names(`${own}/ObservedProperties`)).toEqual(['Wind', 'Rain', 'Wind']);
    const counted = await sta.call('GET', `${own}/ObservedProperties?$count=true&$top=2`);
    expect(counted.json['@iot.count']).toBe(3);
    expect(await names(String(counted.json['@iot.nextLink']))).toEqual(['Wind']);
    const expanded = (await sta.call('GET', `${own}?$expand=ObservedProperties($select=name;$count=true)`)).json;
    expect(expanded['ObservedProperties']).toMatchObject([{ name: 'Wind' }, { name: 'Rain' }, { name: 'Wind' }]);
    expect(expanded['ObservedProperties@iot.count']).toBe(3);
    const windsMulti = `ObservedProperties(${String(wind?.['@iot.id'])})/MultiDatastreams`;
    expect((await list(windsMulti)).filter((one) => one['@iot.id'] === created['@iot.id'])).toHaveLength(1);
    await made(`${own}/Observations`, { result: [3, 0.5, 9], FeatureOfInterest: aFeature });
    expect((await sta.call('POST', `${own}/Observations`, { result: [3, 0.5] })).status).toBe(400);
    const { Sensor: _, ...rains } = aMulti([link(rain!), link(rain!)]);
    const less = await sta.call('PATCH', own, rains);
    expect(less.status, less.text).toBe(200);
    expect(await names(`${own}/ObservedProperties`)).toEqual(['Rain', 'Rain']);
    expect((await sta.call('DELETE', own)).status).toBe(200);
  });

  it('man-34 an observation is a list with a value for each property, and of one stream alone', async () => {
    const first = await made(`${at}/Observations`, { result: [3, null, 0.5], phenomenonTime: '2026-11-05T10:00:00Z' });
    expect(first).toHaveProperty('MultiDatastream@iot.navigationLink');
    expect(first).not.toHaveProperty('Datastream@iot.navigationLink');
    const own = first['@iot.selfLink'];
    expect((await sta.call('GET', `${own}/MultiDatastream`)).json['@iot.id']).toBe(multi?.['@iot.id']);
    expect((await sta.call('GET', `${own}/Datastream`)).status).toBe(404);
    expect((await sta.call('GET', `${own}/FeatureOfInterest`)).json).toMatchObject({ name: 'Roof' });
    const tie = { MultiDatastream: link(multi!) };
    const later = { result: [4, 5, 6], phenomenonTime: '2026-11-05T12:00:00Z', ...tie };
    expect((await sender.call('POST', 'Observations', later)).status).toBe(201);
    for (const result of [5, [1, 2], [1, 2, 3, 4], { a: 1 }, null]) {
      const { status, json } = await sta.call('POST', 'Observations', { result, ...tie });
      expect([status, Object.keys(json['fields'] ?? {})], JSON.stringify(result)).toEqual([400, ['result']]);
    }
    const [stream] = await list('Datastreams?$top=1');
    for (const ties of [{}, { ...tie, Datastream: link(stream!) }]) {
      const { json } = await sta.call('POST', 'Observations', { result: [1, 2, 3], ...ties });
      expect(json).toMatchObject({ code: 400, fields: { Datastream: expect.any(String) as string } });
    }
    expect((await sta.call('PATCH', own, { result: [7, 8, 9] })).json).toMatchObject({ result: [7, 8, 9] });
    expect((await sta.call('PATCH', own, { result: [7] })).status).toBe(400);
    expect(
      await results(`Observations?$filter=MultiDatastream/name eq 'Weather'&$orderby=phenomenonTime`),
    ).toContainEqual([7, 8, 9]);
    expect(String((await sta.call('GET', at)).json['phenomenonTime'])).toMatch(/^2026-11-05T10:00:00.000Z\//);
  });

  it('man-34 req/data-array of MultiDatastreams', async () => {
    const components = ['phenomenonTime', 'result'];
    const dataArray = [
      ['2026-11-06T10:00:00Z', [1, 2, 3]],
      ['2026-11-06T11:00:00Z', [1]],
    ];
    const answer = await sender.call('POST', 'CreateObservations', [
      { MultiDatastream: link(multi!), components, dataArray },
    ]);
    expect(answer.status, answer.text).toBe(201);
    const [made1, wrong] = z.array(z.string()).parse(answer.json['list']);
    expect((await sta.call('GET', made1 ?? '')).json).toMatchObject({ result: [1, 2, 3] });
    expect(wrong).toMatch(/^error: result/);
    const filter = encodeURIComponent('phenomenonTime eq 2026-11-06T10:00:00Z');
    const { json } = await sta.call(
      'GET',
      `${at}/Observations?$resultFormat=dataArray&$select=result&$filter=${filter}`,
    );
    expect(json['value']).toEqual([
      {
        'MultiDatastream@iot.navigationLink': multi?.['@iot.selfLink'],
        components: ['result'],
        'dataArray@iot.count': 1,
        dataArray: [[[1, 2, 3]]],
      },
    ]);
  });

  it('man-34 it goes with its Thing, its Sensor or one of its properties, and takes its observations along', async () => {
    const property = await made('ObservedProperties', { ...aProperty, name: 'Hail' });
    const thing = await made('Things', {
      ...aThing('Hut'),
      MultiDatastreams: [{ ...aMulti([link(property)]), name: 'Gone' }],
    });
    const [gone] = await list(`Things(${String(thing['@iot.id'])})/MultiDatastreams`);
    const observation = await made(`${String(gone?.['@iot.selfLink'])}/Observations`, { result: [1] });
    expect((await sta.call('DELETE', property['@iot.selfLink'])).status).toBe(200);
    for (const one of [gone!, observation]) expect((await sta.call('GET', one['@iot.selfLink'])).status).toBe(404);
    expect((await sta.call('GET', thing['@iot.selfLink'])).status).toBe(200);
  });
});
