import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PullClient, type PulledMatch, type PullQuery } from '#e2e/devices/pull-client.ts';
import { testPassword } from '#e2e/harness/accounts.ts';
import { anApiWorld, type ApiWorld } from '#e2e/harness/api.ts';
import { addBundle, aPoint } from '#e2e/harness/passive.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { createStudy, createToken, createUser, actorOfPerson, type BuiltInRoleKey } from '#lib/accounts/index.ts';
import { processUntilEmpty } from '#lib/passive/index.ts';
import { flushAccessRecords } from '#lib/platform/audit/record-access.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { newId, type StudyId } from '#lib/platform/ids.ts';
import { z } from 'zod';

let platform: TestPlatform;
let world: ApiWorld;
let client: PullClient;
let siteUrl: string;

const start = 1_760_000_000;
const battery = 'pdk-device-battery';
const event = 'pdk-app-event';

const send = (points: object[], studyId: StudyId = world.study.id) =>
  addBundle(platform, { organizationId: world.organization.id, studyId, studyKey: '' }, points);

async function aPersonOf(role: BuiltInRoleKey): Promise<string> {
  const email = `${role}-${newId()}@example.org`;
  const person = { email, name: role, password: testPassword, role, locale: 'en' } as const;
  await createUser(world.system, { ...person, mustChangePassword: false });
  return email;
}

beforeAll(async () => {
  platform = await startPlatform();
  world = await anApiWorld(platform.runtime);
  siteUrl = `${platform.url}/studies/${world.study.key}/data`;
  client = new PullClient({ siteUrl });
  await client.signIn(await aPersonOf('manager'), testPassword);
});
afterAll(() => platform.stop());

const timesOf = (matches: readonly PulledMatch[]) => matches.map((match) => metadataOf(match)['timestamp']);
const metadataOf = (match: PulledMatch | undefined) =>
  (match?.['passive-data-metadata'] ?? {}) as Readonly<Record<string, unknown>>;

describe('pdk-27 the pull API before anything was sent', () => {
  it('counts 0, and asking for what is unknown makes nothing (the old server: 500, and a row)', async () => {
    const query = client.queryDataPoints();
    expect(await query.count()).toBe(0);
    expect(query.page).toMatchObject({ page_index: 0, page_size: 100, matches: [] });
    expect(await query.filter({ source: 'nobody', generator_identifier: 'nothing' }).count()).toBe(0);
    const made = await platform.runtime.db.query(
      z.object({ n: z.coerce.number() }),
      sql`SELECT (SELECT count(*) FROM sources) + (SELECT count(*) FROM data_types) AS n`,
    );
    expect(made[0]?.n).toBe(0);
  });
});

