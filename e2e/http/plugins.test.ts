import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { listQuarantined, processUntilEmpty, readPoints, renderPoint, replayQuarantined } from '#lib/passive/index.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { loadPlugins } from '#lib/platform/plugins/load-plugins.ts';
import { addBundle, aPoint, contextOfTenant, openPassiveTest, type PassiveTest } from '../harness/passive.ts';
import type { Tenant } from '../harness/tenant.ts';

/** What a site might write: phone numbers are shortened, and one kind of point is too odd for it. */
const sitePlugin = `
export default {
  name: 'site',
  inspectPoint(point) {
    if (point.odd === true) throw new TypeError('odd');
    if (point['passive-data-metadata']?.timestamp === undefined && typeof point.observed === 'number')
      return { ...point, 'passive-data-metadata': { ...point['passive-data-metadata'], timestamp: point.observed / 1000 } };
    if (typeof point.number === 'string') return { ...point, number: point.number.slice(0, 4) + '\\u0000' };
    return undefined;
  },
};
`;
const markPlugin = `
export default { name: 'mark', inspectPoint: (point) => ('number' in point ? { ...point, marked: true } : undefined) };
`;

let folder: string;
let test: PassiveTest;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cairn-plugins-'));
  const files = { 'site.mjs': sitePlugin, 'mark.mjs': markPlugin };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const plugins = Object.keys(files).map((name) => join(folder, name));
  test = await openPassiveTest({ CAIRN_PLUGINS: plugins.join(', ') });
});

afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true, force: true });
});

/** The points of a tenant as their text. */
async function textsOf(tenant: Tenant): Promise<string[]> {
  const ctx = contextOfTenant(test, tenant);
  const sources = await test.runtime.db.query(
    z.object({ id: z.string() }),
    sql`SELECT id FROM sources WHERE organization_id = ${tenant.organizationId}`,
  );
  const texts: string[] = [];
  for await (const row of readPoints(ctx, { sourceIds: sources.map(({ id }) => id) })) texts.push(renderPoint(row));
  return texts;
}

describe('pdk-12 plug-ins inspect points before they are stored', () => {
  it('pdk-12 what they give is stored, what they leave keeps its digits, and a repeat is known again', async () => {
    const tenant = await test.aTenant();
    const call = aPoint({ type: 'pdk-phone-calls', timestamp: 1760000000, members: { number: '+4930123456' } });
    const exact = JSON.stringify(aPoint({ timestamp: 1760000001, members: { observed: 0 } })).replace(
      '"observed":0',
      '"observed":1760000000123456789',
    );
    const body = `[${JSON.stringify(call)},${exact},7]`;
    await addBundle(test, tenant, body);
    await addBundle(test, tenant, `${body} `);
    await processUntilEmpty(test.runtime);
    const texts = await textsOf(tenant);
    expect(texts).toHaveLength(2);
    const called = texts.find((text) => text.includes('pdk-phone-calls')) ?? '';
    expect(JSON.parse(called)).toMatchObject({ number: '+493', marked: true });
    expect(texts.join('\n')).toContain('"observed":1760000000123456789');
  });

  it('pdk-12 they may give a point what it lacks', async () => {
    const tenant = await test.aTenant();
    const point = { ...aPoint({ members: { observed: 1760000005000 } }) } as Record<string, object>;
    const { timestamp: _without, ...metadata } = point['passive-data-metadata'] as Record<string, unknown>;
    await addBundle(test, tenant, [{ ...point, 'passive-data-metadata': metadata }]);
    await processUntilEmpty(test.runtime);
    expect((await textsOf(tenant)).map((text) => JSON.parse(text) as unknown)).toMatchObject([
      { 'passive-data-metadata': { timestamp: 1760000005 } },
    ]);
  });

  it('pdk-12 pdk-16 a plug-in that fails costs its point a place in the quarantine, from where it is replayed', async () => {
    const tenant = await test.aTenant();
    const ctx = contextOfTenant(test, tenant);
    await addBundle(test, tenant, [aPoint({ members: { odd: true } }), aPoint({ timestamp: 1760000009 })]);
    await processUntilEmpty(test.runtime);
    expect(await textsOf(tenant)).toHaveLength(1);
    const page = { reason: null, state: 'open', cursor: null, limit: 10, studyIds: null } as const;
    const { items } = await listQuarantined(ctx, page);
    expect(items.map(({ reason, detail }) => [reason, detail])).toEqual([
      ['inspection_failed', 'The plug-in "site" failed at this point.'],
    ]);
    const ids = items.map(({ id }) => id);
    expect(await replayQuarantined(ctx, { ids, mend: false })).toMatchObject([{ outcome: 'wrong' }]);
    const mended = { ...ctx, plugins: { ...ctx.plugins, inspectPoint: () => undefined } };
    expect(await replayQuarantined(mended, { ids, mend: false })).toMatchObject([{ outcome: 'stored' }]);
    expect(await textsOf(tenant)).toHaveLength(2);
  });
});

describe('pdk-12 a plug-in that cannot be used ends the start', () => {
  it.each([
    ['is not there', null],
    ['fails', 'throw new Error("no")'],
    ['exports nothing', 'export const name = "x";'],
    ['has a hook nobody knows', 'export default { name: "x", onceUponATime() {} };'],
  ])('pdk-12 when it %s', async (what, text) => {
    // A module is loaded once for each path.
    const path = join(folder, `${what.replaceAll(' ', '-')}.mjs`);
    if (text !== null) await writeFile(path, text);
    await expect(loadPlugins([path])).rejects.toThrow('CAIRN_PLUGINS');
  });
});
