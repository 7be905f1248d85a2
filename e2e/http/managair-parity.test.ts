import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { includedOf, type JsonApiClient, listOf, oneOf, pointersOf } from '#e2e/harness/json-api.ts';
import { aManagairWorld, fixtureNodes, type ManagairWorld, resource } from '#e2e/harness/managair.ts';
import { hasSensorFixtures } from '#e2e/harness/sensor-fixtures.ts';
import { countSamples } from '#lib/sensors/index.ts';

const { black } = fixtureNodes;

describe.runIf(hasSensorFixtures)('the expected numbers of the fixture files (managair.md 16)', () => {
  let world: ManagairWorld;
  let vera: JsonApiClient;
  let priska: JsonApiClient;
  beforeAll(async () => {
    world = await aManagairWorld();
    vera = await world.as('veraVersuch');
    priska = await world.as('priskaPrueferin');
  });
  afterAll(() => world.platform.stop());

  const count = async (client: JsonApiClient, path: string) => listOf(await client.get(path)).length;

  it('man-12 an owner sees 2 nodes, 2 installations, 2 series, 2 sites and 2 rooms', async () => {
    for (const path of [
      '/nodes/',
      '/installations/',
      '/node-timeseries/',
      '/sites/',
      '/rooms/',
      '/installation-timeseries',
    ]) {
      expect(await count(vera, path), path).toBe(2);
    }
    expect(await count(await world.as('tomTester'), '/organizations/')).toBe(3);
  });

  it('man-10 nobody sees one organization, site, room and installation, and neither nodes nor people', async () => {
    for (const path of ['/organizations/', '/sites/', '/rooms/', '/installations/', '/installation-timeseries/']) {
      expect(await count(world.nobody, path), path).toBe(1);
    }
    for (const path of ['/nodes/', '/node-timeseries/', '/fidelity/', '/users/', '/memberships/', '/addresses/']) {
      expect((await world.nobody.get(path)).status, path).toBe(401);
    }
    for (const path of ['/quantities/', '/protocols/', '/models/'])
      expect((await world.nobody.get(path)).status).toBe(200);
    const series = oneOf(await world.nobody.get('/installation-timeseries/3/'));
    expect(series.attributes).toMatchObject({ node_id: black, node_alias: 'Clairchen Schwarz', sample_count: 121 });
    expect((await world.nobody.get('/installations/2/')).status).toBe(404);
    expect((await world.nobody.get('/installations/3/node/')).status).toBe(401);
  });

  it('man-01 man-02 somebody in two organizations sees 8 memberships, 4 of them in one', async () => {
    expect(await count(priska, '/memberships/')).toBe(8);
    expect(await count(priska, '/memberships/?filter[organization]=2')).toBe(4);
    expect(await count(priska, '/memberships/?filter[user]=6')).toBe(2);
    expect(await count(priska, '/memberships/?filter[username]=ingoInspekteur')).toBe(2);
    expect(await count(priska, '/rooms/?filter[organization]=1')).toBe(2);
    expect(await count(priska, '/nodes/?filter[organization]=2')).toBe(2);
    expect(await count(priska, '/organizations/1/users/')).toBe(4);
    expect(await count(priska, '/organizations/1/nodes/')).toBe(1);
    expect(oneOf(await priska.get('/memberships/15/')).attributes).toMatchObject({
      role: 'O',
      user_name: 'priskaPrueferin',
      organization_name: 'Versuchsverbund',
    });
  });

  it('man-13 series have their samples, whole and in slices, with both ends', async () => {
    const whole = oneOf(await vera.get(`/nodes/${black}/timeseries/`));
    expect(whole).toMatchObject({ type: 'Node-Timeseries', id: black, attributes: { sample_count: 589 } });
    const samples = z.array(z.record(z.string(), z.unknown())).parse(whole.attributes['samples']);
    expect(samples).toHaveLength(589);
    expect(samples[0]).toMatchObject({ timestamp_s: 1601653395, measurement_status: 'M' });
    expect(samples.every(({ id }) => typeof id === 'number' && id < 10_000)).toBe(true);
    const slice = oneOf(await vera.get(`/node-timeseries/${black}/?filter[from]=1601725200&filter[to]=1601795400`));
    expect(slice.attributes).toMatchObject({
      sample_count: 39,
      from_timestamp_s: 1601725200,
      to_timestamp_s: 1601795400,
    });
    expect(oneOf(await vera.get(`/nodes/${black}/?include_timeseries=True`)).attributes['timeseries']).toHaveLength(
      589,
    );
    const installation = oneOf(await vera.get('/installations/2/?include_timeseries=true'));
    expect(installation.attributes['timeseries']).toHaveLength(468);
    const cut = '/installations/2/?include_timeseries=true&filter[from]=1601675365&filter[to]=1601738613';
    expect(oneOf(await vera.get(cut)).attributes['timeseries']).toHaveLength(71);
    const node = listOf(await vera.get('/nodes/')).find(({ id }) => id === black);
    expect(node?.attributes).toMatchObject({
      eui64: '003CB7EA62A7DCBB',
      sample_count: 589,
      latest_sample: { timestamp_s: 1603581327 },
    });
  });

  it('man-05 man-06 things have the attributes, relations and ids that they had', async () => {
    const site = await vera.get('/sites/2/');
    expect(oneOf(site)).toMatchObject({
      type: 'Site',
      id: '2',
      attributes: { name: 'Versuchs-Site', description: '' },
      relationships: {
        address: { data: { type: 'Address', id: '2' } },
        operator: { data: { type: 'Organization', id: '2' } },
        rooms: { links: { related: expect.stringMatching(/\/api\/v1\/sites\/2\/rooms\/$/) as string } },
      },
    });
    expect(includedOf(site)).toMatchObject([
      { type: 'Address', id: '2', attributes: { street1: 'Versuchsweg 7', zip: '98765', latitude: null } },
    ]);
    expect(oneOf(await vera.get('/rooms/3/')).attributes).toMatchObject({
      name: 'Versuchsraum 1',
      size_sqm: '33.0',
      height_m: '2.5',
      max_occupancy: 17,
    });
    expect(oneOf(await vera.get('/installations/2/'))).toMatchObject({
      attributes: {
        from_timestamp_s: 1601510400,
        to_timestamp_s: 1602720000,
        is_public: false,
        image: null,
        sample_count: 468,
      },
      relationships: { node: { data: { type: 'Node', id: black } }, room: { data: { type: 'Room', id: '3' } } },
    });
    expect(oneOf(await vera.get('/installations/3/')).attributes).toMatchObject({
      to_timestamp_s: 2147483647,
      is_public: true,
    });
    expect(oneOf(await vera.get(`/nodes/${black}/model/`)).attributes).toMatchObject({
      name: 'CLAIRCHEN_PROTOTYPE_01',
      sensor_type: 'Sensirion SCD30',
    });
    expect(oneOf(await vera.get(`/nodes/${black}/protocol/`)).attributes).toMatchObject({
      identifier: 'CLAIRCHENPROT_V01',
      num_uplink_msgs: 1,
      num_downlink_msgs: 0,
    });
    expect(listOf(await vera.get('/models/1/quantities/'))).toHaveLength(3);
    expect(oneOf(await vera.get('/quantities/1/')).attributes).toMatchObject({ quantity: 'CO2', base_unit: 'PPM' });
    const related = [
      '/sites/2/organization/',
      '/sites/2/address/',
      '/rooms/3/site/',
      '/installations/2/room/',
      '/installations/2/node/',
      '/memberships/5/user/',
      '/memberships/5/organization/',
      `/nodes/${black}/owner/`,
    ];
    for (const path of related) expect((await vera.get(path)).status, path).toBe(200);
    const lists = {
      '/sites/2/rooms/': 1,
      '/rooms/3/installations/': 1,
      '/users/3/organizations/': 1,
      '/users/3/memberships/': 1,
      '/organizations/2/sites/': 2,
      '/organizations/2/memberships/': 4,
    };
    for (const [path, length] of Object.entries(lists)) expect(await count(vera, path), path).toBe(length);
    expect(await count(vera, `/nodes/${black}/installations/`)).toBe(2);
    expect(await count(vera, '/fidelity/')).toBe(2);
    expect(oneOf(await vera.get(`/fidelity/${black}/`))).toMatchObject({
      attributes: { fidelity: 'D', last_contact_s: 1603581327 },
    });
    for (const name of ['nodes', 'sites', 'memberships']) {
      expect((await vera.get(`/organizations/2/relationships/${name}/`)).status).toBe(404);
    }
  });

  it('man-03 filters find by organization, site, room, node and text', async () => {
    expect(await count(vera, '/installations/?filter[site]=3')).toBe(1);
    expect(await count(vera, '/installations/?filter[room]=3')).toBe(1);
    expect(await count(vera, '/rooms/?filter[site]=2')).toBe(1);
    expect(await count(vera, '/rooms/?filter[search]=pr%C3%BCf')).toBe(1);
    expect(await count(vera, '/nodes/?filter[search]=schwarz')).toBe(1);
    expect(await count(vera, '/nodes/?filter[search]=a81758')).toBe(1);
    expect(await count(vera, '/sites/?filter[search]=versuch')).toBe(1);
    expect(await count(vera, '/users/?filter[organization]=2')).toBe(4);
  });

  it('man-15 the room has its golden numbers in legacy mode, and days of the site by the corrected rules', async () => {
    const tom = await world.as('tomTester');
    const day = z.looseObject({
      date: z.string(),
      gap_duration_s: z.number(),
      max_ppm: z.number().nullable(),
      mean_ppm: z.number().nullable(),
    });
    const answer = oneOf(await tom.get('/rooms/2/airquality/2020-10?include_histogram=true&mode=legacy'));
    expect(answer).toMatchObject({
      type: 'room-airquality',
      id: '2',
      attributes: { clean_air_medal: false, slot_count: 3463, year_month: '2020-10' },
    });
    const days = z.array(day).parse(answer.attributes['days']);
    const told = days
      .filter(({ max_ppm }) => max_ppm !== null)
      .map((one) => [one.date.slice(5), one.gap_duration_s, one.max_ppm?.toFixed(2), one.mean_ppm?.toFixed(2)]);
    expect(days).toHaveLength(25);
    expect(told).toEqual([
      ['10-02', 64200, '760.00', '711.49'],
      ['10-03', 49200, '760.00', '480.78'],
      ['10-04', 36600, '720.00', '557.03'],
      ['10-05', 31800, '1060.00', '667.39'],
      ['10-06', 29400, '900.00', '689.73'],
      ['10-07', 26400, '840.00', '651.23'],
      ['10-08', 61800, '913.33', '646.02'],
      ['10-22', 63600, '1060.00', '814.28'],
      ['10-23', 45600, '1280.00', '887.77'],
      ['10-24', 34800, '1340.00', '765.54'],
      ['10-25', 0, '1120.00', '946.27'],
      ['10-26', 85800, '760.00', '760.00'],
    ]);
    const histogram = z.record(z.string(), z.array(z.number())).parse(answer.attributes['airq_hist']);
    expect(Object.values(histogram).map((hours) => hours.length)).toEqual([0, 0, 0, 0, 0, 0, 24]);
    expect(histogram['Su']?.slice(0, 4).map((mean) => mean.toFixed(1))).toEqual([
      '1031.1',
      '1113.0',
      '1094.3',
      '1071.6',
    ]);
    const corrected = oneOf(await tom.get('/rooms/2/airquality/2020-10'));
    expect(corrected.attributes).toMatchObject({
      clean_air_medal: null,
      medal_state: 'not_enough_data',
      indicator: { time_zone: 'Europe/Berlin' },
    });
    const own = z
      .array(day.extend({ length_s: z.number(), is_valid: z.boolean() }))
      .parse(corrected.attributes['days']);
    expect(own).toHaveLength(31);
    expect(own.find(({ date }) => date === '2020-10-25')).toMatchObject({ length_s: 90_000, is_valid: false });
  });

  it('man-04 man-05 man-06 things are made, read, changed and removed as before', async () => {
    const room = await vera.post(
      '/rooms/',
      resource('Room', {
        attributes: { name: 'Räumchen', description: 'Nur zum Test', size_sqm: '5', height_m: '2.6', max_occupancy: 1 },
        relationships: { site: ['Site', '3'] },
      }),
    );
    expect(room.status, room.text).toBe(201);
    expect(oneOf(room)).toMatchObject({
      attributes: { size_sqm: '5.0' },
      relationships: { site: { data: { id: '3' } } },
    });
    const path = `/rooms/${oneOf(room).id}/`;
    expect(room.headers.get('location')).toContain(path);
    expect(
      oneOf(
        await vera.patch(path, { data: { type: 'Room', id: Number(oneOf(room).id), attributes: { height_m: '2.7' } } }),
      ).attributes,
    ).toMatchObject({ height_m: '2.7', size_sqm: '5.0', description: 'Nur zum Test' });
    expect((await vera.delete(path)).status).toBe(204);
    expect((await vera.get(path)).status).toBe(404);
    const id = '0094826d4b122b94d16caf86a16f9cc3';
    const node = await vera.post(
      '/nodes/',
      resource('Node', {
        id,
        attributes: { eui64: 'fefffffffdff0000', alias: 'Test Node', description: 'What a node!' },
        relationships: { protocol: ['Protocol', '1'], model: ['Model', '1'], owner: ['Organization', '2'] },
      }),
    );
    expect(node.status, node.text).toBe(201);
    expect(oneOf(node)).toMatchObject({
      id: '0094826d-4b12-2b94-d16c-af86a16f9cc3',
      attributes: { eui64: 'fefffffffdff0000', alias: 'Test Node' },
    });
    expect((await vera.delete(`/nodes/${id}/`)).status).toBe(204);
    expect((await vera.get(`/nodes/${id}/`)).status).toBe(404);
    const site = await vera.post(
      '/sites/',
      resource('Site', {
        attributes: { name: 'Versuchsort 2' },
        relationships: { address: ['Address', '2'], operator: ['Organization', '2'] },
      }),
    );
    expect(site.status, site.text).toBe(201);
    expect((await vera.delete(`/sites/${oneOf(site).id}/`)).status).toBe(204);
    const founded = await (
      await world.as('annaAngestellte')
    ).post(
      '/organizations/',
      resource('Organization', { attributes: { name: 'Temp-Testers', description: 'Vorübergehend' } }),
    );
    expect(founded.status, founded.text).toBe(201);
    const anna = await world.as('annaAngestellte');
    const taken = resource('Organization', { attributes: { name: 'Temp-Testers' } });
    expect(pointersOf(await anna.post('/organizations/', taken))).toEqual(['/data/attributes/name']);
    expect(oneOf(await anna.get(`/organizations/${oneOf(founded).id}/`)).attributes).toMatchObject({
      name: 'Temp-Testers',
      description: 'Vorübergehend',
    });
    expect((await anna.delete(`/organizations/${oneOf(founded).id}/`)).status).toBe(204);
    expect((await anna.get(`/organizations/${oneOf(founded).id}/`)).status).toBe(404);
  });

  it('man-13 lists say that numbers of samples are exact, and tell the same once days are counted', async () => {
    const numbers = async () => {
      const answers = [
        await vera.get('/nodes/'),
        await vera.get('/installations/'),
        await vera.get('/node-timeseries/'),
      ];
      for (const { json } of answers) expect(json).toMatchObject({ meta: { sample_count: 'exact' } });
      return answers.map((answer) => listOf(answer).map(({ id, attributes }) => [id, attributes['sample_count']]));
    };
    const before = await numbers();
    expect(JSON.stringify(before)).toContain(`["${black}",589]`);
    expect(await countSamples(world.platform.runtime)).toBeGreaterThan(0);
    expect(await numbers()).toEqual(before);
    const sparse = await vera.get('/nodes/?fields[Node]=alias');
    expect(JSON.stringify(sparse.json)).not.toContain('sample_count');
  });

  it('man-06 man-07 an installation has a picture, is moved in one step, and is taken back', async () => {
    const from = 1650000000;
    const wish = (room: string, at: number) =>
      resource('Installation', {
        attributes: { from_timestamp_s: at, description: 'Test', is_public: false },
        relationships: { node: ['Node', fixtureNodes.ers], room: ['Room', room] },
      });
    const first = await vera.post('/installations/', wish('4', from));
    expect(first.status, first.text).toBe(201);
    expect(oneOf(first).attributes).toMatchObject({ from_timestamp_s: from, to_timestamp_s: 2147483647 });
    expect((await vera.post('/installations/', wish('3', from + 1000))).status).toBe(409);
    const moved = await vera.post('/installations/?install_now=true', wish('3', from + 1000));
    expect(moved.status, moved.text).toBe(201);
    const before = `/installations/${oneOf(first).id}/`;
    expect(oneOf(await vera.get(before)).attributes['to_timestamp_s']).toBe(from + 999);
    const form = new FormData();
    form.set('image', new Blob([Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4, 5, 6, 7, 8])]), 'sensor.php');
    const put = await vera.call('PUT', `${before}image/`, { raw: form });
    expect(put.status, put.text).toBe(200);
    const image = await fetch(`${world.platform.url}/api/v1${before}image/`, {
      headers: { authorization: `Token ${vera.key ?? ''}` },
    });
    expect([image.status, image.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    const text = new FormData();
    text.set('image', new Blob(['<svg onload=alert(1)>']), 'sensor.jpeg');
    expect((await vera.call('PUT', `${before}image/`, { raw: text })).status).toBe(400);
    for (const { id } of [oneOf(first), oneOf(moved)])
      expect((await vera.delete(`/installations/${id}/`)).status).toBe(204);
    expect((await vera.get(before)).status).toBe(404);
  });
});