describe('pdk-27 the published client walks points', () => {
  beforeAll(async () => {
    const points = Array.from({ length: 250 }, (_, index) =>
      aPoint({ source: `P-${String(index % 5)}`, timestamp: start + index * 600, members: { level: index } }),
    );
    points.push(
      ...Array.from({ length: 20 }, (_, index) =>
        aPoint({
          type: event,
          source: `P-${String(index % 2)}`,
          timestamp: start + 30 + index * 3600.5,
          members: {
            event_name: index % 2 === 0 ? 'opened' : 'Closed App',
            event_details: { place: { n: index }, tags: ['a', 'b'] },
          },
        }),
      ),
    );
    await send(points);
    await send([aPoint({ source: 'Q-1', timestamp: start, members: { level: 1, exact: 0.1 } })]);
    await processUntilEmpty(platform.runtime);
  });

  it.each([true, false])('page after page, every point once (hands the pin back: %s)', async (handsPinBack) => {
    for (const order of [
      [],
      ['created'],
      ['-created'],
      ['source'],
      ['recorded', '-created'],
      ['secondary_identifier'],
    ]) {
      const query = client.queryDataPoints({ pageSize: 37, handsPinBack }).orderBy(...order);
      const matches = await query.all();
      expect(matches).toHaveLength(271);
      expect(new Set(matches.map((match) => JSON.stringify(match))).size, order.join()).toBe(271);
      const times = timesOf(matches) as number[];
      if (order[0] === 'created') expect(times).toEqual(times.toSorted((a, b) => a - b));
      if (order[0] === '-created') expect(times).toEqual(times.toSorted((a, b) => b - a));
    }
  });

  it('any page can be asked for, in any order, and is the page a walk finds there', async () => {
    for (const order of [[], ['created'], ['-created']]) {
      const asked = { handsPinBack: false, pageSize: 20 };
      const walked = await client
        .queryDataPoints(asked)
        .filter({ source__startswith: 'P-' })
        .orderBy(...order)
        .all();
      for (const pageIndex of [13, 7, 1, 12]) {
        // A question of its own, so that nothing is remembered of how far a walk got.
        const page = await client
          .queryDataPoints(asked)
          .filter({ source__startswith: 'P-' })
          .orderBy(...order)
          .load(pageIndex);
        expect(page.matches).toEqual(walked.slice(pageIndex * 20, pageIndex * 20 + 20));
      }
    }
    const query = client.queryDataPoints().filter({ generator_identifier: battery, source: 'P-3' }).orderBy('created');
    expect(metadataOf(await query.at(0))['timestamp']).toBe(start + 3 * 600);
    expect(metadataOf(await query.at(-1))['timestamp']).toBe(start + 248 * 600);
  });

  it('matches are the points as sent, with the times of the server in their metadata', async () => {
    const [match] = await client.queryDataPoints().filter({ source: 'Q-1' }).all();
    expect(match).toMatchObject({ level: 1, exact: 0.1 });
    const metadata = metadataOf(match);
    expect(metadata).toMatchObject({ source: 'Q-1', pdk_server_created: start, encrypted_transmission: false });
    expect(Math.abs(Number(metadata['pdk_server_recorded']) - Date.now() / 1000)).toBeLessThan(600);
  });

  it('lookups narrow, excludes take away', async () => {
    const count = (change: (query: PullQuery) => PullQuery) => change(client.queryDataPoints()).count();
    const iso = (seconds: number) => new Date(seconds * 1000).toISOString();
    const filtered = (lookups: object) => count((query) => query.filter({ ...lookups }));
    expect(await filtered({ generator_identifier: event })).toBe(20);
    expect(await filtered({ source__in: ['P-0', 'Q-1', 'nobody'] })).toBe(61);
    expect(await filtered({ source_reference__source__in: ['P-0', 'Q-1', 'nobody'] })).toBe(61);
    expect(await filtered({ generator_definition__generator_identifier: 'nothing' })).toBe(0);
    expect(await filtered({ source__icontains: 'q-' })).toBe(1);
    expect(await filtered({ source__gt: 'P-4' })).toBe(1);
    expect(
      await filtered({ created__gte: iso(start + 600), created__lt: iso(start + 1800), generator_identifier: battery }),
    ).toBe(2);
    expect(await filtered({ created: iso(start + 600) })).toBe(1);
    const untilMidnight = await filtered({ created__lte: '2025-10-10T02:00:00+0200' });
    expect([untilMidnight, await filtered({ created__lte: '2025-10-10' })]).toEqual([untilMidnight, untilMidnight]);
    expect(untilMidnight).toBe(91 + 16 + 1);
    expect(await filtered({ recorded__gte: '2100-01-01' })).toBe(0);
    expect(await filtered({ properties__event_name: 'opened' })).toBe(10);
    expect(await filtered({ properties__event_name__icontains: 'CLOSED' })).toBe(10);
    expect(await filtered({ properties__event_name__startswith: 'Closed' })).toBe(10);
    expect(await filtered({ properties__event_details__place__n__gte: 15 })).toBe(5);
    expect(await filtered({ properties__event_details__place__n__in: [1, 2, 99] })).toBe(2);
    expect(await filtered({ properties__event_details__tags: ['a', 'b'] })).toBe(20);
    expect(await filtered({ properties__level__lt: 10 })).toBe(11);
    expect(await filtered({ secondary_identifier: 'opened' })).toBe(10);
    expect(await filtered({ user_agent__icontains: 'android 14' })).toBe(271);
    expect(await filtered({ generator__startswith: `${event}: Meadow` })).toBe(20);
    expect(await filtered({ page_size: 500, source: 'P-0' })).toBe(60);
    expect(await count((query) => query.exclude({ source: 'P-0' }).exclude({ generator_identifier: event }))).toBe(201);
    expect(await count((query) => query.exclude({ source: 'P-0', properties__event_name: 'opened' }))).toBe(261);
    expect(await count((query) => query.filter({ source: 'P-0' }).exclude({ properties__event_name: 'opened' }))).toBe(
      50,
    );
  });

  it('what comes while a client walks stays out of its pages; a new question has it', async () => {
    for (const handsPinBack of [true, false]) {
      const query = client
        .queryDataPoints({ pageSize: 100, handsPinBack })
        .orderBy('created')
        .filter({ source__startswith: 'P-' });
      const first = await query.load(0);
      const extra = aPoint({ source: 'P-0', timestamp: start - 1000 - Number(handsPinBack), members: { late: true } });
      await send([extra]);
      await processUntilEmpty(platform.runtime);
      const second = await query.load(1);
      expect([second.count, second.latest]).toEqual([first.count, handsPinBack ? first.latest : second.latest]);
      expect(
        second.matches.some((match) => first.matches.some((one) => JSON.stringify(one) === JSON.stringify(match))),
      ).toBe(false);
      const anew = client.queryDataPoints().filter({ source__startswith: 'P-' });
      expect(await anew.count()).toBe(first.count + 1);
    }
  });

  it('a bundle that was received before the pin and read after it stays out too', async () => {
    await send([aPoint({ source: 'P-1', timestamp: start - 5000 })]);
    const query = client.queryDataPoints({ pageSize: 10 });
    const before = await query.load(0);
    await processUntilEmpty(platform.runtime);
    expect((await query.load(1)).count).toBe(before.count);
    expect(await client.queryDataPoints().count()).toBe(before.count + 1);
  });

  it('an address that ends in a slash, and one without a study, work as well', async () => {
    const doubled = new PullClient({ siteUrl: `${siteUrl}/`, token: client.token ?? '' });
    expect(await doubled.queryDataPoints().filter({ source: 'Q-1' }).count()).toBe(1);
    const { status } = await new PullClient({ siteUrl: `${platform.url}/data` }).queryDataPoints().ask(0);
    expect([403, 404]).toContain(status);
  });
});

