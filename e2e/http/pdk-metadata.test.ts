import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { processUntilEmpty } from '#lib/passive/index.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { anApiWorld, type ApiCall, type ApiWorld } from '../harness/api.ts';
import { addBundle, aPoint } from '../harness/passive.ts';
import { startPlatform, type TestPlatform } from '../harness/platform.ts';

let platform: TestPlatform;
let world: ApiWorld;
let owner: ApiCall;
const requestKey = 'a key that peers know';
const nowS = Math.floor(Date.now() / 1000);

beforeAll(async () => {
  platform = await startPlatform();
  const { runtime } = platform;
  world = await anApiWorld(runtime);
  owner = await world.as('owner');
  const tenant = { organizationId: world.organization.id, studyId: world.study.id, studyKey: world.study.key };
  const points = [0, 50, 100].map((second) => aPoint({ source: 'P-1', timestamp: nowS - 7200 + second }));
  const old = aPoint({ source: 'P-1', type: 'old', timestamp: nowS - 90 * 86_400 });
  const other = aPoint({ source: 'P-1', type: 'custom', timestamp: nowS - 3600 });
  await addBundle({ runtime }, tenant, [...points, old, other]);
  await processUntilEmpty(runtime);
});
afterAll(() => platform.stop());

async function ask(fields: Record<string, string>, method = 'POST') {
  const body = method === 'POST' ? new URLSearchParams(fields) : undefined;
  const address = `${platform.url}/studies/${world.study.key}/data/fetch-metadata.json`;
  const answer = await fetch(address, { method, ...(body && { body }) });
  return { status: answer.status, json: (await answer.json()) as unknown };
}

describe('pdk-29 statistics for peers', () => {
  it('pdk-29 nobody learns anything before a key is set, nor with a wrong one, nor of a source that is not there', async () => {
    const nothing = { status: 200, json: {} };
    expect(await ask({ identifier: 'P-1', 'request-key': requestKey })).toEqual(nothing);
    expect(await ask({ identifier: 'P-1', 'request-key': '' })).toEqual(nothing);
    const { status } = await owner('PUT /studies/{id}/request-key', {
      params: { id: world.study.id },
      body: { requestKey },
    });
    expect(status).toBe(200);
    expect(await ask({ identifier: 'P-1', 'request-key': 'another key entirely' })).toEqual(nothing);
    expect(await ask({ identifier: 'P-2', 'request-key': requestKey })).toEqual(nothing);
    expect(await ask({ 'request-key': requestKey })).toEqual(nothing);
    expect(await ask({}, 'GET')).toEqual(nothing);
  });

  it('pdk-20 pdk-29 the key opens what the source sent in 60 days, counted and not read', async () => {
    const { status, json } = await ask({ identifier: 'P-1', 'request-key': requestKey });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      latest_point: (nowS - 3600) * 1_000_000,
      latest_point_created: nowS - 3600,
      user_agent: expect.stringContaining('Passive Data Kit') as string,
      point_count: 4,
      generator_statistics: [
        {
          identifier: 'custom',
          label: 'custom',
          source: 'P-1',
          points_count: 1,
          frequency: 0,
          last_created: nowS - 3600,
        },
        {
          identifier: 'pdk-device-battery',
          label: 'Device Battery Status',
          points_count: 3,
          first_created: nowS - 7200,
          last_created: nowS - 7100,
          frequency: 0.03,
        },
      ],
    });
    const { items } = z
      .object({ items: z.array(z.object({ id: z.string() })) })
      .parse((await owner('GET /sources', { query: { study: world.study.key } })).json);
    const same = await owner('GET /sources/{id}/performance-metadata', { params: { id: items[0]!.id } });
    expect(same.json).toEqual(json);
  });

  it('pdk-29 the key is not kept, not given back and not in the audit log; removed, it opens nothing', async () => {
    const rows = await platform.runtime.db.query(
      z.object({ row: z.string() }),
      sql`SELECT row_to_json(k)::text AS row FROM study_request_keys k
        UNION ALL SELECT row_to_json(a)::text FROM audit_events a WHERE action = 'study.request-key'`,
    );
    const params = { id: world.study.id };
    const told = await owner('GET /studies/{id}/request-key', { params });
    expect(rows).toHaveLength(2);
    expect([told.text, ...rows.map(({ row }) => row)].join()).not.toContain(requestKey);
    expect((await owner('PUT /studies/{id}/request-key', { params, body: { requestKey: 'short' } })).status).toBe(400);
    await owner('PUT /studies/{id}/request-key', { params, body: { requestKey: null } });
    expect(await ask({ identifier: 'P-1', 'request-key': requestKey })).toEqual({ status: 200, json: {} });
  });
});
