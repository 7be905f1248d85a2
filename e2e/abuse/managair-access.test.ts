import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type JsonApiClient, oneOf } from '#e2e/harness/json-api.ts';
import { aManagairWorld, fixtureNodes, type ManagairWorld, resource } from '#e2e/harness/managair.ts';
import { hasSensorFixtures } from '#e2e/harness/sensor-fixtures.ts';

/**
 * Who may do what with what (managair.md 4): statuses for nobody, a stranger (signed in, of another organization), an
 * inspector, an assistant and an owner of organization 2. The stranger and nobody see what is public in it.
 */
const roles = ['nobody', 'stranger', 'inspector', 'assistant', 'owner'] as const;
type Role = (typeof roles)[number];
type Statuses = readonly [nobody: number, stranger: number, inspector: number, assistant: number, owner: number];

const reads: Readonly<Record<string, Statuses>> = {
  '/quantities/': [200, 200, 200, 200, 200],
  '/quantities/1/': [200, 200, 200, 200, 200],
  '/protocols/1/': [200, 200, 200, 200, 200],
  '/models/1/': [200, 200, 200, 200, 200],
  '/nodes/': [401, 200, 200, 200, 200],
  [`/nodes/${fixtureNodes.black}/`]: [401, 404, 200, 200, 200],
  [`/nodes/${fixtureNodes.black}/timeseries/`]: [401, 404, 200, 200, 200],
  [`/nodes/${fixtureNodes.black}/installations/`]: [401, 404, 200, 200, 200],
  [`/node-timeseries/${fixtureNodes.black}/`]: [401, 404, 200, 200, 200],
  [`/fidelity/${fixtureNodes.black}/`]: [401, 404, 200, 200, 200],
  '/organizations/2/': [200, 200, 200, 200, 200],
  '/organizations/1/': [404, 200, 404, 404, 404],
  '/organizations/2/users/': [404, 404, 200, 200, 200],
  '/organizations/2/memberships/': [404, 404, 200, 200, 200],
  '/organizations/2/nodes/': [404, 404, 200, 200, 200],
  '/organizations/2/sites/': [200, 200, 200, 200, 200],
  '/organizations/2/relationships/users/': [401, 404, 200, 200, 200],
  '/memberships/5/': [401, 404, 200, 200, 200],
  '/users/3/': [401, 404, 200, 200, 200],
  '/users/3/relationships/organizations/': [401, 404, 200, 200, 200],
  '/sites/2/': [404, 404, 200, 200, 200],
  '/sites/3/': [200, 200, 200, 200, 200],
  '/addresses/2/': [401, 404, 200, 200, 200],
  '/rooms/3/': [404, 404, 200, 200, 200],
  '/rooms/4/': [200, 200, 200, 200, 200],
  '/rooms/3/airquality/2020-10': [404, 404, 200, 200, 200],
  '/rooms/4/airquality/2020-10': [200, 200, 200, 200, 200],
  '/installations/2/': [404, 404, 200, 200, 200],
  '/installations/3/': [200, 200, 200, 200, 200],
  '/installations/2/timeseries/': [404, 404, 200, 200, 200],
  '/installation-timeseries/3/': [200, 200, 200, 200, 200],
};

const changes: Readonly<
  Record<string, { readonly type: string; readonly id: string; readonly attributes: object; readonly who: Statuses }>
> = {
  '/quantities/1/': { type: 'Quantity', id: '1', attributes: { base_unit: 'ppm' }, who: [401, 403, 403, 403, 403] },
  '/protocols/1/': { type: 'Protocol', id: '1', attributes: { num_uplink_msgs: 2 }, who: [401, 403, 403, 403, 403] },
  '/models/1/': { type: 'Model', id: '1', attributes: { sensor_type: 'SCD30' }, who: [401, 403, 403, 403, 403] },
  [`/nodes/${fixtureNodes.black}/`]: {
    type: 'Node',
    id: fixtureNodes.black,
    attributes: { description: 'x' },
    who: [401, 404, 403, 200, 200],
  },
  '/organizations/2/': {
    type: 'Organization',
    id: '2',
    attributes: { description: 'x' },
    who: [401, 403, 403, 403, 200],
  },
  '/memberships/6/': { type: 'Membership', id: '6', attributes: { role: 'I' }, who: [401, 404, 403, 403, 200] },
  '/sites/2/': { type: 'Site', id: '2', attributes: { description: 'x' }, who: [401, 404, 403, 200, 200] },
  '/sites/3/': { type: 'Site', id: '3', attributes: { description: 'x' }, who: [401, 403, 403, 200, 200] },
  '/addresses/2/': { type: 'Address', id: '2', attributes: { street2: 'x' }, who: [401, 404, 403, 200, 200] },
  '/rooms/3/': { type: 'Room', id: '3', attributes: { description: 'x' }, who: [401, 404, 403, 200, 200] },
  '/rooms/4/': { type: 'Room', id: '4', attributes: { description: 'x' }, who: [401, 403, 403, 200, 200] },
  '/installations/2/': {
    type: 'Installation',
    id: '2',
    attributes: { description: 'x' },
    who: [401, 404, 403, 200, 200],
  },
  '/installations/3/': {
    type: 'Installation',
    id: '3',
    attributes: { description: 'x' },
    who: [401, 403, 403, 200, 200],
  },
};

