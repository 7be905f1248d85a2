import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { callWith } from '#e2e/harness/api.ts';
import { includedOf, type JsonApiClient, jsonApiType, listOf, oneOf, pointersOf } from '#e2e/harness/json-api.ts';
import { openMailbox, type Mailbox } from '#e2e/harness/mailbox.ts';
import { aManagairWorld, fixtureNodes, type ManagairWorld, resource } from '#e2e/harness/managair.ts';
import { hasSensorFixtures } from '#e2e/harness/sensor-fixtures.ts';
import { sql } from '#lib/platform/db/sql.ts';

const { black, ers } = fixtureNodes;

const contentSchema = z.record(z.string(), z.looseObject({ schema: z.unknown() }));
const descriptionSchema = z.looseObject({
  openapi: z.string(),
  paths: z.record(
    z.string(),
    z.looseObject({
      get: z
        .looseObject({ responses: z.record(z.string(), z.looseObject({ content: contentSchema.default({}) })) })
        .optional(),
    }),
  ),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});
const thingSchema = z.looseObject({
  properties: z.looseObject({ attributes: z.looseObject({ properties: z.record(z.string(), z.unknown()) }) }),
});
interface Thing {
  readonly type: string;
  readonly attributes?: object;
}

/** Schemas that point at others of the description, as one schema with definitions. */
function pointedInside(schema: unknown): unknown {
  return JSON.parse(JSON.stringify(schema).replaceAll('#/components/schemas/', '#/$defs/'));
}

