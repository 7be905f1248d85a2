import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { hashPassword } from '#lib/platform/crypto/password.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { fixturePasswords, fixtureRows, hasSensorFixtures, loadRows } from '#e2e/harness/sensor-fixtures.ts';
import {
  aStaClient,
  aThing,
  entitiesSchema,
  listThings,
  makeThing,
  type StaClient,
} from '#e2e/harness/sensor-things.ts';
import { newId, type OrganizationId } from '#lib/platform/ids.ts';
import { getOpenSensors, saveOpenSensors } from '#lib/sensors/index.ts';

let platform: TestPlatform;
let sta: StaClient;

beforeAll(async () => {
  platform = await startPlatform();
  if (!hasSensorFixtures) return;
  const rows = [...fixtureRows('user'), ...fixtureRows('inventory'), ...fixtureRows('data')];
  await loadRows(platform.runtime, rows);
  const shown = Buffer.from(`veraVersuch:${fixturePasswords.veraVersuch}`).toString('base64');
  sta = aStaClient(platform.url, `Basic ${shown}`);
});
afterAll(() => platform.stop());

const list = (path: string) => listThings(sta, path);

describe.runIf(hasSensorFixtures)('man-33 what an organization opens to everybody', () => {
  const anybody = () => aStaClient(platform.url, null);
  const root = () => `${platform.url}/sta/public/2/v1.1`;
  const open = (path: string) => listThings(anybody(), `${root()}/${path}`);
  const statusOf = async (address: string, method = 'GET') => (await anybody().call(method, address)).status;
  const namesOf = (entities: readonly Record<string, unknown>[]) => entities.map(({ name }) => String(name)).sort();

  const organization = async () => {
    const { id } = await platform.runtime.db.prisma.organization.findFirstOrThrow({ where: { legacyId: 2n } });
    const actor = { kind: 'system', label: 'tests' } as const;
    return platform.runtime.context({ organizationId: id as OrganizationId, actor, requestId: newId() });
  };

  it('man-33 everybody reads public installations once they are open, and nothing else', async () => {
    const ctx = await organization();
    const { config } = platform.runtime;
    expect((await getOpenSensors(ctx, config)).isOpen).toBe(false);
    expect(await statusOf(root())).toBe(404);
    const { url } = await saveOpenSensors(ctx, { isOpen: true }, config);
    expect(new URL(url).pathname).toBe('/sta/public/2/v1.1');
    const [audited] = await platform.runtime.db.prisma.auditEvent.findMany({ where: { action: 'sensors.open' } });
    expect(audited?.detail).toEqual({ isOpen: true });

    const { status, json, headers } = await anybody().call('GET', root());
    expect(status).toBe(200);
    expect(headers.get('access-control-allow-origin'), 'pages of other sites may read it').toBe('*');
    const sets = z.array(z.object({ name: z.string(), url: z.string() })).parse(json['value']);
    for (const one of sets) {
      const entities = await listThings(anybody(), one.url);
      const known = (await list(`${one.name}?$top=10000`)).map((entity) => entity['@iot.id']);
      for (const entity of entities) {
        expect(known, one.name).toContain(entity['@iot.id']);
        expect(entity['@iot.selfLink'].startsWith(`${root()}/`), 'links stay open').toBe(true);
      }
    }
    const [node] = await open('Things?$expand=Locations,Datastreams,HistoricalLocations');
    expect(namesOf(await open('Things'))).toEqual(['Clairchen Schwarz']);
    expect(node, 'the device is nobody else’s business').not.toHaveProperty('properties');
    expect(node?.['Locations']).toMatchObject([{ name: 'Prüfstube' }]);
    expect(node?.['HistoricalLocations']).toHaveLength(1);
    expect(namesOf(await open('Locations'))).toEqual(['Prüf-Site', 'Prüfstube'].sort());
    expect(namesOf(await open('FeaturesOfInterest'))).toEqual(['Prüfstube']);
    expect(namesOf(await open('Sensors'))).toEqual(['CLAIRCHEN_PROTOTYPE_01']);
    expect(await open('MultiDatastreams')).toEqual([]);

    const streams = await list('Datastreams?$expand=Observations($top=1)');
    const isPublic = (one: Record<string, unknown>) =>
      z.object({ isPublic: z.boolean() }).parse(one['properties']).isPublic;
    const idsOf = (entities: readonly Record<string, unknown>[]) =>
      entities.map((one) => Number(one['@iot.id'])).sort();
    expect(idsOf(await open('Datastreams'))).toEqual(idsOf(streams.filter(isPublic)));
    const hidden = streams.filter((one) => !isPublic(one));
    expect(hidden.length).toBeGreaterThan(0);
    for (const stream of hidden) {
      const id = String(stream['@iot.id']);
      expect(await statusOf(`${root()}/Datastreams(${id})`)).toBe(404);
      expect(await statusOf(`${root()}/Datastreams(${id})/Observations`)).toBe(404);
      for (const { '@iot.id': number } of z.array(z.object({ '@iot.id': z.number() })).parse(stream['Observations'])) {
        expect(await statusOf(`${root()}/Observations(${String(number)})`)).toBe(404);
      }
    }
    const counted = async (client: StaClient, address: string) =>
      (await client.call('GET', address)).json['@iot.count'];
    const members = await counted(
      sta,
      'Observations?$top=0&$count=true&$filter=Datastream/properties/isPublic eq true',
    );
    expect(await counted(anybody(), `${root()}/Observations?$top=0&$count=true`)).toBe(members);
  });

  it('man-33 nobody changes anything there, other organizations stay closed, and closing closes', async () => {
    for (const method of ['POST', 'PATCH', 'PUT', 'DELETE'])
      expect(await statusOf(`${root()}/Things`, method)).toBe(405);
    expect(await statusOf(`${root()}/$batch`, 'POST')).toBe(405);
    for (const other of ['1', '77777'])
      expect(await statusOf(`${platform.url}/sta/public/${other}/v1.1/Things`)).toBe(404);
    expect(await statusOf(`${platform.url}/sta/v1.1/Things`), 'members show who they are').toBe(401);
    await saveOpenSensors(await organization(), { isOpen: false }, platform.runtime.config);
    expect(await statusOf(`${root()}/Things`)).toBe(404);
  });
});