describe('pdk-27 what cannot be asked is said in JSON', () => {
  const ask = async (fields: Record<string, string>, path = '/api/data-points.json') => {
    const all = {
      token: client.token ?? '',
      page_size: '10',
      page_index: '0',
      filters: '[]',
      excludes: '[]',
      order_by: '[]',
    };
    const answer = await client.post(path, { ...all, ...fields });
    return { status: answer.status, body: (await answer.json()) as { message: string; code: string } };
  };

  it.each([
    ['filters', '[{"source_reference__pk":"x"}]', 'source_reference__pk'],
    ['filters', '[{"generator_definition__pk__gt":1}]', 'generator_definition__pk__gt'],
    ['filters', '[{"source__regex":".*"}]', 'source__regex'],
    ['filters', '[{"properties":{}}]', 'properties'],
    ['filters', '[{"created__gte":"soon"}]', 'created__gte'],
    ['filters', '[{"created__icontains":"2025"}]', 'created__icontains'],
    ['filters', '[{"source__in":"P-1"}]', 'source__in'],
    ['filters', '{"source":"x"}', 'filters'],
    ['filters', 'source=x', 'filters'],
    ['excludes', '[{"pk":3}]', 'pk'],
    ['order_by', '[["-password"]]', '-password'],
    ['page_size', '0', 'page_size'],
    ['page_index', '-1', 'page_index'],
    ['latest_pk', '12;drop', 'latest_pk'],
  ])('%s %s', async (field, value, named) => {
    const { status, body } = await ask({ [field]: value });
    expect([status, body.code]).toEqual([400, 'input_invalid']);
    expect(body.message).toContain(named);
  });

  it('missing fields are named; other methods are told what works', async () => {
    const answer = await client.post('/api/data-points.json', { token: client.token ?? '' });
    expect([answer.status, await answer.json()]).toMatchObject([400, { message: 'The field "page_size" is missing.' }]);
    const got = await fetch(`${siteUrl}/api/data-points.json`);
    expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
    expect(await got.json()).toMatchObject({ code: 'method_unknown' });
  });

  it('a bad token is 403, also one of another organization, and one without the study', async () => {
    const other = await anApiWorld(platform.runtime);
    const study = { key: `other-${newId()}`, name: 'Other', description: '', isDefaultIntake: false };
    const elsewhere = await createStudy(world.system, study, platform.runtime.config);
    const strangers = [client.token, 'cairn_nothing', 'a b\n', ''];
    const inOther = new PullClient({
      siteUrl: `${platform.url}/studies/${other.study.key}/data`,
      token: strangers[0] ?? '',
    });
    expect((await inOther.queryDataPoints().ask(0)).status).toBe(403);
    const inElsewhere = new PullClient({
      siteUrl: `${platform.url}/studies/${elsewhere.key}/data`,
      token: strangers[0] ?? '',
    });
    expect((await inElsewhere.queryDataPoints().ask(0)).status).toBe(403);
    for (const token of strangers.slice(1)) {
      const { status, body } = await ask({ token: token ?? '' });
      expect([status, body.code]).toEqual([403, 'permission_missing']);
    }
  });
});