describe.runIf(hasSensorFixtures)('man-02 man-10 who may do what', () => {
  let world: ManagairWorld;
  const clients = new Map<Role, JsonApiClient>();

  beforeAll(async () => {
    world = await aManagairWorld();
    const vera = await world.as('veraVersuch');
    // Horst of the files becomes what its comments call him.
    const made = await vera.patch('/memberships/6/', {
      data: { type: 'Membership', id: '6', attributes: { role: 'A' } },
    });
    expect(made.status, made.text).toBe(200);
    clients.set('nobody', world.nobody);
    clients.set('stranger', await world.as('tomTester'));
    clients.set('inspector', await world.as('ingoInspekteur'));
    clients.set('assistant', await world.as('horstHilfsarbeiter'));
    clients.set('owner', vera);
  });
  afterAll(() => world.platform.stop());

  const asEach = async (work: (client: JsonApiClient, role: Role) => Promise<number>) => {
    const statuses: number[] = [];
    for (const role of roles) statuses.push(await work(clients.get(role)!, role));
    return statuses;
  };

  it.each(Object.entries(reads))('reads %s', async (path, expected) => {
    const statuses = await asEach(async (client) => (await client.get(path)).status);
    // The inspector of organization 2 is one of organization 1 too.
    const wanted = path === '/organizations/1/' ? [404, 200, 200, 404, 404] : [...expected];
    expect(statuses).toEqual(wanted);
  });

  it.each(Object.entries(changes))('changes %s', async (path, { type, id, attributes, who }) => {
    const statuses = await asEach(async (client) => {
      // The membership of the assistant is what is changed here: it stays one.
      const said = path === '/memberships/6/' ? { role: 'A' } : attributes;
      return (await client.patch(path, { data: { type, id, attributes: said } })).status;
    });
    expect(statuses).toEqual([...who]);
  });

  it('man-02 whoever may not write is told so before anything of the document or its type is looked at', async () => {
    const broken = [
      { body: {} },
      { body: { data: { type: 'Spaceship', id: '99', attributes: { name: 7 } } } },
      { raw: '{', headers: { 'content-type': 'application/vnd.api+json' } },
      { raw: '{}', headers: { 'content-type': 'application/json' } },
    ];
    const ofOthers = ['/rooms/4/', '/sites/3/', '/installations/3/', '/organizations/2/', '/models/1/'];
    const ofOwn = [
      `/nodes/${fixtureNodes.black}/`,
      '/memberships/6/',
      '/addresses/2/',
      '/installations/2/',
      '/rooms/3/',
    ];
    const lists = ['/rooms/', '/sites/', '/nodes/', '/installations/', '/memberships/', '/quantities/', '/models/'];
    for (const asked of broken) {
      for (const [role, method, paths] of [
        ['nobody', 'PATCH', ofOthers],
        ['stranger', 'PATCH', ofOthers],
        ['inspector', 'PATCH', [...ofOthers, ...ofOwn]],
        ['inspector', 'POST', [...lists, '/organizations/2/relationships/users/']],
        ['inspector', 'POST', ['/users/5/relationships/organizations/']],
        ['inspector', 'PUT', ['/installations/2/image/', '/rooms/3/']],
      ] as const) {
        for (const path of paths) {
          const answer = await clients.get(role)!.call(method, path, asked);
          expect(answer.status, `${role} ${method} ${path}`).toBe(role === 'nobody' ? 401 : 403);
        }
      }
    }
    // Tom owns an organization, and knows a room of another because it is public.
    const wrong = resource('Room', { attributes: {}, relationships: { site: ['Site', '3'] } });
    expect((await clients.get('stranger')!.post('/rooms/', wrong)).status).toBe(403);
    const pair = (node: string, room: string) =>
      resource('Installation', {
        attributes: { from_timestamp_s: 1 },
        relationships: { node: ['Node', node], room: ['Room', room] },
      });
    const owner = clients.get('owner')!;
    for (const body of [pair(fixtureNodes.black, '1'), pair(fixtureNodes.red, '3'), pair(fixtureNodes.black, '99')]) {
      expect((await owner.post('/installations/', body)).status).toBe(400);
    }
    expect((await clients.get('stranger')!.post('/installations/', pair(fixtureNodes.black, '4'))).status).toBe(403);
  });

  const makings: readonly (readonly [string, string, Statuses, (n: number) => object])[] = [
    [
      'rooms',
      'Room',
      [401, 403, 403, 201, 201],
      (n) => ({ attributes: { name: `Room ${n}` }, relationships: { site: ['Site', '2'] } }),
    ],
    [
      'sites',
      'Site',
      [401, 403, 403, 201, 201],
      (n) => ({
        attributes: { name: `Site ${n}` },
        relationships: { operator: ['Organization', '2'], address: ['Address', '2'] },
      }),
    ],
    [
      'nodes',
      'Node',
      [401, 403, 403, 201, 201],
      (n) => ({
        id: `00000000-0000-0000-0000-00000000000${n}`,
        attributes: { eui64: `000000000000000${n}` },
        relationships: { owner: ['Organization', '2'], protocol: ['Protocol', '1'], model: ['Model', '1'] },
      }),
    ],
    [
      'installations',
      'Installation',
      [401, 403, 403, 201, 201],
      (n) => ({
        attributes: { from_timestamp_s: n * 1000, to_timestamp_s: n * 1000 + 10 },
        relationships: { node: ['Node', fixtureNodes.ers], room: ['Room', '4'] },
      }),
    ],
    [
      'memberships',
      'Membership',
      [401, 403, 403, 403, 201],
      () => ({
        attributes: { role: 'I' },
        relationships: { user: ['User', '5'], organization: ['Organization', '2'] },
      }),
    ],
    [
      'addresses',
      'Address',
      [401, 201, 201, 201, 201],
      (n) => ({ attributes: { street1: `Way ${n}`, zip: 'SW1A 1AA', city: 'London', country: 'GB' } }),
    ],
    [
      'quantities',
      'Quantity',
      [401, 403, 403, 403, 403],
      (n) => ({ attributes: { quantity: `Q${n}`, base_unit: 'x' } }),
    ],
    ['protocols', 'Protocol', [401, 403, 403, 403, 403], (n) => ({ attributes: { identifier: `P${n}` } })],
    ['models', 'Model', [401, 403, 403, 403, 403], (n) => ({ attributes: { name: `M${n}` } })],
    ['organizations', 'Organization', [401, 201, 201, 201, 201], (n) => ({ attributes: { name: `Org ${n}` } })],
  ];

  it.each(makings)('makes %s and removes what was made', async (path, type, expected, said) => {
    const made: string[] = [];
    let n = 0;
    const statuses = await asEach(async (client) => {
      n += 1;
      const answer = await client.post(`/${path}/`, resource(type, said(n)));
      if (answer.status === 201) made.push(oneOf(answer).id);
      return answer.status;
    });
    expect(statuses).toEqual([...expected]);
    const [first] = made;
    if (first === undefined || path === 'addresses' || path === 'organizations') return;
    for (const role of ['nobody', 'stranger', 'inspector'] as const) {
      expect((await clients.get(role)!.delete(`/${path}/${first}/`)).status, role).toBeGreaterThanOrEqual(401);
    }
    for (const id of made) expect((await clients.get('owner')!.delete(`/${path}/${id}/`)).status).toBe(204);
  });

  it('man-03 administrators of the installation write the catalogue, and what is in use stays', async () => {
    await world.platform.runtime.db.prisma.user.updateMany({
      where: { username: 'annaAngestellte' },
      data: { isAdministrator: true },
    });
    const anna = await world.as('annaAngestellte');
    const protocol = await anna.post(
      '/protocols/',
      resource('Protocol', { attributes: { identifier: 'NEWPROT_V01' } }),
    );
    expect(protocol.status, protocol.text).toBe(201);
    expect((await anna.delete(`/protocols/${oneOf(protocol).id}/`)).status).toBe(204);
    expect((await anna.delete('/protocols/1/')).status).toBe(409);
    expect((await anna.delete('/models/1/')).status).toBe(409);
    expect((await anna.delete('/quantities/1/')).status).toBe(409);
    const twice = resource('Quantity', { attributes: { quantity: 'Radon', base_unit: 'Bq/m³' } });
    expect((await anna.post('/quantities/', twice)).status).toBe(201);
  });

  it('man-02 an assistant is a role of its own, made where it is first given', async () => {
    const { db } = world.platform.runtime;
    const [role] = await db.prisma.role.findMany({ where: { key: 'assistant' } });
    expect(role).toMatchObject({ isBuiltIn: false });
    expect(role!.verbs).toEqual(expect.arrayContaining(['registry.edit', 'sources.manage']));
    expect(role!.verbs).not.toContain('users.manage');
  });
});
