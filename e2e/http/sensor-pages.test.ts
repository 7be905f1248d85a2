import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { anApiWorld, callWith, type ApiCall, type ApiWorld } from '#e2e/harness/api.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { aSensorSite, idOf, type SensorSite } from '#e2e/harness/sensor-site.ts';
import {
  installedNodeSchema,
  publicSiteRowSchema,
  publicSiteViewSchema,
  receiveSamples,
  registeredRowSchema,
  roomAirReportSchema,
  sensorRowSchema,
  seriesSchema,
  siteRowSchema,
} from '#lib/sensors/index.ts';
import { seedSensors } from '#lib/commands/demo/seed-sensors.ts';
import { checkAllFidelities } from '#lib/sources/index.ts';
import { describePackedMonths } from './packed-months-case.ts';
import { describeInventory } from './sensor-inventory-cases.ts';
import { ZoneClock } from '#lib/platform/time/zone-clock.ts';

let platform: TestPlatform;
let world: ApiWorld;
let call: ApiCall;
let site: SensorSite;
let installationId: string;

const clock = new ZoneClock('Europe/Berlin');
/** A school day of last month's kind: everything is measured on it. */
const day = '2026-10-25';
const dayStart = clock.startOfDay(day);
const dayEnd = clock.endOfDay(day);
const pageSchema = <T>(item: z.ZodType<T>) => z.object({ items: z.array(item), next: z.string().nullable() });
const sensorsOf = async (who: ApiCall, query = {}) =>
  pageSchema(sensorRowSchema).parse((await who('GET /sensors', { query })).json);
const installed = async (who: ApiCall, id = installationId) =>
  installedNodeSchema.parse((await who('GET /installations/{id}', { params: { id } })).json);

beforeAll(async () => {
  platform = await startPlatform();
  world = await anApiWorld(platform.runtime);
  call = await world.as('owner');
  site = await aSensorSite(call, { study: world.study.key, word: 'Birch', eui64: 'A81758FFFE000001' });
  const wish = { nodeId: site.nodeId, roomId: site.roomId, fromAt: dayStart.toISOString() };
  installationId = await idOf(call('POST /installations', { body: wish }));
  // Ten-minute values over the 25 hours of the day: 600 ppm, and 1700 from 10:00 to 12:00.
  const samples = Array.from({ length: 150 }, (_, index) => {
    const at = new Date(dayStart.getTime() + index * 600_000);
    const hour = (at.getTime() + 3_600_000) % 86_400_000;
    const ppm = hour >= 10 * 3_600_000 && hour < 12 * 3_600_000 ? 1700 : 600;
    return { observedAt: at, quality: 'M' as const, values: { co2: ppm, temperature: 20 + (index % 7) / 2 } };
  });
  const received = samples.map((sample) => ({ node: { id: site.nodeId }, sample }));
  await receiveSamples(world.system, received);
});
afterAll(() => platform.stop());

describe('man-25 the overview of sensors', () => {
  it('man-25 tells where each node is, how it delivers and what it measured last, page by page', async () => {
    const other = { study: world.study.key, eui64: 'A81758FFFE000002', alias: 'Loose node', protocol: 'ELSYSERS' };
    await idOf(call('POST /nodes', { body: other }));
    await checkAllFidelities(platform.runtime, () => new Date(dayEnd.getTime() - 600_000));
    const first = await sensorsOf(call, { limit: 1 });
    const second = await sensorsOf(call, { limit: 1, cursor: first.next ?? '' });
    expect(second.next).toBeNull();
    const [birch, loose] = [...first.items, ...second.items];
    expect(birch).toMatchObject({
      alias: 'Birch node',
      state: 'alive',
      installationId,
      isPublic: false,
      timeZone: 'Europe/Berlin',
      room: { id: site.roomId, name: 'Birch classroom' },
      site: { id: site.siteId, name: 'Birch school' },
    });
    expect(birch?.readings).toMatchObject([
      { quantity: 'co2', unit: '[ppm]', value: 600, at: new Date(dayEnd.getTime() - 600_000) },
      { quantity: 'temperature', value: 21 },
    ]);
    expect(loose).toMatchObject({ alias: 'Loose node', state: 'unknown', room: null, site: null, readings: [] });
    const { json } = await call('GET /sensors/counts');
    expect(json).toEqual({ unknown: 1, alive: 1, missing: 0, dead: 0, loose: 1 });
  });

  it.each([
    [{ state: 'alive' }, ['Birch node']],
    [{ place: 'loose' }, ['Loose node']],
    [{ place: 'installed' }, ['Birch node']],
    [{ text: 'a81758fffe000002' }, ['Loose node']],
    [{ text: 'node', state: 'dead' }, []],
  ])('man-25 the filter %j finds %j', async (query, names) => {
    expect((await sensorsOf(call, query)).items.map(({ alias }) => alias)).toEqual(names);
    expect((await sensorsOf(call, { site: site.siteId })).items).toHaveLength(1);
  });

  it('man-25 another organization sees nothing of it, in lists, by id or by its places', async () => {
    const stranger = await (await anApiWorld(platform.runtime)).as('owner');
    expect((await sensorsOf(stranger)).items).toEqual([]);
    expect((await stranger('GET /sensors/sites')).json).toEqual({ items: [], next: null });
    const params = { id: installationId };
    for (const route of ['GET /installations/{id}', 'GET /installations/{id}/readings', 'DELETE /installations/{id}']) {
      expect((await stranger(route, { params })).status, route).toBe(404);
    }
    const wish = { nodeId: site.nodeId, roomId: site.roomId };
    expect((await stranger('POST /installations', { body: wish })).status).toBe(400);
    const air = { params: { id: site.roomId } };
    expect((await stranger('GET /sensors/rooms/{id}/air-quality', air)).status).toBe(404);
  });
});