describe.runIf(hasSensorFixtures)('the JSON:API of sensors', () => {
  let mailbox: Mailbox;
  let world: ManagairWorld;
  let vera: JsonApiClient;
  let priska: JsonApiClient;
  beforeAll(async () => {
    mailbox = await openMailbox();
    world = await aManagairWorld({ env: { SMTP_URL: mailbox.url } });
    vera = await world.as('veraVersuch');
    priska = await world.as('priskaPrueferin');
  });
  afterAll(async () => {
    await world.platform.stop();
    await mailbox.close();
  });

  const count = async (client: JsonApiClient, path: string) => listOf(await client.get(path)).length;

  it('man-11 pages, sparse fields, includes and sorting follow JSON:API', async () => {
    const paged = await vera.get('/rooms/?page[size]=1&page[number]=2');
    expect(listOf(paged)).toHaveLength(1);
    expect(paged.json).toMatchObject({ meta: { pagination: { page: 2, pages: 2, count: 2 } }, links: { next: null } });
    const sparse = oneOf(await vera.get('/rooms/3/?fields[Room]=name,site'));
    expect(Object.keys(sparse.attributes)).toEqual(['name']);
    expect(Object.keys(sparse.relationships)).toEqual(['site']);
    const compound = await vera.get('/organizations/2/?include=sites.rooms,users,memberships,nodes');
    expect(new Set(includedOf(compound).map(({ type }) => type))).toEqual(
      new Set(['Site', 'Room', 'User', 'Membership', 'Node']),
    );
    const names = async (sort: string) =>
      listOf(await vera.get(`/rooms/?sort=${sort}`)).map(({ attributes }) => attributes['name']);
    expect(await names('-name')).toEqual((await names('name')).toReversed());
    expect(await names('max_occupancy')).toEqual(['Prüfstube', 'Versuchsraum 1']);
  });

  it('man-37 pages by key lead through a list and back', async () => {
    const seen: string[] = [];
    let path: string | null = '/memberships/?page[size]=3&page[after]=&sort=user_name';
    let last = '';
    const links = z.looseObject({
      links: z.looseObject({ next: z.string().nullable(), prev: z.string().nullable() }),
      meta: z.looseObject({ page: z.object({ total: z.number() }) }),
    });
    while (path !== null) {
      const answer = await priska.get(path);
      seen.push(...listOf(answer).map(({ id }) => id));
      const { links: to, meta } = links.parse(answer.json);
      expect(meta.page.total).toBe(8);
      expect(answer.headers.get('content-type')).toContain('profile=');
      last = path;
      path = to.next === null ? null : to.next.slice(to.next.indexOf('/memberships'));
    }
    expect(new Set(seen).size).toBe(8);
    const { links: to } = links.parse((await priska.get(last)).json);
    const before = listOf(await priska.get(to.prev!.slice(to.prev!.indexOf('/memberships')))).map(({ id }) => id);
    expect(before).toEqual(seen.slice(3, 6));
  });

  it('man-14 a series comes in parts, backwards, put together, and as CSV', async () => {
    const samplesOf = (text: unknown) =>
      z
        .looseObject({
          data: z.looseObject({
            attributes: z.looseObject({ samples: z.array(z.looseObject({ timestamp_s: z.number() })) }),
          }),
          links: z.looseObject({ next: z.string().optional() }),
        })
        .parse(text);
    const seen: number[] = [];
    let path: string | undefined = `/nodes/${black}/timeseries/?limit=250`;
    while (path !== undefined) {
      const { data, links } = samplesOf((await vera.get(path)).json);
      seen.push(...data.attributes.samples.map(({ timestamp_s }) => timestamp_s));
      path = links.next?.slice(links.next.indexOf('/nodes/'));
    }
    expect(seen).toHaveLength(589);
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
    const newest = samplesOf((await vera.get(`/nodes/${black}/timeseries/?limit=2&order=desc`)).json);
    expect(newest.data.attributes.samples.map(({ timestamp_s }) => timestamp_s)).toEqual([seen.at(-1), seen.at(-2)]);
    const hourly = oneOf(await vera.get(`/nodes/${black}/timeseries/?interval=3600&fn=max`));
    expect(hourly.attributes['sample_count']).toBe(589);
    const days = async (order: string) => {
      const path = `/nodes/${black}/timeseries/?interval=86400&limit=3&order=${order}&gaps=172800`;
      return samplesOf((await vera.get(path)).json).data.attributes;
    };
    const [oldest, latest] = [await days('asc'), await days('desc')];
    expect(latest.samples.map(({ timestamp_s }) => timestamp_s)).toEqual([1603497600, 1603411200, 1603324800]);
    expect(oldest.samples.map(({ timestamp_s }) => timestamp_s)).toEqual([1601596800, 1601683200, 1601769600]);
    expect(oldest['gaps']).toEqual([]);
    const all = oneOf(await vera.get(`/nodes/${black}/timeseries/?interval=86400&gaps=172800`));
    expect(all.attributes['gaps']).toEqual([{ from_timestamp_s: 1602115200, to_timestamp_s: 1603324800 }]);
    const next = samplesOf(
      (await vera.get(`/nodes/${black}/timeseries/?interval=86400&limit=3&order=desc`)).json,
    ).links;
    const before = samplesOf((await vera.get(next.next!.slice(next.next!.indexOf('/nodes/')))).json).data.attributes;
    expect(before.samples[0]?.timestamp_s).toBeLessThan(1603324800);
    const read = await vera.get(`/nodes/${black}/timeseries/?limit=5`);
    const known = { 'if-none-match': read.headers.get('etag') ?? '' };
    expect((await vera.get(`/nodes/${black}/timeseries/?limit=5`, known)).status).toBe(304);
    expect((await vera.get(`/nodes/${black}/timeseries/?limit=6`, known)).status).toBe(200);
    const csv = await vera.get(`/nodes/${black}/timeseries/`, { accept: 'text/csv' });
    expect(csv.headers.get('content-type')).toContain('text/csv');
    expect(csv.text.trimEnd().split('\r\n')).toHaveLength(590);
    expect(csv.text.split('\r\n')[0]).toBe(
      'id,timestamp_s,co2_ppm,temperature_celsius,rel_humidity_percent,measurement_status',
    );
  });

  it('man-26 the last contact of a node whose clock is ahead is when it came', async () => {
    const { db } = world.platform.runtime;
    await db.execute(sql`UPDATE sources SET last_created_at = now() + interval '1 day', last_recorded_at = now()
      WHERE id = ${ers}`);
    const { attributes } = oneOf(await vera.get(`/fidelity/${ers}/`));
    expect(attributes['last_contact_s']).toBeLessThanOrEqual(Date.now() / 1000);
    expect(attributes['fidelity']).toBe('E');
    const newest = listOf(await vera.get('/fidelity/?sort=-last_contact_s')).map(({ id }) => id);
    expect(newest).toEqual([ers, black]);
  });

  it('man-37 several changes come to be together or not at all', async () => {
    const type = 'application/vnd.api+json; ext="https://jsonapi.org/ext/atomic"';
    const operations = (...list: object[]) =>
      vera.call('POST', '/operations/', { body: { 'atomic:operations': list }, headers: { 'content-type': type } });
    const site = {
      op: 'add',
      data: {
        type: 'Site',
        lid: 'new',
        attributes: { name: 'Atomkeller' },
        relationships: {
          operator: { data: { type: 'Organization', id: '2' } },
          address: { data: { type: 'Address', id: '3' } },
        },
      },
    };
    const room = (name: string) => ({
      op: 'add',
      data: { type: 'Room', attributes: { name }, relationships: { site: { data: { type: 'Site', lid: 'new' } } } },
    });
    const failed = await operations(site, room('A'), room('A'));
    expect(failed.status).toBe(409);
    expect(failed.text).toContain('/atomic:operations/2/data/attributes/name');
    expect(await count(vera, '/sites/')).toBe(2);
    const done = await operations(site, room('A'), room('B'));
    expect(done.status, done.text).toBe(200);
    const results = z
      .object({ 'atomic:results': z.array(z.object({ data: z.looseObject({ type: z.string(), id: z.string() }) })) })
      .parse(done.json)['atomic:results'];
    expect(results.map(({ data }) => data.type)).toEqual(['Site', 'Room', 'Room']);
    const gone = await operations({ op: 'remove', ref: { type: 'Site', id: results[0]!.data.id } });
    expect(gone.status).toBe(204);
    expect((await vera.call('POST', '/operations/', { body: {} })).status).toBe(415);
  });

  it('man-32 answers of every address have the members that the description says', async () => {
    const description = await world.nobody.get('/schema/');
    const { paths, components } = descriptionSchema.parse(description.json);
    const definitions = z.record(z.string(), z.unknown()).parse(pointedInside(components.schemas));
    const ids: Readonly<Record<string, string>> = {
      ...{ nodes: black, 'node-timeseries': black, fidelity: black, rooms: '4', installations: '3' },
      ...{ organizations: '2', sites: '3', addresses: '2', memberships: '5', users: '3' },
      'installation-timeseries': '3',
    };
    const pathsRead = Object.keys(paths).filter((path) => paths[path]?.get?.responses['200']);
    expect(pathsRead.length).toBeGreaterThan(50);
    for (const path of pathsRead.filter((one) => !one.endsWith('/image/'))) {
      const told = path.replace('{id}', ids[path.split('/')[1] ?? ''] ?? '1').replace('{month}', '2020-10');
      const query = path.includes('airquality') ? '?include_histogram=true' : '';
      const answer = await vera.get(`${told}${query}`);
      expect(answer.status, told).toBe(200);
      const schema = paths[path]?.get?.responses['200']?.content[jsonApiType]?.schema;
      if (schema === undefined) continue;
      const whole = { ...z.looseObject({}).parse(pointedInside(schema)), $defs: definitions };
      const checked = z.fromJSONSchema(whole as Parameters<typeof z.fromJSONSchema>[0]).safeParse(answer.json);
      expect(checked.success ? '' : `${told}: ${z.prettifyError(checked.error)}`).toBe('');
      for (const { type, attributes } of [
        z.looseObject({ data: z.unknown().optional() }).parse(answer.json).data ?? [],
      ].flat() as Thing[]) {
        const known = thingSchema.safeParse(definitions[type]).data?.properties.attributes.properties;
        if (known && attributes && !told.includes('timeseries') && type !== 'User')
          expect(Object.keys(attributes).sort(), told).toEqual(Object.keys(known).sort());
      }
    }
  });

  it('man-12 the entry point names every list, and forms are taken where documents are', async () => {
    const { links } = z.object({ links: z.record(z.string(), z.string()) }).parse((await world.nobody.get('/')).json);
    expect(Object.keys(links)).toEqual(expect.arrayContaining(['self', 'nodes', 'rooms', 'installations', 'sites']));
    const form = (fields: Record<string, string>, headers: Record<string, string> = {}) => ({
      raw: new URLSearchParams(fields).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    });
    const credentials = { username: 'veraVersuch', password: 'versuch' };
    expect((await world.nobody.call('POST', '/auth/login/', form(credentials))).status).toBe(200);
    const elsewhere = form(credentials, { origin: 'https://elsewhere.example' });
    expect((await world.nobody.call('POST', '/auth/login/', elsewhere)).status).toBe(403);
    const written = form({ name: 'Formular', site: '2', max_occupancy: '4', size_sqm: '19.5' });
    const room = oneOf(await vera.call('POST', '/rooms/', written));
    expect(room.attributes).toMatchObject({ name: 'Formular', max_occupancy: 4, size_sqm: '19.5' });
    const changed = oneOf(await vera.call('PATCH', `/rooms/${room.id}/`, form({ max_occupancy: '' })));
    expect(changed.attributes).toMatchObject({ name: 'Formular', max_occupancy: null });
    const wrong = await vera.call('PATCH', `/rooms/${room.id}/`, form({ max_occupancy: 'many' }));
    expect(pointersOf(wrong)).toEqual(['/data/attributes/max_occupancy']);
    expect((await priska.call('POST', '/rooms/', form({ name: 'X', site: '1' }))).status).toBe(403);
    await vera.delete(`/rooms/${room.id}/`);
  });

  it('man-11 media types, methods and documents are looked at as JSON:API asks', async () => {
    const body = resource('Room', { attributes: { name: 'X' }, relationships: { site: ['Site', '2'] } });
    const send = (type: string) => vera.call('POST', '/rooms/', { body, headers: { 'content-type': type } });
    expect((await send('application/json')).status).toBe(415);
    expect((await send('application/vnd.api+json; charset=utf-8')).status).toBe(415);
    expect((await send('application/vnd.api+json; ext="https://example.org/x"')).status).toBe(415);
    const profiled = await send('application/vnd.api+json; profile="https://example.org/x"');
    expect(profiled.status).toBe(201);
    await vera.delete(`/rooms/${oneOf(profiled).id}/`);
    expect((await vera.get('/rooms/', { accept: 'application/vnd.api+json; charset=utf-8' })).status).toBe(406);
    expect((await vera.get('/rooms/', { accept: 'image/png' })).status).toBe(406);
    const mixed = await vera.get('/rooms/', {
      accept: 'application/vnd.api+json; charset=utf-8, application/vnd.api+json',
    });
    expect([mixed.status, mixed.headers.get('vary')]).toEqual([200, 'Accept, Authorization, Cookie']);
    expect((await vera.call('DELETE', '/rooms/')).status).toBe(405);
    expect((await vera.get('/spaceships/')).status).toBe(404);
    expect((await vera.get('/rooms/?wrong=1')).status).toBe(400);
    expect((await vera.get('/rooms/?sort=name&sort=name')).status).toBe(400);
    expect(pointersOf(await vera.get('/rooms/?include=walls'))).toEqual(['include']);
    expect((await vera.post('/rooms/', {})).status).toBe(400);
    expect((await vera.post('/rooms/', { data: { type: 'Site', attributes: { name: 'X' } } })).status).toBe(409);
    const empty = await vera.post('/rooms/', { data: { type: 'Room', attributes: { max_occupancy: 'many' } } });
    expect(pointersOf(empty).sort()).toEqual([
      '/data/attributes/max_occupancy',
      '/data/attributes/name',
      '/data/relationships/site',
    ]);
    expect((await vera.patch('/rooms/3/', { data: { type: 'Room', attributes: {} } })).status).toBe(400);
    expect((await vera.patch('/rooms/3/', { data: { type: 'Room', id: '4', attributes: {} } })).status).toBe(409);
    expect((await vera.put('/rooms/3/', { data: { type: 'Room', id: '3', attributes: {} } })).status).toBe(400);
    const put = resource('Room', {
      id: '3',
      attributes: { name: 'Versuchsraum 1', max_occupancy: 18 },
      relationships: { site: ['Site', '2'] },
    });
    expect(oneOf(await vera.put('/rooms/3/', put)).attributes).toMatchObject({ max_occupancy: 18 });
    const twice = resource('Room', { attributes: { name: 'Versuchsraum 1' }, relationships: { site: ['Site', '2'] } });
    expect(pointersOf(await vera.post('/rooms/', twice))).toEqual(['/data/attributes/name']);
  });

  it('man-24 accounts: by name or address, registered with a key from a mail, passwords changed and reset', async () => {
    const view = (type: string, attributes: object) => ({ data: { type, attributes } });
    const login = (attributes: object) => world.nobody.post('/auth/login/', view('LoginView', attributes));
    expect((await login({ email: 'anna@angestellte.de', password: 'anna' })).status).toBe(200);
    expect((await login({ username: 'annaAngestellte', password: 'wrong' })).status).toBe(400);
    const nameless = await login({ username: 'annaAngestellte' });
    expect(pointersOf(nameless)).toEqual(['/data/attributes/password']);
    expect(nameless.text).toContain('This field is required.');
    const wish = {
      username: 'maxMustermann',
      email: 'max@mustermann.de',
      password1: 'mustermann 1',
      password2: 'mustermann 1',
    };
    expect(
      pointersOf(await world.nobody.post('/auth/registration/', view('RegisterView', { ...wish, password2: 'other' }))),
    ).toEqual(['/data/attributes/password2']);
    expect(
      pointersOf(
        await world.nobody.post('/auth/registration/', view('RegisterView', { ...wish, username: 'tomtester' })),
      ),
    ).toEqual(['/data/attributes/username']);
    const asked = await world.nobody.post('/auth/registration/', view('RegisterView', wish));
    expect(asked.status, asked.text).toBe(201);
    expect((await login({ username: 'maxMustermann', password: wish.password1 })).status).toBe(400);
    const keyOf = () => /#([A-Za-z0-9_-]{40,})/.exec(mailbox.mails.at(-1) ?? '')?.[1] ?? '';
    const verify = view('VerifyEmailView', { key: keyOf() });
    const verified = await world.nobody.post('/auth/registration/verify-email/', verify);
    expect(verified.status, verified.text).toBe(200);
    expect((await world.nobody.post('/auth/registration/verify-email/', verify)).status).toBe(400);
    const max = await world.nobody.signedIn('maxMustermann', wish.password1);
    expect(listOf(await max.get('/nodes/'))).toEqual([]);
    expect(oneOf(await max.get('/auth/user/')).attributes).toMatchObject({
      username: 'maxMustermann',
      email: 'max@mustermann.de',
    });
    expect(oneOf(await max.patch('/auth/user/', view('User', { first_name: 'Max' }))).attributes).toMatchObject({
      first_name: 'Max',
    });
    const passwords = { old_password: wish.password1, new_password1: 'a new stone', new_password2: 'a new stone' };
    expect((await max.post('/auth/password/change/', view('PasswordChangeView', passwords))).status).toBe(200);
    expect(
      (await world.nobody.post('/auth/password/reset/', view('PasswordResetView', { email: 'max@mustermann.de' })))
        .status,
    ).toBe(200);
    await expect.poll(() => mailbox.mails.at(-1)).toContain('reset-password#');
    const unaddressed = await world.nobody.post('/auth/password/reset/', view('PasswordResetView', { email: 'max' }));
    expect(pointersOf(unaddressed)).toEqual(['/data/attributes/email']);
    const confirm = { token: keyOf(), new_password1: 'another stone 2', new_password2: 'another stone 2' };
    expect(
      (await world.nobody.post('/auth/password/reset/confirm/', view('PasswordResetConfirmView', confirm))).status,
    ).toBe(200);
    expect((await max.get('/auth/user/')).status).toBe(401);
    await world.nobody.signedIn('maxMustermann', 'another stone 2');
    expect(
      (await world.nobody.post('/auth/password/reset/', view('PasswordResetView', { email: 'nobody@nowhere.de' })))
        .status,
    ).toBe(200);
    const browser = await callWith(new Headers({ 'x-cairn-request': '1' }));
    const founder = { email: 'max@mustermann.de', password: 'another stone 2', name: 'Mustermann Institute' };
    const found = (body: object) => browser('POST /account/organization', { body });
    expect(await found({ ...founder, password: 'not this one' })).toMatchObject({ json: { code: 'sign_in_failed' } });
    const elsewhere = await callWith(new Headers());
    expect(await elsewhere('POST /account/organization', { body: founder })).toMatchObject({ status: 403 });
    const founded = await found(founder);
    expect(founded.status, founded.text).toBe(201);
    expect(await found(founder)).toMatchObject({ json: { code: 'already_exists' } });
    const cookie = founded.headers.get('set-cookie')?.split(';')[0] ?? '';
    const inside = await callWith(new Headers({ cookie }));
    expect((await inside('GET /organizations')).json).toMatchObject({ items: [{ name: 'Mustermann Institute' }] });
    const known = { ...wish, username: 'maxTheSecond' };
    expect((await world.nobody.post('/auth/registration/', view('RegisterView', known))).status).toBe(201);
    expect(mailbox.mails.at(-1)).toContain('already');
    // Who has not chosen a language gets the mail in the one that they ask in.
    const german = {
      username: 'lena',
      email: 'lena@example.org',
      password1: 'ein Stein 12',
      password2: 'ein Stein 12',
    };
    const asking = { body: view('RegisterView', german), headers: { 'accept-language': 'de-CH, fr;q=0.5' } };
    expect((await world.nobody.call('POST', '/auth/registration/', asking)).status).toBe(201);
    expect(mailbox.mails.at(-1)).toContain('Guten Tag lena,');
  });
});
