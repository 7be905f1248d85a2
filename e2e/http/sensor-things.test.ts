import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { anApiWorld } from '#e2e/harness/api.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import {
  aLocation,
  aProperty,
  aSensor,
  aStaClient,
  aStream,
  aThing,
  aTokenOf,
  entitiesSchema,
  entityOf,
  listThings,
  makeThing,
  point,
  type StaClient,
} from '#e2e/harness/sensor-things.ts';

let platform: TestPlatform;
let sta: StaClient;
let stranger: StaClient;
let sender: StaClient;
let reader: StaClient;

const sets = [
  'Things',
  'Locations',
  'HistoricalLocations',
  'Datastreams',
  'MultiDatastreams',
  'Sensors',
  'ObservedProperties',
  'Observations',
  'FeaturesOfInterest',
];

beforeAll(async () => {
  platform = await startPlatform();
  const world = await anApiWorld(platform.runtime);
  const owner = await world.as('owner');
  const all = ['sources.read', 'sources.manage', 'passive.read'];
  sta = aStaClient(platform.url, await aTokenOf(owner, all));
  sender = aStaClient(platform.url, await aTokenOf(owner, ['intake.send']));
  reader = aStaClient(platform.url, await aTokenOf(owner, ['sources.read', 'passive.read']));
  const neighbours = await anApiWorld(platform.runtime);
  stranger = aStaClient(platform.url, await aTokenOf(await neighbours.as('owner'), all));
});
afterAll(() => platform.stop());

const made = (path: string, body: object) => makeThing(sta, path, body);
const list = (path: string, client = sta) => listThings(client, path);
const results = async (path: string) => (await list(path)).map((one) => one['result']);

describe('man-33 level 1: reading', () => {
  it('man-33 req/resource-path/resource-path-to-entities: the root names every set and what of the standard works', async () => {
    const { status, json } = await sta.call('GET', '');
    expect(status).toBe(200);
    const root = z
      .object({
        value: z.array(z.object({ name: z.string(), url: z.string() })),
        serverSettings: z.object({ conformance: z.array(z.string()) }),
      })
      .parse(json);
    expect(root.value.map(({ name }) => name)).toEqual(sets);
    expect(root.serverSettings.conformance).toContain(
      'http://www.opengis.net/spec/iot_sensing/1.1/req/request-data/filter',
    );
    for (const { url } of root.value) expect((await sta.call('GET', url)).status).toBe(200);
  });

  it('man-33 req/datamodel: every set gives its entities with their properties and links, one by one and as resource paths', async () => {
    const thing = await made('Things', aThing('Station', [20, 21]));
    const id = String(thing['@iot.id']);
    expect(typeof thing['@iot.id']).toBe('number');
    expect(thing).toMatchObject({ name: 'Station', properties: { owner: 'Ada', height: 3 } });
    const links = ['Locations', 'HistoricalLocations', 'Datastreams'].map(
      (name) => thing[`${name}@iot.navigationLink`],
    );
    for (const link of links) expect((await list(String(link))).length).toBe(1);
    for (const set of sets.filter((name) => name !== 'MultiDatastreams')) {
      const [first] = await list(set);
      const again = await sta.call('GET', String(first?.['@iot.selfLink']));
      expect(again.json).toEqual(first);
    }
    const [stream] = await list(`Things(${id})/Datastreams`);
    expect(stream?.['phenomenonTime']).toBe('2026-11-01T10:00:00.000Z/2026-11-02T10:00:00.000Z');
    const at = `Things(${id})/Datastreams(${String(stream?.['@iot.id'])})`;
    expect(await results(`${at}/Observations`)).toEqual([20, 21]);
    expect((await sta.call('GET', `${at}/Sensor`)).json).toMatchObject(aSensor);
    expect((await sta.call('GET', `${at}/ObservedProperty/name`)).json).toEqual({ name: 'Temperature' });
    expect((await sta.call('GET', `${at}/unitOfMeasurement/symbol/$value`)).text).toBe('°C');
    expect((await sta.call('GET', `Things(${id})/Datastreams/$ref`)).json['value']).toEqual([
      { '@iot.selfLink': stream?.['@iot.selfLink'] },
    ]);
    const [observation] = await list(`${at}/Observations`);
    const feature = await sta.call('GET', String(observation?.['FeatureOfInterest@iot.navigationLink']));
    expect(feature.json).toMatchObject({ name: 'Roof', feature: point(13.4, 52.5) });
  });

  it('man-33 req/request-data/status-code: what is not there is 404, what cannot be read 400', async () => {
    for (const path of [
      'Things(1)',
      'Nothings',
      'Things(1)/Datastreams',
      'Things(x)',
      "Observations('1.2')",
      'Things/Datastreams',
    ]) {
      expect((await sta.call('GET', path)).status, path).toBe(404);
    }
    for (const path of [
      'Things?$filter=name eq',
      'Things?$top=-1',
      'Things?$what=1',
      'Things?$filter=nothing eq 1',
      'Things?$expand=Sensor',
    ]) {
      const { status, json } = await sta.call('GET', path);
      expect(status, path).toBe(400);
      expect(json, path).toMatchObject({ code: 400, type: 'error' });
    }
    expect((await sta.call('GET', `Locations?$filter=st_within(location, geography'POINT(')`)).status).toBe(400);
  });
});

