import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type JsonApiClient, includedOf, listOf, oneOf, pointersOf } from '#e2e/harness/json-api.ts';
import { aManagairWorld, fixtureNodes, type ManagairWorld, resource } from '#e2e/harness/managair.ts';
import { hasSensorFixtures } from '#e2e/harness/sensor-fixtures.ts';
import { createToken } from '#lib/accounts/index.ts';
import { sql } from '#lib/platform/db/sql.ts';
import type { OrganizationId } from '#lib/platform/ids.ts';

const { black, ers, red } = fixtureNodes;

/** One test for each defect of the replaced server (managair.md 18). */
describe.runIf(hasSensorFixtures)('defects of the replaced server that are not here (managair.md 18)', () => {
  let world: ManagairWorld;
  let vera: JsonApiClient;
  let ingo: JsonApiClient;
  beforeAll(async () => {
    world = await aManagairWorld();
    vera = await world.as('veraVersuch');
    ingo = await world.as('ingoInspekteur');
  });
  afterAll(() => world.platform.stop());

  const change = (
    type: string,
    id: string,
    said: { attributes?: object; relationships?: Record<string, [string, string]> },
  ) => resource(type, { id, ...said });
  const users = (...ids: string[]) => ({ data: ids.map((id) => ({ type: 'User', id })) });

  it('man-02 defect 1: nobody but who manages its people adds or removes somebody', async () => {
    expect((await ingo.post('/organizations/2/relationships/users/', users('5'))).status).toBe(403);
    expect((await ingo.delete('/organizations/2/relationships/users/', users('4'))).status).toBe(403);
    expect((await ingo.post('/organizations/3/relationships/users/', users('6'))).status).toBe(404);
    const organizations = { data: [{ type: 'Organization', id: '2' }] };
    expect((await ingo.post('/users/5/relationships/organizations/', organizations)).status).toBe(403);
    expect((await ingo.delete('/users/4/relationships/organizations/', organizations)).status).toBe(403);
    const tom = await world.as('tomTester');
    expect((await tom.post('/organizations/1/relationships/users/', users('4'))).status).toBe(200);
    expect((await tom.post('/organizations/1/relationships/users/', users('4'))).status).toBe(204);
    expect((await tom.get('/organizations/1/relationships/users/')).text).toContain('{"type":"User","id":"4"}');
    expect((await tom.delete('/organizations/1/relationships/users/', users('4'))).status).toBe(200);
    expect((await tom.get('/organizations/1/relationships/users/')).text).not.toContain('{"type":"User","id":"4"}');
  });

  it('man-02 defect 2: what is of an organization is not moved into another', async () => {
    const to = { organization: ['Organization', '1'] } as const;
    expect(
      (
        await vera.patch(
          '/memberships/6/',
          change('Membership', '6', { relationships: { organization: [...to.organization] } }),
        )
      ).status,
    ).toBe(403);
    expect(
      (await vera.patch(`/nodes/${black}/`, change('Node', black, { relationships: { owner: ['Organization', '1'] } })))
        .status,
    ).toBe(403);
    expect(
      (await vera.patch('/sites/2/', change('Site', '2', { relationships: { operator: ['Organization', '1'] } })))
        .status,
    ).toBe(403);
    expect(oneOf(await vera.get('/sites/2/')).relationships['operator']?.data).toMatchObject({ id: '2' });
  });

  it('man-05 defect 3: rooms and installations are not pulled over by naming them', async () => {
    const rooms = { data: { type: 'Site', id: '2', relationships: { rooms: { data: [{ type: 'Room', id: '1' }] } } } };
    expect((await vera.patch('/sites/2/', rooms)).status).toBe(403);
    const installations = {
      data: { type: 'Room', id: '3', relationships: { installations: { data: [{ type: 'Installation', id: '1' }] } } },
    };
    expect((await vera.patch('/rooms/3/', installations)).status).toBe(403);
    expect(oneOf(await (await world.as('tomTester')).get('/rooms/1/')).relationships['site']?.data).toMatchObject({
      id: '1',
    });
  });

  it('man-03 defect 4: the catalogue is for administrators, and nothing goes with it', async () => {
    expect((await vera.delete('/models/1/')).status).toBe(403);
    expect((await vera.delete('/protocols/1/')).status).toBe(403);
    expect(
      (await vera.patch('/quantities/1/', change('Quantity', '1', { attributes: { quantity: 'Gone' } }))).status,
    ).toBe(403);
    expect(listOf(await vera.get('/nodes/'))).toHaveLength(2);
  });

  it('man-10 defect 5: what is public shows no people', async () => {
    const answer = await world.nobody.get('/organizations/2/?include=users,memberships,sites,nodes');
    expect(answer.status).toBe(200);
    expect(answer.text).not.toContain('@');
    expect(includedOf(answer).map(({ type }) => type)).toEqual(['Site']);
    expect(Object.keys(oneOf(answer).relationships)).toEqual(['sites']);
  });

  it('man-10 defect 6: people are seen by those who share an organization, by search neither', async () => {
    const names = listOf(await vera.get('/users/')).map(({ attributes }) => attributes);
    expect(names.map(({ username }) => username).sort()).toEqual([
      'horstHilfsarbeiter',
      'ingoInspekteur',
      'priskaPrueferin',
      'veraVersuch',
    ]);
    expect(names.every((one) => Object.keys(one).sort().join() === 'url,username')).toBe(true);
    expect(listOf(await vera.get('/users/?filter[search]=tom.tester@test.de'))).toEqual([]);
    expect((await vera.get('/users/2/')).status).toBe(404);
  });

  it('man-26 defect 7: the fidelity of a node is for its organization', async () => {
    expect(
      listOf(await vera.get('/fidelity/'))
        .map(({ id }) => id)
        .sort(),
    ).toEqual([black, ers].sort());
    expect((await vera.get(`/fidelity/${red}/`)).status).toBe(404);
  });

  it('man-19 defect 8: what is sent needs a token, and nobody lists what all have sent', async () => {
    const url = `${world.platform.url}/ingest/v1/ingest/`;
    const type = { 'content-type': 'application/vnd.api+json' };
    expect((await fetch(url, { method: 'POST', headers: type, body: '{}' })).status).toBe(401);
    expect((await fetch(url)).status).toBe(404);
  });

  it('man-05 defect 9: inspectors change no address', async () => {
    expect((await ingo.patch('/addresses/2/', change('Address', '2', { attributes: { city: 'X' } }))).status).toBe(403);
    expect((await ingo.delete('/addresses/2/')).status).toBe(403);
    expect((await vera.delete('/addresses/2/')).status).toBe(409);
  });

  it('man-02 defect 10: the last owner neither leaves nor steps down', async () => {
    const tom = await world.as('tomTester');
    expect((await tom.delete('/memberships/4/')).status).toBe(409);
    expect((await tom.patch('/memberships/4/', change('Membership', '4', { attributes: { role: 'I' } }))).status).toBe(
      409,
    );
    expect((await tom.delete('/organizations/1/relationships/users/', users('2'))).status).toBe(409);
    expect(oneOf(await tom.get('/memberships/4/')).attributes['role']).toBe('O');
    const priska = await world.as('priskaPrueferin');
    expect(
      (await priska.patch('/memberships/16/', change('Membership', '16', { attributes: { role: 'O' } }))).status,
    ).toBe(403);
    expect((await priska.delete('/memberships/16/')).status).toBe(403);
  });

  it('man-06 defect 11: what a picture is, its bytes say', async () => {
    const form = new FormData();
    form.set('image', new Blob(['<?php echo 1;']), 'picture.jpeg');
    const refused = await vera.call('PUT', '/installations/2/image/', { raw: form });
    expect([refused.status, pointersOf(refused)]).toEqual([400, ['/data/attributes/image']]);
    expect((await ingo.call('PUT', '/installations/2/image/', { raw: form })).status).toBe(403);
    const text = await vera.call('PUT', '/installations/2/image/', { body: {} });
    expect(text.status).toBe(415);
  });

  it('man-24 defect 12: keys end with their session', async () => {
    const horst = await world.nobody.signedIn('horstHilfsarbeiter', 'horst');
    expect((await horst.get('/nodes/')).status).toBe(200);
    const { db } = world.platform.runtime;
    await db.execute(sql`UPDATE sessions SET expires_at = now() - interval '1 second'
      WHERE user_id = (SELECT id FROM users WHERE username = 'horstHilfsarbeiter')`);
    expect((await horst.get('/nodes/')).status).toBe(401);
    const again = await world.nobody.signedIn('horstHilfsarbeiter', 'horst');
    expect((await again.post('/auth/logout/', { data: {} })).status).toBe(200);
    expect((await again.get('/nodes/')).status).toBe(401);
  });

  const installation = (fromS: number, toS: number | null, node: string = ers) =>
    resource('Installation', {
      attributes: { from_timestamp_s: fromS, ...(toS === null ? {} : { to_timestamp_s: toS }) },
      relationships: { node: ['Node', node], room: ['Room', '4'] },
    });

  it('man-06 defects 13 and 14: a node is in one room at a time, and times have an order', async () => {
    const first = await vera.post('/installations/', installation(1000, 1999));
    expect(first.status, first.text).toBe(201);
    const overlap = await vera.post('/installations/', installation(1999, 3000));
    expect(overlap.status).toBe(409);
    expect(pointersOf(overlap)).toEqual(['/data/attributes/from_timestamp_s']);
    expect((await vera.post('/installations/', installation(1000, 1999))).status).toBe(409);
    const next = await vera.post('/installations/', installation(2000, 3000));
    expect(next.status, next.text).toBe(201);
    const turned = await vera.post('/installations/', installation(5000, 4000));
    expect(turned.status).toBe(400);
    expect(pointersOf(turned)).toEqual(['/data/attributes/to_timestamp_s']);
    for (const { id } of [oneOf(first), oneOf(next)]) await vera.delete(`/installations/${id}/`);
  });

  const senderOf = async () => {
    const { runtime } = world.platform;
    const [organization] = await runtime.db.prisma.organization.findMany({ where: { name: 'Versuchsverbund' } });
    const [owner] = await runtime.db.prisma.user.findMany({ where: { username: 'veraVersuch' } });
    const grant = { verbs: new Set(['tokens.manage', 'intake.send'] as const), studyId: null, orgUnitPath: null };
    const actor = {
      kind: 'user',
      id: owner!.id as never,
      label: 'vera',
      isAdministrator: false,
      grants: [grant],
    } as const;
    const ctx = runtime.context({ organizationId: organization!.id as OrganizationId, actor, requestId: 'x' });
    const { token } = await createToken(ctx, { name: 'gateway', scopes: ['intake.send'], studyId: null, lifeDays: 1 });
    return async (attributes: object) => {
      const body = {
        data: { type: 'Sample', attributes, relationships: { node: { data: { type: 'Node', id: ers } } } },
      };
      const headers = { 'content-type': 'application/vnd.api+json', authorization: `Token ${token}` };
      const url = `${world.platform.url}/ingest/v1/ingest/`;
      return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).status;
    };
  };

  it('man-19 defects 15 and 34: samples that come twice or cannot be are said so; cold and lone temperatures are true', async () => {
    const send = await senderOf();
    const values = { timestamp_s: 1605000000, co2_ppm: 500 };
    expect([await send(values), await send(values)]).toEqual([201, 200]);
    expect(await send({ timestamp_s: 1605000060, co2_ppm: 10_001 })).toBe(400);
    expect(await send({ timestamp_s: 1605000120, temperature_celsius: -31.5 })).toBe(201);
    expect(await send({ timestamp_s: 1605000180, temperature_celsius: 55 })).toBe(201);
    const series = oneOf(await vera.get(`/nodes/${ers}/timeseries/?filter[from]=1605000000&filter[to]=1605000200`));
    const samples = z
      .array(z.looseObject({ co2_ppm: z.number().nullable(), temperature_celsius: z.string().nullable() }))
      .parse(series.attributes['samples']);
    expect(samples.map(({ co2_ppm, temperature_celsius }) => [co2_ppm, temperature_celsius])).toEqual([
      [500, null],
      [null, '-31.5'],
      [null, '55.0'],
    ]);
  });

  it('man-13 defect 16: times and months that are none are said so', async () => {
    for (const path of [
      `/nodes/${black}/timeseries/?filter[from]=x`,
      '/installations/2/?include_timeseries=true&filter[to]=today',
      '/rooms/3/airquality/2020-13',
      '/rooms/3/airquality/x',
      '/rooms/3/airquality/0000-01',
      '/rooms/3/airquality/9999-12',
      `/nodes/${black}/timeseries/?gaps=0`,
      '/rooms/?filter[site]=x',
      '/rooms/?page[number]=0',
      '/rooms/?page[after]=xyz',
    ]) {
      expect((await vera.get(path)).status, path).toBe(400);
    }
  });

  it('man-15 defect 17: a month without data is an answer', async () => {
    for (const mode of ['corrected', 'legacy'])
      expect((await vera.get(`/rooms/4/airquality/2021-05?mode=${mode}&include_histogram=true`)).status).toBe(200);
    expect((await vera.get('/rooms/4/airquality/')).status).toBe(200);
  });

  it('man-15 defects 18 to 23: the corrected rules are what is answered (numbers beside the domain)', async () => {
    const { attributes } = oneOf(await vera.get('/rooms/4/airquality/2020-10'));
    expect(attributes).toMatchObject({
      medal_state: 'not_enough_data',
      indicator: { version: 'cairn-3', time_zone: 'Europe/Berlin', slotS: 600 },
    });
    // Only what the node measured from 15 October on, while it was in this room.
    const days = z
      .array(z.looseObject({ date: z.string(), mean_ppm: z.number().nullable() }))
      .parse(attributes['days']);
    expect(days.filter(({ mean_ppm }) => mean_ppm !== null).map(({ date }) => date)).toEqual([
      '2020-10-22',
      '2020-10-23',
      '2020-10-24',
      '2020-10-25',
    ]);
    const twice = await vera.post('/installations/', installation(1602800000, 1602900000));
    expect(twice.status, twice.text).toBe(201);
    expect((await vera.get('/rooms/4/airquality/2020-10?mode=legacy')).status).toBe(404);
    const each = oneOf(await vera.get('/rooms/4/airquality/2020-10?combine=per_node')).attributes;
    expect(each['by_node']).toHaveLength(2);
    expect(each['by_node']).toContainEqual(expect.objectContaining({ node: ers, medal_state: 'not_enough_data' }));
    expect(each).toMatchObject({ indicator: { combine: 'per_node' }, medal_state: 'not_enough_data' });
    await vera.delete(`/installations/${oneOf(twice).id}/`);
  });

  it('man-26 defect 24: nodes that never sent are unknown, and stop nobody', async () => {
    const tom = await world.as('tomTester');
    const states = listOf(await tom.get('/fidelity/')).map(({ attributes }) => attributes['fidelity']);
    expect(states.filter((state) => state === 'U')).toHaveLength(6);
    expect(states.filter((state) => state === 'D')).toHaveLength(1);
  });

  it('man-11 defects 25 and 26: filter[node] and sort do what they say', async () => {
    expect(listOf(await vera.get(`/installations/?filter[node]=${black}`))).toHaveLength(2);
    expect(listOf(await vera.get(`/installations/?filter[node]=${ers}`))).toHaveLength(0);
    const ids = listOf(await vera.get('/installations/?sort=from_timestamp_s')).map(({ id }) => id);
    expect(ids).toEqual(['2', '3']);
    expect((await vera.get('/installations/?sort=nothing')).status).toBe(400);
  });

  it('man-13 defect 27: the time of a query is the time of the query', async () => {
    const { attributes } = oneOf(await vera.get(`/nodes/${black}/timeseries/`));
    const nowS = Date.now() / 1000;
    expect(Math.abs(Number(attributes['query_timestamp_s']) - nowS)).toBeLessThan(600);
    expect(attributes['to_timestamp_s']).toBe(attributes['query_timestamp_s']);
  });

  it('man-13 defect 28: include_timeseries=false is false', async () => {
    for (const word of ['false', 'False', '0', '']) {
      expect(oneOf(await vera.get(`/nodes/${black}/?include_timeseries=${word}`)).attributes).not.toHaveProperty(
        'timeseries',
      );
    }
  });

  it('man-06 defect 29: one side of an installation may be told alone', async () => {
    const answer = await vera.patch(
      '/installations/2/',
      change('Installation', '2', { relationships: { room: ['Room', '3'] } }),
    );
    expect(answer.status, answer.text).toBe(200);
    const other = await vera.patch(
      '/installations/2/',
      change('Installation', '2', { relationships: { node: ['Node', red] } }),
    );
    expect(other.status).toBe(400);
    expect(pointersOf(other)).toEqual(['/data/relationships/node']);
    const pair = resource('Installation', {
      attributes: { from_timestamp_s: 1 },
      relationships: { node: ['Node', red], room: ['Room', '4'] },
    });
    expect((await vera.post('/installations/', pair)).status).toBe(400);
  });

  it('man-06 defect 30: there is a time behind January 2038', async () => {
    const made = await vera.post('/installations/', installation(3_000_000_000, 4_000_000_000));
    expect(made.status, made.text).toBe(201);
    expect(oneOf(made).attributes).toMatchObject({ from_timestamp_s: 3_000_000_000, to_timestamp_s: 4_000_000_000 });
    const open = await vera.patch(
      `/installations/${oneOf(made).id}/`,
      change('Installation', oneOf(made).id, { attributes: { to_timestamp_s: null } }),
    );
    expect(oneOf(open).attributes['to_timestamp_s']).toBe(2147483647);
    await vera.delete(`/installations/${oneOf(made).id}/`);
  });

  it('man-04 defect 31: an EUI is the same in small and capital letters', async () => {
    const node = (eui64: string) =>
      resource('Node', {
        id: '11111111-2222-3333-4444-555555555555',
        attributes: { eui64 },
        relationships: { owner: ['Organization', '2'], protocol: ['Protocol', '1'], model: ['Model', '1'] },
      });
    const same = await vera.post('/nodes/', node('003cb7ea62a7dcbb'));
    expect(same.status).toBe(409);
    expect(pointersOf(same)).toEqual(['/data/attributes/eui64']);
    expect((await vera.post('/nodes/', node('xyz'))).status).toBe(400);
  });

  it('man-05 defect 32: addresses and days of every country', async () => {
    const said = {
      street1: '10 Downing Street',
      zip: 'SW1A 2AA',
      city: 'London',
      country: 'GB',
      latitude: '51.503396',
      longitude: '-0.127640',
    };
    const address = await vera.post('/addresses/', resource('Address', { attributes: said }));
    expect(address.status, address.text).toBe(201);
    expect(oneOf(address).attributes).toMatchObject(said);
    expect((await ingo.get(`/addresses/${oneOf(address).id}/`)).status).toBe(404);
    const site = await vera.post(
      '/sites/',
      resource('Site', {
        attributes: { name: 'London', time_zone: 'Europe/London' },
        relationships: { operator: ['Organization', '2'], address: ['Address', oneOf(address).id] },
      }),
    );
    expect(site.status, site.text).toBe(201);
    expect((await ingo.get(`/addresses/${oneOf(address).id}/`)).status).toBe(200);
    const wrong = await vera.patch(
      `/sites/${oneOf(site).id}/`,
      change('Site', oneOf(site).id, { attributes: { time_zone: 'Mars/Olympus' } }),
    );
    expect(pointersOf(wrong)).toEqual(['/data/attributes/time_zone']);
    const room = await vera.post(
      '/rooms/',
      resource('Room', { attributes: { name: 'Office' }, relationships: { site: ['Site', oneOf(site).id] } }),
    );
    const { attributes } = oneOf(await vera.get(`/rooms/${oneOf(room).id}/airquality/2021-01`));
    expect(attributes).toMatchObject({ from_timestamp_s: 1609459200, indicator: { time_zone: 'Europe/London' } });
  });

  it('man-20 defect 33: SF12 counts 855 seconds (the vectors stand beside the decoders)', async () => {
    const [node] = listOf(await vera.get(`/nodes/?filter[search]=003CB7EA62A7DCBB`));
    expect(node?.relationships['protocol']?.data).toMatchObject({ type: 'Protocol', id: '1' });
    const { db } = world.platform.runtime;
    const rows = await db.query(
      z.object({ protocol: z.string() }),
      sql`SELECT protocol FROM sensor_nodes WHERE source_id = ${black}`,
    );
    // What the decoder is chosen by, whatever the catalogue calls it.
    expect(rows).toEqual([{ protocol: 'CLAIRCHEN' }]);
  });
});