describe('man-17 an installation', () => {
  it('man-17 its series is cut to it, and the day of the change of clocks has 25 hours', async () => {
    const query = {
      from: new Date(dayStart.getTime() - 86_400_000).toISOString(),
      to: dayEnd.toISOString(),
      stepS: 600,
    };
    const { json } = await call('GET /installations/{id}/series', { params: { id: installationId }, query });
    const [co2] = seriesSchema.parse(json).series;
    expect(co2?.steps).toHaveLength(150);
    expect((dayEnd.getTime() - dayStart.getTime()) / 3_600_000).toBe(25);
  });

  it('man-17 its CSV has a line for each instant with every quantity, in UTC and in the time of the place', async () => {
    const { text, headers } = await call('GET /installations/{id}/readings', { params: { id: installationId } });
    const lines = text.trimEnd().split('\r\n');
    expect(headers.get('content-disposition')).toContain('attachment; filename="birch-node.csv"');
    expect(lines[0]).toBe('time_utc,time_local (Europe/Berlin),quality,co2 (ppm),temperature (°C)');
    expect(lines[1]).toBe('2026-10-24T22:00:00.000Z,2026-10-25 00:00:00,M,600,20');
    expect(lines).toHaveLength(151);
    const part = { from: '2026-10-25T09:00:00Z', to: '2026-10-25T09:20:00Z' };
    const few = await call('GET /installations/{id}/readings', { params: { id: installationId }, query: part });
    expect(few.text.trimEnd().split('\r\n').slice(1)).toEqual([
      '2026-10-25T09:00:00.000Z,2026-10-25 10:00:00,M,1700,21.5',
      '2026-10-25T09:10:00.000Z,2026-10-25 10:10:00,M,1700,22',
    ]);
  });

  it('man-07 man-17 installing elsewhere ends it there; a room of somebody else and a time that is taken are refused', async () => {
    const room = { siteId: site.siteId, name: 'Birch hall' };
    const hall = await idOf(call('POST /sensors/rooms', { body: room }));
    const fromAt = dayEnd.toISOString();
    const moved = await idOf(call('POST /installations', { body: { nodeId: site.nodeId, roomId: hall, fromAt } }));
    expect(await installed(call)).toMatchObject({ toAt: dayEnd, room: { name: 'Birch classroom' } });
    const list = await call('GET /installations', { query: { node: site.nodeId, limit: 1 } });
    expect(pageSchema(installedNodeSchema).parse(list.json).items[0]).toMatchObject({ id: moved, toAt: null });
    const params = { id: installationId };
    expect((await call('PATCH /installations/{id}', { params, body: { toAt: null } })).status).toBe(409);
    const wrong = { nodeId: site.nodeId, roomId: site.nodeId };
    expect((await call('POST /installations', { body: wrong })).status).toBe(400);
    const before = { toAt: new Date(dayStart.getTime() - 1000).toISOString() };
    expect((await call('PATCH /installations/{id}', { params, body: before })).status).toBe(400);
  });

  it('man-17 it is opened to everybody, gets a picture, and is taken back', async () => {
    const params = { id: installationId };
    const { json } = await call('PATCH /installations/{id}', {
      params,
      body: { isPublic: true, description: 'North' },
    });
    expect(json).toMatchObject({ isPublic: true, description: 'North', hasImage: false });
    const png = Buffer.from('89504e470d0a1a0a00000000', 'hex');
    expect((await call('PUT /installations/{id}/image', { params, file: new Uint8Array(png) })).status).toBe(204);
    const image = await call('GET /installations/{id}/image', { params });
    expect([image.headers.get('content-type'), image.bytes.equals(png)]).toEqual(['image/png', true]);
    const html = new TextEncoder().encode('<html>no picture</html>');
    expect((await call('PUT /installations/{id}/image', { params, file: html })).status).toBe(400);
    const collector = await world.as('collector');
    expect((await collector('PATCH /installations/{id}', { params, body: { isPublic: false } })).status).toBe(403);
    expect((await call('PATCH /installations/{id}', { params, body: { isPublic: false } })).status).toBe(200);
    const { id } = installedNodeSchema.parse(
      pageSchema(installedNodeSchema).parse((await call('GET /installations')).json).items[0],
    );
    expect((await call('DELETE /installations/{id}', { params: { id } })).status).toBe(204);
    expect((await call('GET /installations/{id}', { params: { id } })).status).toBe(404);
    const { items } = z
      .object({ items: z.array(z.object({ action: z.string() })) })
      .parse((await call('GET /audit')).json);
    const actions = items.map(({ action }) => action);
    for (const action of ['installation.create', 'installation.update', 'installation.image', 'installation.remove']) {
      expect(actions).toContain(action);
    }
  });
});

