import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { RawConnection } from '#e2e/harness/raw-connection.ts';
import { aTenant, type Tenant } from '#e2e/harness/tenant.ts';
import { processUntilEmpty } from '#lib/passive/index.ts';
import { sql } from '#lib/platform/db/sql.ts';

let platform: TestPlatform;
let tenant: Tenant;
let address: string;

beforeAll(async () => {
  platform = await startPlatform();
  tenant = await aTenant(platform.runtime.db);
  address = `${platform.url}/studies/${tenant.studyKey}/data`;
});
afterAll(() => platform.stop());

const point = (label: string, more = '') =>
  `{"label":"${label}"${more},"passive-data-metadata":{"source":"P","generator":"x: A/1","generator-id":"x","timestamp":1760000000}}`;

async function labels(): Promise<string[]> {
  await processUntilEmpty(platform.runtime);
  const rows = await platform.runtime.db.query(
    z.object({ properties: z.string() }),
    sql`SELECT properties::text AS properties FROM data_points WHERE organization_id = ${tenant.organizationId}`,
  );
  return rows.map(({ properties }) => String((JSON.parse(properties) as { label: unknown }).label)).sort();
}

async function post(path: string, payload: string, fields: Record<string, string> = {}): Promise<void> {
  const answer = await fetch(`${address}/${path}`, {
    method: 'POST',
    body: new URLSearchParams({ payload, ...fields }),
  });
  expect(answer.status).toBe(201);
}

async function create(path: string, body: string): Promise<void> {
  const connection = new RawConnection(platform.url);
  await connection.write(
    `CREATE ${new URL(`${address}/${path}`).pathname} HTTP/1.1\r\nHost: f\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  expect((await connection.nextAnswer())?.status).toBe(201);
  connection.end();
}

describe('pdk-08 pdk-02 pdk-01 what the doors keep becomes points', () => {
  it('from every door, each once, whatever lies between them', async () => {
    await create('add-bundle.json', '[{"cut');
    await post('add-bundle.json', `[${point('form')}]`);
    await post('add-bundle.json', gzipSync(`[${point('gzip')}]`).toString('base64'), { compression: 'gzip' });
    await post('add-point.json', point('add-point'));
    await create('add-point.json', point('add-point by CREATE'));
    await create('add-bundle.json', `[${point('CREATE')},${point('form')}]`);
    await create('add-bundle.json', `[${point(String.raw`a\u0000b`)},${point(String.raw`a\\u0000b`)}]`);
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const answer = await fetch(`${address}/add-bundle.json`, {
      method: 'POST',
      body: gzipSync(`[${point('raw gzip')}]`),
      headers,
    });
    expect(answer.status).toBe(201);
    expect(await labels()).toEqual(
      ['CREATE', String.raw`a\u0000b`, 'ab', 'add-point', 'add-point by CREATE', 'form', 'gzip', 'raw gzip'].sort(),
    );
  });

  it('a large body comes back from the blob store', async () => {
    const filler = `,"filler":"${'x'.repeat(400_000)}"`;
    await post('add-bundle.json', `[${point('large', filler)}]`);
    await create('add-bundle.json', `[${point('very large', `,"filler":"${'x'.repeat(9_000_000)}"`)}]`);
    const incompressible = Buffer.from(crypto.getRandomValues(new Uint8Array(60_000)))
      .toString('hex')
      .repeat(8);
    const gzip = gzipSync(`[${point('large gzip', `,"filler":"${incompressible}"`)}]`, { level: 0 }).toString('base64');
    await post('add-bundle.json', gzip, { compression: 'gzip' });
    expect(await labels()).toEqual(expect.arrayContaining(['large', 'very large', 'large gzip']));
  });
});