describe('pdk-27 tokens for passwords', () => {
  it('live seven days, and are listed with the others', async () => {
    const days = ((client.expires?.getTime() ?? 0) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(6.9);
    expect(days).toBeLessThan(7.01);
    expect(client.token).toMatch(/^[A-Za-z0-9]{64}$/);
  });

  it('wrong credentials and people without access get 405 in JSON, a missing field 400', async () => {
    const tell = async (fields: Record<string, string>) => {
      const answer = await client.post('/api/request-token.json', fields);
      return [answer.status, ((await answer.json()) as { code: string }).code];
    };
    const collector = await aPersonOf('collector');
    expect(await tell({ username: collector, password: 'not this' })).toEqual([405, 'sign_in_failed']);
    expect(await tell({ username: 'no address', password: 'x' })).toEqual([405, 'sign_in_failed']);
    expect(await tell({ username: collector, password: testPassword })).toEqual([405, 'permission_missing']);
    expect(await tell({ username: collector })).toEqual([400, 'input_invalid']);
  });

  it('an account with a second factor is sent to the page for a token, and that one works', async () => {
    const email = await aPersonOf('analyst');
    await platform.runtime.db.execute(sql`UPDATE users SET totp_enabled_at = now() WHERE email = ${email}`);
    const answer = await client.post('/api/request-token.json', { username: email, password: testPassword });
    expect(answer.status).toBe(405);
    expect(((await answer.json()) as { message: string }).message).toContain('Create an API token');
    const { actor } = await actorOfPerson(platform.runtime, { email, organization: world.organization.id });
    const ctx = platform.runtime.context({ organizationId: world.organization.id, actor, requestId: newId() });
    const { token } = await createToken(ctx, { name: 'mine', scopes: ['passive.read'], studyId: null, lifeDays: 1 });
    const own = new PullClient({ siteUrl, token });
    expect(await own.queryDataPoints().count()).toBeGreaterThan(200);
    expect((await own.post('/api/data-sources.json', { token })).status).toBe(403);
  });
});

describe('pdk-27 sources', () => {
  const sources = async (fields: Record<string, string> = {}) => {
    const answer = await client.post('/api/data-sources.json', { token: client.token ?? '', ...fields });
    return (await answer.json()) as { count: number; page_index: number; page_size: number; matches: PulledMatch[] };
  };
  const update = async (fields: Record<string, string>) => {
    const answer = await client.post('/api/data-sources/update.json', { token: client.token ?? '', ...fields });
    return [answer.status, await answer.json()] as [number, unknown];
  };

  it('are told with the members of the old server, all fields of the question optional', async () => {
    const all = await sources();
    expect(all).toMatchObject({ count: 6, page_index: 0, page_size: 32 });
    expect(all.matches.at(-1)).toEqual({
      name: 'Q-1',
      identifier: 'Q-1',
      latest_user_agent: 'Meadow/4.1 Passive Data Kit/1.0 (Android 14 SDK 34; Acme P7)',
      suppresses_alerts: false,
      point_count: 1,
      group: null,
      active_alerts: [],
      earliest_point: null,
      latest_point: null,
    });
    const paged = await sources({ page_size: '4', page_index: '1', order_by: '[["-identifier"]]' });
    expect(paged.matches.map(({ identifier }) => identifier)).toEqual(['P-1', 'P-0']);
  });

  it('are moved into a group that is made on demand; the answer counts the last update', async () => {
    const filters = '[{"identifier__in":["P-0","P-1"]}]';
    expect(await update({ filters, updates: '[{"group":"Arm B"},{"suppress_alerts":true}]' })).toEqual([
      200,
      { updated: 2 },
    ]);
    expect((await sources({ filters: '[{"group":"Arm B"}]' })).count).toBe(2);
    expect((await sources({ filters: '[{"group__name":"Arm B"}]' })).count).toBe(2);
    expect((await sources({ filters: '[{"group__name__startswith":"Arm"}]' })).count).toBe(2);
    expect((await sources({ excludes: '[{"group":"Arm B"}]' })).count).toBe(4);
    expect((await sources({ filters: '[{"suppress_alerts":true}]' })).count).toBe(2);
    expect(await update({ filters, updates: '[{"group":null}]' })).toEqual([200, { updated: 2 }]);
    expect(await update({ filters: '[{"identifier":"nobody"}]', updates: '[{"group":"Arm C"}]' })).toEqual([
      200,
      { updated: 0 },
    ]);
  });

  it('without filters, or with members that are not ours to set, nothing is changed', async () => {
    expect(await update({ updates: '[{"group":"x"}]' })).toMatchObject([400, { code: 'input_invalid' }]);
    const [status, body] = await update({ filters: '[{"identifier":"P-0"}]', updates: '[{"server__upload_url":"x"}]' });
    expect([status, (body as { message: string }).message]).toEqual([
      400,
      expect.stringContaining('server__upload_url'),
    ]);
  });
});

describe('pdk-28 every call leaves a record', () => {
  it('of who, what and how many, with the names of lookups and never their values', async () => {
    await client.queryDataPoints().filter({ source: 'P-2-secret', properties__note__icontains: 'secret' }).count();
    await flushAccessRecords(platform.runtime);
    const rows = await platform.runtime.db.query(
      z.object({
        action: z.string(),
        outcome: z.string(),
        actor_label: z.string(),
        detail: z.unknown(),
        count: z.number().nullable(),
      }),
      sql`SELECT action, outcome, actor_label, detail, count FROM access_records
        WHERE organization_id = ${world.organization.id} ORDER BY at, id`,
    );
    expect(rows.at(-1)).toMatchObject({
      action: 'pull.points',
      outcome: 'ok',
      actor_label: 'Pull client',
      count: 0,
      detail: { filters: ['recorded__lte', 'source', 'properties__note__icontains'] },
    });
    expect(JSON.stringify(rows)).not.toContain('secret"');
    expect(JSON.stringify(rows)).not.toContain('P-2');
    for (const action of ['pull.token', 'pull.points', 'pull.sources', 'pull.update-sources']) {
      expect(
        rows.some((row) => row.action === action && row.outcome === 'ok'),
        action,
      ).toBe(true);
    }
    expect(rows.some((row) => row.action === 'pull.points' && row.outcome === 'refused')).toBe(true);
  });
});