describe('man-15 man-16 the air of a room', () => {
  const air = async (query: object) => {
    const { json, text } = await call('GET /sensors/rooms/{id}/air-quality', {
      params: { id: site.roomId },
      query: query as Record<string, string>,
    });
    return roomAirReportSchema.parse(json, { error: () => text });
  };

  it('man-15 man-16 by the corrected rules the long day is complete, with the score of two hours of 1700 ppm', async () => {
    const { days, medal, timeZone, histogram } = await air({ month: '2026-10' });
    const long = days.find(({ date }) => date === day);
    expect(long).toMatchObject({ lengthS: 90_000, isValid: true, max: 1700, excessS: 7200 });
    expect(long?.excessScore).toBeCloseTo((200 * 7200) / 90_000, 3);
    expect([days.length, medal, timeZone]).toEqual([31, 'not_enough_data', 'Europe/Berlin']);
    expect(histogram['Su']?.[10]).toBeCloseTo(1700, 0);
    expect(histogram['Mo']?.every((value) => value === null)).toBe(true);
  });

  it('man-15 the old rules never award the medal, and a month that is none is refused', async () => {
    expect(await air({ month: '2026-10', mode: 'legacy' })).toMatchObject({
      medal: 'refused',
      version: 'managair-2022-11',
    });
    const query = { month: '2026-13' };
    const { status } = await call('GET /sensors/rooms/{id}/air-quality', { params: { id: site.roomId }, query });
    expect(status).toBe(400);
  });
});

describe('man-17 thresholds', () => {
  it('man-17 an organization decides its colour bands; bands out of order are refused', async () => {
    const bands = [
      { upTo: 1000, severity: 0 },
      { upTo: null, severity: 6 },
    ];
    expect((await call('PUT /sensors/bands', { body: { quantity: 'co2', bands } })).status).toBe(200);
    expect((await call('GET /sensors/bands')).json).toEqual({ items: [{ quantity: 'co2', bands }] });
    const wrong = { quantity: 'co2', bands: [...bands].reverse() };
    expect((await call('PUT /sensors/bands', { body: wrong })).status).toBe(400);
    const { json } = await (
      await anApiWorld(platform.runtime)
    )
      .as('owner')
      .then((other) => other('GET /sensors/bands'));
    expect(JSON.stringify(json)).toContain('"upTo":800');
  });
});