describe('man-33 level 2: making, changing and deleting', () => {
  it('man-33 req/create-update-delete/create-entity: each set takes entities, with links to those there are', async () => {
    const thing = await made('Things', { name: 'T', description: '' });
    const location = await made('Locations', { ...aLocation(), Things: [{ '@iot.id': thing['@iot.id'] }] });
    const sensor = await made('Sensors', aSensor);
    const property = await made('ObservedProperties', aProperty);
    const link = ({ '@iot.id': id }: { '@iot.id': unknown }) => ({ '@iot.id': id });
    const stream = await made(`Things(${String(thing['@iot.id'])})/Datastreams`, {
      ...aStream,
      Sensor: link(sensor),
      ObservedProperty: link(property),
    });
    const feature = await made('FeaturesOfInterest', { ...aLocation(), feature: point(1, 2), location: undefined });
    const sent = {
      result: { deep: [1, 'two'] },
      Datastream: link(stream),
      FeatureOfInterest: link(feature),
      parameters: { wind: 3 },
    };
    const observation = await made('Observations', sent);
    expect(observation).toMatchObject({ result: { deep: [1, 'two'] }, resultTime: null, parameters: { wind: 3 } });
    const history = await list(`Things(${String(thing['@iot.id'])})/HistoricalLocations?$expand=Locations`);
    expect(history[0]?.['Locations']).toMatchObject([{ '@iot.id': location['@iot.id'] }]);
    await made('HistoricalLocations', {
      time: '2020-01-01T00:00:00Z',
      Thing: link(thing),
      Locations: [link(location)],
    });
  });

  it('man-33 req/create-update-delete/deep-insert-status-code: what is not whole is refused, and nothing of it stays', async () => {
    const before = (await list('Things')).length;
    const wrong = [
      { description: 'no name' },
      { ...aThing('Deep'), Datastreams: [{ ...aStream, Sensor: undefined }] },
      { ...aThing('Deep'), Datastreams: [{ ...aStream, ObservedProperty: { name: 'half' } }] },
      { ...aThing('Deep'), Datastreams: [{ ...aStream, Sensor: { '@iot.id': 5 } }] },
      { ...aThing('Deep'), Locations: [{ ...aLocation(), location: { type: 'Point', coordinates: ['a'] } }] },
      { ...aThing('Deep'), surprise: 1 },
      [],
    ];
    for (const body of wrong) {
      const { status, json } = await sta.call('POST', 'Things', body);
      expect(status, JSON.stringify(json)).toBe(400);
      expect(json['message']).toBeTypeOf('string');
    }
    expect((await sta.call('POST', 'Things', wrong[1])).json).toMatchObject({
      fields: { 'Datastreams.Sensor': expect.any(String) as string },
    });
    expect((await list('Things')).length).toBe(before);
    expect((await sta.call('POST', 'Observations', { result: 1 })).status).toBe(400);
    const nowhere = await made('Things', { name: 'Nowhere', description: '', Datastreams: [aStream] });
    const [stream] = await list(`Things(${String(nowhere['@iot.id'])})/Datastreams`);
    const answer = await sta.call('POST', 'Observations', {
      result: 1,
      Datastream: { '@iot.id': stream?.['@iot.id'] },
    });
    expect(answer.json).toMatchObject({ code: 400, fields: { FeatureOfInterest: expect.any(String) as string } });
    expect((await sta.call('POST', 'Things(7)/Datastreams', aStream)).status).toBe(404);
  });

  it('man-33 req/create-update-delete/update-entity: PATCH, PUT and JSON Patch change what they name', async () => {
    const thing = await made('Things', aThing('Old', [1]));
    const at = `Things(${String(thing['@iot.id'])})`;
    expect((await sta.call('PATCH', at, { name: 'New' })).json).toMatchObject({
      name: 'New',
      properties: { owner: 'Ada' },
    });
    const patch = [
      { op: 'test', path: '/properties/owner', value: 'Ada' },
      { op: 'replace', path: '/properties/owner', value: 'Grace' },
      { op: 'add', path: '/properties/colours', value: ['red'] },
      { op: 'remove', path: '/properties/height' },
    ];
    const patched = await sta.call('PATCH', at, patch, 'application/json-patch+json');
    expect(patched.json).toMatchObject({ name: 'New', properties: { owner: 'Grace', colours: ['red'] } });
    expect((await sta.call('PATCH', at, patch, 'application/json-patch+json')).status).toBe(409);
    expect((await sta.call('PUT', at, { name: 'Put', description: 'd' })).json).not.toHaveProperty('properties');
    const moved = await made('Locations', aLocation(2, 48));
    await sta.call('PATCH', at, { Locations: [{ '@iot.id': moved['@iot.id'] }] });
    expect((await list(`${at}/Locations`)).map((one) => one['@iot.id'])).toEqual([moved['@iot.id']]);
    expect((await list(`${at}/HistoricalLocations`)).length).toBe(2);
    const [stream] = await list(`${at}/Datastreams`);
    const [observation] = await list(`Datastreams(${String(stream?.['@iot.id'])})/Observations`);
    const other = await sta.call('PATCH', String(observation?.['@iot.selfLink']), { result: 'none' });
    expect(other.json).toMatchObject({ result: 'none', phenomenonTime: '2026-11-01T10:00:00.000Z' });
    const invalid = [{ name: null }, { Datastreams: [aStream] }, { Locations: [{ '@iot.id': 5 }] }, { name: 5 }];
    for (const body of invalid) expect((await sta.call('PATCH', at, body)).status, JSON.stringify(body)).toBe(400);
    expect((await sta.call('PATCH', 'Things(1)', { name: 'x' })).status).toBe(404);
  });

  it('man-33 req/create-update-delete/delete-entity: what belongs to an entity goes with it', async () => {
    const thing = await made('Things', aThing('Short', [1, 2]));
    const at = `Things(${String(thing['@iot.id'])})`;
    const [stream] = await list(`${at}/Datastreams?$expand=Sensor,Observations,ObservedProperty`);
    const [location] = await list(`${at}/Locations`);
    expect((await sta.call('DELETE', at)).status).toBe(200);
    for (const path of [at, String(stream?.['@iot.selfLink'])]) expect((await sta.call('GET', path)).status).toBe(404);
    const observations = entitiesSchema.parse(stream?.['Observations']);
    const sensor = entityOf(stream?.['Sensor']);
    expect((await sta.call('GET', String(observations[0]?.['@iot.selfLink']))).status).toBe(404);
    expect((await sta.call('GET', sensor['@iot.selfLink'])).status).toBe(200);
    expect(await list(`${String(location?.['@iot.selfLink'])}/HistoricalLocations`)).toEqual([]);
    expect((await sta.call('DELETE', at)).status).toBe(404);
    const kept = await made('Things', aThing('Kept', [1]));
    const [second] = await list(`Things(${String(kept['@iot.id'])})/Datastreams?$expand=Sensor`);
    await sta.call('DELETE', entityOf(second?.['Sensor'])['@iot.selfLink']);
    expect(await list(`Things(${String(kept['@iot.id'])})/Datastreams`)).toEqual([]);
  });
});

