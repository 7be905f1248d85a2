import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFrontDoor } from '#lib/gateway/front-door.ts';
import { iasoRoutes, isIasoPath } from '#lib/protocols/iaso/app.ts';
import { headersOfSession, signInAs, testPassword } from '../harness/accounts.ts';
import { openIasoWorld, type IasoWorld } from '../harness/iaso.ts';

let world: IasoWorld;
/** Integers of things of ours. */
let numbers: Readonly<Record<'type' | 'pyramid' | 'version', string>>;

beforeAll(async () => {
  world = await openIasoWorld();
  const { prisma } = world.accounts.runtime.db;
  const where = { organizationId: world.organization.id };
  const type = await prisma.orgUnitType.findFirstOrThrow({ where });
  const pyramid = await prisma.pyramid.findFirstOrThrow({ where });
  const version = await prisma.pyramidVersion.findFirstOrThrow({ where });
  numbers = {
    type: String(type.legacyId),
    pyramid: String(pyramid.legacyId),
    version: String(version.legacyId),
  };
});
afterAll(() => world.close());

const legacy = (ref: string) => String(world.pyramid.legacyIds.get(ref));

/** Every address with things of ours in it. */
function requests(): readonly string[] {
  return iasoRoutes.map(([method, path]) => {
    const words: readonly [RegExp, string][] = [
      [/mobile/, '?app_id=hill-clinics'],
      [/logs$/, `?contentType=iaso.orgunit&objectId=${legacy('mb')}`],
      [/comments/, `?content_type=iaso-orgunit&object_pk=${legacy('mb')}`],
      [/./, method === 'GET' ? '?limit=5' : ''],
    ];
    return `${method} ${path.replace(':id', idFor(path))}/${words.find(([of]) => of.test(path))?.[1] ?? ''}`;
  });
}

/** The integer of the thing that an address is about. */
function idFor(path: string): string {
  if (path.includes('types')) return numbers.type;
  if (path.includes('datasources')) return numbers.pyramid;
  return path.includes('versions') ? numbers.version : legacy('mb');
}

/** What a request that changes something says: well formed, about things of ours. */
function bodyOf(request: string): unknown {
  if (request.startsWith('GET')) return undefined;
  if (request.includes('comments')) {
    return { object_pk: legacy('mb'), content_type: 'iaso-orgunit', comment: 'Seen' };
  }
  if (request.includes('bulk')) return { selected_ids: [legacy('mb')], validation_status: 'NEW' };
  if (request.includes('importgpkg')) {
    const form = new FormData();
    form.set('data_source', numbers.pyramid);
    const head = Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(4080)]);
    form.set('file', new File([new Uint8Array(head)], 'units.gpkg'));
    return form;
  }
  if (request.includes('check_dhis2')) {
    return { dhis2_url: 'http://127.0.0.1:9', dhis2_login: 'l', data_source: numbers.pyramid };
  }
  if (request.includes('sourceversions')) return { data_source: numbers.pyramid, description: 'Mine' };
  if (/datasources|types|groups|group_sets/.test(request)) return { name: 'Mine' };
  if (request.includes('copyversion')) return { source_source_id: numbers.pyramid, source_version_number: 0 };
  if (request.includes('create_org_unit')) return { name: 'New', parent_id: legacy('eq') };
  if (request.includes('tasks')) return { should_be_killed: true };
  if (request.startsWith('PATCH')) return { name: 'Mine' };
  return [];
}

/** What belongs to us and nobody else may read. */
const ours = /Mbandaka|Kinshasa|RD Congo|Gombe|Clinics/;