describe('man-18 man-10 what everybody sees', () => {
  const nobody = () => callWith(new Headers());
  const open = async (isPublic: boolean) =>
    (await call('PATCH /installations/{id}', { params: { id: installationId }, body: { isPublic, toAt: null } }))
      .status;

  it('man-18 man-10 a site appears with its public rooms alone, and goes when they become private or end', async () => {
    const birch = siteRowSchema.parse((await call('GET /sensors/sites/{id}', { params: { id: site.siteId } })).json);
    const look = async () => (await nobody())('GET /public-sites/{id}', { params: { id: birch.legacyId } });
    expect((await look()).status).toBe(404);
    expect(await open(true)).toBe(200);
    // A second room of the site that stays private.
    const secret = await idOf(call('POST /sensors/rooms', { body: { siteId: site.siteId, name: 'Secret office' } }));
    const other = { study: world.study.key, eui64: 'A81758FFFE000003', alias: 'Secret node', protocol: 'ELSYSERS' };
    const nodeId = await idOf(call('POST /nodes', { body: other }));
    const hidden = await idOf(call('POST /installations', { body: { nodeId, roomId: secret } }));
    const shown = await look();
    const view = publicSiteViewSchema.parse(shown.json, { error: () => shown.text });
    expect(view).toMatchObject({
      name: 'Birch school',
      organization: world.organization.name,
      timeZone: 'Europe/Berlin',
    });
    expect(view.rooms).toMatchObject([
      { room: 'Birch classroom', co2Ppm: 600, temperatureCelsius: 21, humidityPct: null },
    ]);
    for (const word of ['Secret', 'Birch node', site.nodeId, 'A81758FFFE', 'river', world.organization.id]) {
      expect(shown.text, word).not.toContain(word);
    }
    const list = await (await nobody())('GET /public-sites');
    expect(pageSchema(publicSiteRowSchema).parse(list.json).items).toMatchObject([
      { id: birch.legacyId, roomCount: 1 },
    ]);
    expect(list.text).not.toContain('Secret');
    const params = { id: hidden };
    await call('PATCH /installations/{id}', { params, body: { isPublic: true } });
    expect((await look()).text).toContain('Secret office');
    await call('PATCH /installations/{id}', { params, body: { toAt: new Date().toISOString() } });
    expect((await look()).text).not.toContain('Secret office');
    expect(await open(false)).toBe(200);
    expect((await look()).status).toBe(404);
    for (const id of ['0', '999999999999', 'x', '1; DROP TABLE sources', site.siteId.slice(0, 19)]) {
      expect((await (await nobody())('GET /public-sites/{id}', { params: { id } })).status, id).toBe(404);
    }
  });
});

describe('man-23 device tools', () => {
  const outcomes = (json: unknown) => z.object({ items: z.array(registeredRowSchema) }).parse(json).items;

  it('man-23 a list registers each sound line, knows what is there, and names what is wrong', async () => {
    const text = [
      'Dev EUI;Name;Protocol;Interval (s)',
      'A81758FFFE053C84;ERS one;ELSYSERS_V1;600',
      'a81758fffe053c84;again;;',
      '70B3D5;short;;',
      '',
      '9876B600001193E0;Clair;;',
      ';nothing;;',
    ].join('\r\n');
    const body = { study: world.study.key, text, protocol: 'CLAIRCHEN' };
    const items = outcomes((await call('POST /nodes/list', { body })).json);
    expect(items.map(({ line, outcome }) => [line, outcome])).toEqual([
      [2, 'registered'],
      [3, 'known'],
      [4, 'refused'],
      [6, 'registered'],
      [7, 'refused'],
    ]);
    // Of protocol and EUI, as the replaced tools compute it (managair.md 13.1).
    expect(items.map(({ id }) => id).filter((id) => id !== null)).toEqual([
      '66b8ccaa-90b9-2d24-bf59-0ea9e23b3bb4',
      'c727b2f8-8377-d4cb-0e95-ac03200b8c93',
    ]);
    const wrong = await call('POST /nodes/list', { body: { ...body, text: 'name\nERS one' } });
    expect(wrong).toMatchObject({ status: 400, json: { fields: { text: expect.any(String) as string } } });
    const inspector = await world.as('inspector');
    expect((await inspector('POST /nodes/list', { body })).status).toBe(403);
  });

  it('man-23 lines of a network’s storage come in once, whatever else is in the file', async () => {
    const uplink = (count: number, payload: string) => ({
      end_device_ids: { dev_eui: 'A81758FFFE053C84' },
      uplink_message: {
        f_cnt: count,
        frm_payload: Buffer.from(payload, 'hex').toString('base64'),
        received_at: '2026-11-01T12:00:00Z',
        settings: { data_rate: { lora: { bandwidth: 125000, spreading_factor: 9 } } },
      },
    });
    const lines = [
      JSON.stringify({ result: uplink(1, '0602C70602AB0602FA') }),
      JSON.stringify(uplink(2, '06')),
      JSON.stringify({ result: { end_device_ids: { dev_eui: 'A81758FFFE053C84' }, join_accept: {} } }),
      'not json',
      '',
    ];
    const send = async () => (await call('POST /sensor-messages/recovery', { body: { lines } })).json;
    const refused = [{ line: 4, reason: 'This line is not JSON.' }];
    expect(await send()).toEqual({ stored: 1, repeated: 0, kept: 1, ignored: 1, refused });
    expect(await send()).toEqual({ stored: 0, repeated: 2, kept: 0, ignored: 1, refused });
    const { items } = await sensorsOf(call, { text: 'ERS one' });
    expect(items[0]?.readings).toMatchObject([{ quantity: 'co2', value: 711, at: new Date('2026-11-01T12:00:00Z') }]);
  });
});