describe('man-33 where Things are', () => {
  it('man-33 req/create-update-delete/historical-location-manual-creation: the latest that is written down is where it is', async () => {
    const thing = await made('Things', {
      name: 'Moved',
      description: '',
      Locations: [{ ...aLocation(), name: 'First' }],
    });
    const at = `Things(${String(thing['@iot.id'])})`;
    const [history] = await list(`${at}/HistoricalLocations`);
    await sta.call('PATCH', String(history?.['@iot.selfLink']), { time: '2016-01-01T06:00:00Z' });
    const moved = (name: string, time: string) =>
      made('HistoricalLocations', {
        time,
        Thing: { '@iot.id': thing['@iot.id'] },
        Locations: [{ ...aLocation(1, 2), name }],
      });
    const places = async () => (await list(`${at}/Locations`)).map(({ name }) => name);
    await moved('Later', '2016-01-01T07:00:00Z');
    expect(await places()).toEqual(['Later']);
    await moved('Earlier', '2016-01-01T05:00:00Z');
    expect(await places()).toEqual(['Later']);
    expect(await list(`${at}/HistoricalLocations`)).toHaveLength(3);
  });

  it('man-33 an observation without a feature is of the location that a map can show', async () => {
    const words = { name: 'Words', description: '', encodingType: 'text/plain', location: 'Left of the door' };
    const thing = await made('Things', { ...aThing('Placed', [1]), Locations: [words, aLocation(8, 51)] });
    const [feature] = await list(
      `FeaturesOfInterest?$filter=${encodeURIComponent(`Observations/Datastream/Thing/id eq ${String(thing['@iot.id'])}`)}`,
    );
    expect(feature).toMatchObject({ name: 'Roof', feature: point(8, 51) });
  });
});