describe('reg-72 who is let into the old registry protocol', () => {
  it('reg-72 nobody unknown reaches any address, and is told so as Django does', async () => {
    for (const request of requests()) {
      const { status, body, headers } = await world.askUnknown(request, bodyOf(request));
      expect([request, status]).toEqual([request, 401]);
      expect(body).toEqual({ detail: expect.any(String) as string });
      expect(headers.get('www-authenticate')).toContain('Token');
    }
  });

  it('reg-72 a token without the permission is refused everywhere but where nothing of anybody is told', async () => {
    const ask = await world.askWith(['sources.read']);
    for (const request of requests()) {
      const { status, body } = await ask(request, bodyOf(request));
      expect(JSON.stringify(body)).not.toMatch(ours);
      if (!/validationstatus|tasks\/(types\/)?\?/.test(request)) {
        expect([request, status]).toEqual([request, expect.toBeOneOf([403, 404])]);
      }
    }
  });

  it('reg-72 another organization finds nothing of ours under our ids, by any address', async () => {
    for (const request of requests()) {
      const { status, body } = await world.askStranger(request, bodyOf(request));
      expect(JSON.stringify(body)).not.toMatch(ours);
      if (/mobile|logs|(orgunits|types|datasources|versions)\/\d|POST .*(version|gpkg|dhis2)/.test(request))
        expect([request, status]).toEqual([request, 404]);
    }
    const found = await world.askStranger(`GET /api/orgunits/?limit=9&search=ids:${legacy('mb')}`);
    expect(found.body).toMatchObject({ count: 0, orgunits: [] });
    const absent = await world.askStranger('GET /api/orgunits/999999/');
    expect(await world.askStranger(`GET /api/orgunits/${legacy('mb')}/`)).toEqual({
      ...absent,
      headers: expect.anything() as Headers,
    });
  });

  it('reg-7 who is limited to a sub-tree finds nothing outside it, and its top has no parent', async () => {
    const ask = await world.askWithin(world.pyramid.paths.get('eq') ?? '');
    const namesOf = (body: unknown) => (body as { orgunits: { name: string }[] }).orgunits.map(({ name }) => name);
    expect(namesOf((await ask('GET /api/orgunits/?limit=9')).body)).toEqual(['Équateur', 'Mbandaka']);
    expect((await ask(`GET /api/orgunits/${legacy('kin')}/`)).status).toBe(404);
    expect((await ask(`GET /api/orgunits/${legacy('eq')}/`)).body).toMatchObject({ parent_id: null, parent: null });
    expect((await ask('GET /api/orgunits/tree/')).body).toMatchObject([{ name: 'Équateur' }]);
    expect((await ask('GET /api/orgunits/tree/?force_full_tree=true')).body).toEqual([]);
    const phone = (await ask('GET /api/mobile/orgunits/?app_id=hill-clinics')).body;
    expect(phone).toMatchObject({
      roots: [Number(legacy('eq'))],
      orgUnits: [{ name: 'Équateur' }, { name: 'Mbandaka' }],
    });
    const outside = `GET /api/orgunits/?limit=9&validation_status=all&orgUnitParentId=${legacy('kin')}`;
    expect((await ask(outside)).body).toMatchObject({ count: 0 });
  });
});

describe('reg-72 tokens of a name and a password', () => {
  it('reg-72 live an hour, are renewed while the session lives, and end with it', async () => {
    const { accounts, organization, asking } = world;
    const person = await accounts.aUser(organization, 'analyst');
    const issued = await world.askUnknown('POST /api/token/', { username: person.email, password: testPassword });
    const { access, refresh } = issued.body as { access: string; refresh: string };
    const ask = asking(new Headers({ authorization: `Bearer ${access}` }));
    expect((await ask('GET /api/orgunits/?limit=1')).status).toBe(200);
    const renewed = await world.askUnknown('POST /api/token/refresh/', { refresh });
    expect(renewed.body).toEqual({ access: expect.stringMatching(/^cairn-session\./) as string });
    await accounts.runtime.db.prisma.session.updateMany({
      where: { userId: person.userId },
      data: { revokedAt: new Date() },
    });
    expect((await ask('GET /api/orgunits/?limit=1')).status).toBe(401);
    expect((await world.askUnknown('POST /api/token/refresh/', { refresh })).status).toBe(401);
  });

  it('reg-72 are not for a wrong password, an unknown name, or what is no token', async () => {
    const { owner } = world;
    const wrong = await world.askUnknown('POST /api/token/', { username: owner.email, password: 'a wrong one' });
    const unknown = await world.askUnknown('POST /api/token/', {
      username: 'nobody@example.org',
      password: 'a wrong one',
    });
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(wrong.body).toEqual(unknown.body);
    for (const refresh of ['', 'cairn-session.', 'cairn-session.x.y.z', 'x'.repeat(4000)]) {
      expect((await world.askUnknown('POST /api/token/refresh/', { refresh })).status).toBe(401);
    }
    for (const body of [{}, { username: 3 }, { username: owner.email }]) {
      expect((await world.askUnknown('POST /api/token/', body)).status).toBe(400);
    }
  });

  it('reg-72 a browser’s cookie reads, and changes nothing without the header of our own pages', async () => {
    const headers = await headersOfSession(world.accounts.runtime, await signInAs(world.accounts, world.owner));
    const ask = world.asking(headers);
    expect((await ask('GET /api/orgunits/?limit=1')).status).toBe(200);
    const changes = requests().filter((request) => !request.startsWith('GET'));
    for (const request of changes) expect([request, (await ask(request, {})).status]).toEqual([request, 403]);
  });
});

describe('the old registry protocol at the front door', () => {
  it('reg-72 answers with and without a slash, never redirects, and leaves our own API alone', async () => {
    const door = await startFrontDoor({ runtime: world.accounts.runtime, port: 0, host: '127.0.0.1', next: false });
    try {
      for (const path of ['/api/orgunits', '/api/orgunits/', '/api/orgunits/tree/', '/api/token/nothing']) {
        const answer = await fetch(door.url + path, { redirect: 'manual' });
        expect([path, answer.status]).toEqual([path, path.includes('token') ? 404 : 401]);
        expect(await answer.json()).toEqual({ detail: expect.any(String) as string });
      }
    } finally {
      await door.close();
    }
    for (const path of ['/api/cairn/v1/units', '/api/auth/session', '/api/docs', '/api/orgunitsx', '/api/v1/nodes']) {
      expect([path, isIasoPath(path)]).toEqual([path, false]);
    }
  });
});