describe.runIf(hasSensorFixtures)('man-33 the inventory as SensorThings, for a person with name and password', () => {
  it('man-33 nodes, places, models and quantities are there, each by its number', async () => {
    expect((await list('Things?$orderby=name')).map(({ name }) => name)).toEqual([
      'Clairchen Schwarz',
      'ERS Test-Node',
    ]);
    expect((await list('Sensors')).map(({ name }) => name)).toEqual(['CLAIRCHEN_PROTOTYPE_01', 'ELSYS_ERS_CO2']);
    expect(await list('ObservedProperties')).toHaveLength(3);
    const [node] = await list(
      `Things?$filter=properties/eui64 eq '003CB7EA62A7DCBB'&$expand=Locations,HistoricalLocations($orderby=time desc;$expand=Locations)`,
    );
    expect(node?.['Locations']).toMatchObject([{ name: 'Prüfstube' }]);
    expect(node?.['HistoricalLocations']).toMatchObject([
      { Locations: [{ name: 'Prüfstube' }] },
      { Locations: [{ name: 'Versuchsraum 1' }] },
    ]);
    for (const set of [
      'Things',
      'Locations',
      'HistoricalLocations',
      'Sensors',
      'ObservedProperties',
      'Datastreams',
      'FeaturesOfInterest',
    ]) {
      const [first] = await list(`${set}?$top=1`);
      expect(typeof first?.['@iot.id'], set).toBe('number');
      expect((await sta.call('GET', String(first?.['@iot.selfLink']))).json).toEqual(first);
    }
  });

  it('man-33 a node has a Datastream for each quantity of each installation, with what it observed there', async () => {
    const [node] = await list(`Things?$filter=name eq 'Clairchen Schwarz'`);
    const streams = await list(
      `${String(node?.['@iot.selfLink'])}/Datastreams?$expand=ObservedProperty($select=description),Observations($count=true;$top=1)`,
    );
    expect(streams).toHaveLength(6);
    const co2 = streams.filter(
      (one) => z.object({ description: z.string() }).parse(one['ObservedProperty']).description === 'co2',
    );
    expect(co2.map((one) => one['Observations@iot.count'])).toEqual([expect.any(Number), expect.any(Number)]);
    const [stream] = co2.sort((a, b) => Number(b['Observations@iot.count']) - Number(a['Observations@iot.count']));
    const [observation] = await list(
      `${String(stream?.['@iot.selfLink'])}/Observations?$top=1&$orderby=phenomenonTime desc`,
    );
    expect(observation?.['@iot.id'], 'a number of its own').toBeTypeOf('number');
    expect(observation).not.toHaveProperty('MultiDatastream@iot.navigationLink');
    const { json: firstPage } = await sta.call('GET', `${String(stream?.['@iot.selfLink'])}/Observations?$top=2`);
    const times = (page: unknown) =>
      z
        .array(z.object({ phenomenonTime: z.string() }))
        .parse(page)
        .map((one) => one.phenomenonTime);
    const secondPage = await list(String(firstPage['@iot.nextLink']));
    const inOrder = [...times(firstPage['value']), ...times(secondPage)];
    expect(inOrder).toEqual([...new Set(inOrder)].sort());
    expect(observation).toMatchObject({ result: expect.any(Number) as number, resultQuality: 'M' });
    expect(String(stream?.['phenomenonTime']).split('/')[1]).toBe(observation?.['phenomenonTime']);
    expect((await sta.call('GET', String(observation?.['@iot.selfLink']))).json).toEqual(observation);
    expect((await sta.call('GET', `${String(observation?.['@iot.selfLink'])}/Datastream`)).json['@iot.id']).toBe(
      stream?.['@iot.id'],
    );
    const { json } = await sta.call(
      'GET',
      `${String(stream?.['@iot.selfLink'])}/Observations?$count=true&$top=1&$filter=result gt 800`,
    );
    const all = Number(stream?.['Observations@iot.count']);
    expect(Number(json['@iot.count'])).toBeGreaterThan(0);
    expect(Number(json['@iot.count'])).toBeLessThan(all);
  });

  it('man-33 an observation of a node is stored with its samples, once', async () => {
    const co2 = `Thing/name eq 'Clairchen Schwarz' and ObservedProperty/description eq 'co2'`;
    const [latest] = await list(`Datastreams?$filter=${co2}&$orderby=id desc&$top=1`);
    const sent = {
      result: 777,
      phenomenonTime: '2021-03-01T10:00:00.250Z',
      Datastream: { '@iot.id': latest?.['@iot.id'] },
    };
    const made = await sta.call('POST', 'Observations', sent);
    expect(made.status, made.text).toBe(201);
    expect(made.json).toMatchObject({ result: 777, phenomenonTime: '2021-03-01T10:00:00.250Z', resultQuality: 'M' });
    expect((await sta.call('POST', 'Observations', sent)).json['@iot.id']).toBe(made.json['@iot.id']);
    expect((await sta.call('POST', 'Observations', { ...sent, result: 778 })).status).toBe(409);
    for (const wrong of [
      { result: 'high' },
      { phenomenonTime: '2001-01-01T00:00:00Z' },
      { phenomenonTime: '2021-03-01/2021-03-02' },
    ]) {
      expect((await sta.call('POST', 'Observations', { ...sent, ...wrong })).status, JSON.stringify(wrong)).toBe(400);
    }
  });

  it('man-33 req/data-array: samples of a node come in arrays; of two that contradict each other the first stays', async () => {
    const co2 = `Thing/name eq 'Clairchen Schwarz' and ObservedProperty/description eq 'co2'`;
    const [latest] = await list(`Datastreams?$filter=${co2}&$orderby=id desc&$top=1`);
    const at = (minute: number) => `2021-03-02T10:0${String(minute)}:00Z`;
    const dataArray = [
      [at(0), 500],
      [at(0), 501],
      [at(0), 500],
      [at(1), 502],
      [at(2), 20_000],
      ['2001-01-01T00:00:00Z', 1],
      [at(3), 'x'],
      [at(4)],
    ];
    const Datastream = { '@iot.id': latest?.['@iot.id'] };
    const body = [{ Datastream, components: ['phenomenonTime', 'result'], dataArray }];
    const answer = await sta.call('POST', 'CreateObservations', body);
    expect(answer.status, answer.text).toBe(201);
    const told = z.array(z.string()).parse(answer.json['list']);
    expect(told[0]).toMatch(/Observations\(\d+\)$/);
    expect([told[2], told[3] === told[0]]).toEqual([told[0], false]);
    const why = [told[1], ...told.slice(4)].map((one) => one?.replace(/^error: /, ''));
    expect(why.map((one) => /stays|most that is taken|not installed|numbers|components/.exec(one ?? '')?.[0])).toEqual([
      'stays',
      'most that is taken',
      'not installed',
      'numbers',
      'components',
    ]);
    expect((await sta.call('GET', told[3] ?? '')).json).toMatchObject({
      result: 502,
      phenomenonTime: '2021-03-02T10:01:00.000Z',
    });
  });

  it('man-33 req/request-data/pagination: all observations, of nodes and of clients, are read along their ids, each once', async () => {
    const thing = await makeThing(sta, 'Things', aThing('Beside the inventory', [7, 8, 9]));
    const seen: number[] = [];
    let count: unknown;
    for (let next: unknown = 'Observations?$top=1500&$count=true&$select=id'; typeof next === 'string';) {
      const { json, status, text } = await sta.call('GET', next);
      expect(status, text).toBe(200);
      count = json['@iot.count'];
      seen.push(...entitiesSchema.parse(json['value']).map((one) => Number(one['@iot.id'])));
      next = json['@iot.nextLink'];
    }
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
    expect(seen).toHaveLength(Number(count));
    expect(seen.length).toBeGreaterThan(5);
    const skipped = await listThings(sta, 'Observations?$skip=3&$top=2');
    expect(skipped.map((one) => one['@iot.id'])).toEqual(seen.slice(3, 5));
    const gone = await sta.call('DELETE', thing['@iot.selfLink']);
    expect(gone.status).toBe(200);
  });

  it('man-33 what the inventory holds is changed there alone; other organizations have nothing here', async () => {
    const [node] = await list('Things?$top=1');
    const at = String(node?.['@iot.selfLink']);
    expect((await sta.call('PATCH', at, { name: 'x' })).status).toBe(409);
    expect((await sta.call('DELETE', at)).status).toBe(409);
    expect(await list(`Things?$filter=name eq 'Clairchen Rot'`)).toEqual([]);
    expect(await list(`Locations?$filter=name eq 'Testraum 1'`)).toEqual([]);
    expect((await sta.call('DELETE', `Things?$filter=${encodeURIComponent('id gt 0')}`)).status).toBe(409);
    const shared = Buffer.from(`tomTester:${fixturePasswords.tomTester}`).toString('base64');
    expect((await aStaClient(platform.url, `Basic ${shared}`).call('GET', 'Things')).status).toBe(400);
  });

  it('man-33 a right password is believed for many requests, and no longer once it is changed', async () => {
    // One address may try a hundred passwords in five minutes.
    for (let asked = 0; asked < 110; asked += 1) expect((await sta.call('GET', '')).status).toBe(200);
    const where = { username: 'veraVersuch' };
    const [vera] = await platform.runtime.db.prisma.user.findMany({ where });
    const passwordHash = await hashPassword('another hill of stones');
    await platform.runtime.db.prisma.user.update({ where: { id: vera?.id ?? '' }, data: { passwordHash } });
    expect((await sta.call('GET', '')).status).toBe(401);
    const shown = Buffer.from('veraVersuch:another hill of stones').toString('base64');
    expect((await aStaClient(platform.url, `Basic ${shown}`).call('GET', '')).status).toBe(200);
  });
});