describe('man-33 req/datamodel/observation: results of every type', () => {
  it('man-33 numbers, texts, truth, objects, lists and nothing are kept as they came, and found by their type', async () => {
    const thing = await made('Things', aThing('Typed'));
    const [stream] = await list(`Things(${String(thing['@iot.id'])})/Datastreams`);
    const at = `Datastreams(${String(stream?.['@iot.id'])})/Observations`;
    const kinds = [1.5, '1.5', true, { deep: { list: [1] } }, [1, 'two', null], null];
    for (const [index, result] of kinds.entries()) {
      const phenomenonTime = `2026-11-01T10:00:0${String(index)}.000Z`;
      expect(await made(at, { result, phenomenonTime })).toMatchObject({ result, phenomenonTime });
    }
    expect(await results(at)).toEqual(kinds);
    const found = (filter: string) => results(`${at}?$filter=${encodeURIComponent(filter)}`);
    expect(await found('result gt 1')).toEqual([1.5]);
    expect(await found('result eq true')).toEqual([true]);
    expect(await found(`result eq '1.5'`)).toEqual([1.5, '1.5']);
    expect(await found('result eq null')).toEqual([null]);
    expect(await found('result/deep/list eq null')).toHaveLength(5);
  });
});

describe('man-33 deleting by a filter', () => {
  it('man-33 what the filter finds goes, all or nothing, for those who may', async () => {
    const thing = await made('Things', aThing('Pruned', [1, 2, 3]));
    const [stream] = await list(`Things(${String(thing['@iot.id'])})/Datastreams`);
    const at = `${String(stream?.['@iot.selfLink'])}/Observations`;
    const filter = `$filter=${encodeURIComponent('result ge 2')}`;
    expect((await reader.call('DELETE', `${at}?${filter}`)).status).toBe(403);
    expect((await stranger.call('DELETE', `${at}?${filter}`)).status).toBe(404);
    for (const none of ['', '?$top=1', `?${filter}&$top=1`]) {
      expect((await sta.call('DELETE', `${at}${none}`)).status, none).toBe(400);
    }
    expect((await sta.call('DELETE', `${at}?${filter}`)).json).toEqual({ deleted: 2 });
    expect(await results(at)).toEqual([1]);
    const gone = `Things?$filter=${encodeURIComponent("name eq 'Pruned'")}`;
    expect((await sta.call('DELETE', gone)).json).toEqual({ deleted: 1 });
    expect((await sta.call('GET', at)).status).toBe(404);
  });
});

describe('man-33 who may', () => {
  it('man-33 nobody reads or changes without a right of their own organization', async () => {
    const thing = await made('Things', aThing('Private', [1]));
    const at = `Things(${String(thing['@iot.id'])})`;
    for (const path of [at, `${at}/Datastreams`, `${at}/name`])
      expect((await stranger.call('GET', path)).status).toBe(404);
    for (const set of sets) expect(await list(set, stranger)).toEqual([]);
    expect((await stranger.call('PATCH', at, { name: 'Mine' })).status).toBe(404);
    expect((await stranger.call('DELETE', at)).status).toBe(404);
    const [stream] = await list(`${at}/Datastreams`);
    const sent = { result: 1, Datastream: { '@iot.id': stream?.['@iot.id'] } };
    expect((await stranger.call('POST', 'Observations', sent)).status).toBe(400);
    expect((await reader.call('POST', 'Observations', sent)).status).toBe(403);
    expect((await reader.call('DELETE', at)).status).toBe(403);
    expect((await sender.call('POST', 'Observations', sent)).status).toBe(201);
    expect((await sender.call('GET', at)).status).toBe(403);
    expect((await sender.call('POST', 'Things', aThing('No'))).status).toBe(403);
    for (const wrong of [null, 'Bearer nothing', `Basic ${Buffer.from('nobody:x').toString('base64')}`]) {
      const answer = await aStaClient(platform.url, wrong).call('GET', '');
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toContain('Basic');
    }
  });
});