describe('man-05 sites and rooms', () => {
  it('man-05 names are unique; a room and a site go with what is installed there', async () => {
    const twice = { name: 'Birch school', timeZone: 'UTC' };
    expect((await call('POST /sensors/sites', { body: twice })).status).toBe(409);
    const room = { siteId: site.siteId, name: 'Cellar', sizeSqm: 12.5, description: 'Dry.' };
    const id = await idOf(call('POST /sensors/rooms', { body: room }));
    const change = { name: 'Attic', maxOccupancy: 3 };
    expect((await call('PATCH /sensors/rooms/{id}', { params: { id }, body: change })).status).toBe(204);
    const rooms = async () => JSON.stringify((await call('GET /sensors/rooms', { query: { site: site.siteId } })).json);
    expect(await rooms()).toContain('"name":"Attic"');
    // What is left out stays.
    expect(await rooms()).toMatch(/"description":"Dry\."[^}]*"sizeSqm":12\.5[^}]*"maxOccupancy":3/);
    expect((await call('DELETE /sensors/rooms/{id}', { params: { id } })).status).toBe(204);
    expect(await rooms()).not.toContain('Attic');
    const params = { id: site.siteId };
    const renamed = await call('PATCH /sensors/sites/{id}', { params, body: { description: 'Renovated.' } });
    expect(renamed.json).toMatchObject({ name: 'Birch school', description: 'Renovated.', timeZone: 'Europe/Berlin' });
    const moved = await call('PATCH /sensors/sites/{id}', { params, body: { timeZone: 'Asia/Tokyo' } });
    expect(moved.json).toMatchObject({ description: 'Renovated.', timeZone: 'Asia/Tokyo' });
    expect((await call('DELETE /sensors/sites/{id}', { params })).status).toBe(204);
    expect((await call('GET /sensors/sites/{id}', { params })).status).toBe(404);
    expect((await sensorsOf(call, { place: 'installed' })).items).toEqual([]);
  });
});

describeInventory(() => ({ platform, world, call }));

describePackedMonths(() => platform.runtime.db);

describe('man-25 the demo', () => {
  it('man-25 has rooms with a week of values, one sensor that fell silent and one that was never installed', async () => {
    const other = await anApiWorld(platform.runtime);
    await seedSensors(other.system, platform.runtime);
    await seedSensors(other.system, platform.runtime);
    await checkAllFidelities(platform.runtime);
    const { items } = await sensorsOf(await other.as('owner'));
    const told = items.map(({ alias, state, room, isPublic, readings }) => {
      const names = (readings ?? []).map(({ quantity }) => quantity).sort();
      return `${alias}, ${room?.name ?? '-'}: ${state}${isPublic ? ', public' : ''}, ${names.join(' ')}`;
    });
    expect(told.sort()).toEqual([
      'Acacia, Waiting room: alive, public, battery_voltage co2 humidity temperature',
      'Baobab, Vaccine store: alive, battery_voltage co2 humidity temperature',
      'Birch, Classroom 2b: alive, public, battery_voltage co2 humidity temperature',
      'Fig, Laboratory: alive, battery_voltage co2 humidity temperature',
      'Maple, Classroom 3a: alive, public, battery_voltage co2 humidity temperature',
      'Rowan, Staff room: dead, battery_voltage co2 humidity temperature',
      'Willow (spare), -: unknown, ',
    ]);
  });
});
