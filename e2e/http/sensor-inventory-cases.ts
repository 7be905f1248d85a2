import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { anAdministrator } from '#e2e/harness/administrator.ts';
import type { ApiCall, ApiWorld } from '#e2e/harness/api.ts';
import type { TestPlatform } from '#e2e/harness/platform.ts';
import { aSensorSite, idOf } from '#e2e/harness/sensor-site.ts';
import { sql } from '#lib/platform/db/sql.ts';
import {
  addressRowSchema,
  countSamples,
  installedNodeSchema,
  modelRowSchema,
  protocolRowSchema,
  quantityRowSchema,
  receiveSamples,
  siteRowSchema,
  summarizeSamples,
} from '#lib/sensors/index.ts';

/** What the cases need of the platform that a test file has started. */
export interface InventoryScene {
  readonly platform: TestPlatform;
  readonly world: ApiWorld;
  /** The owner of the world. */
  readonly call: ApiCall;
}

const pageOf = <T>(item: z.ZodType<T>, json: unknown) =>
  z.object({ items: z.array(item), next: z.string().nullable() }).parse(json);

interface Pages {
  readonly items: readonly { readonly key: string }[];
  readonly next: string | null;
}

/** The lists of the inventory through our own API, and the numbers of samples beside them. */
export function describeInventory(scene: () => InventoryScene): void {
  describe('man-25 man-03 the inventory', () => {
    it('man-03 administrators write the catalogue; nobody else does, and what is in use stays', async () => {
      const { platform, world, call } = scene();
      const admin = await anAdministrator(platform.runtime, world);
      const body = {
        ...{ name: 'Larch 2', tradeName: 'Larch Two', manufacturer: 'Tree Works', sensorType: 'CO₂ by light' },
        ...{ expectedIntervalS: 600, quantities: ['co2', 'temperature'] },
      };
      expect((await call('POST /sensors/models', { body })).status).toBe(403);
      const made = await admin('POST /sensors/models', { body });
      const model = modelRowSchema.parse(made.json, { error: () => made.text });
      expect(model).toMatchObject({ name: 'Larch 2', expectedIntervalS: 600, nodeCount: 0 });
      expect(model.quantities.map(({ key }) => key)).toEqual(['co2', 'temperature']);
      expect((await admin('POST /sensors/models', { body })).status).toBe(409);
      const strange = await admin('POST /sensors/models', { body: { name: 'Other', quantities: ['of nothing'] } });
      expect(strange).toMatchObject({ status: 400, json: { fields: { quantities: expect.any(String) as string } } });

      const protocol = protocolRowSchema.parse(
        (await admin('POST /sensors/protocols', { body: { identifier: 'ELSYSERS_V9' } })).json,
      );
      expect(protocol).toMatchObject({ decoder: 'ELSYSERS', uplinkMessages: 1 });
      const node = { study: world.study.key, eui64: 'A81758FFFE0000C1', modelId: model.id, protocolId: protocol.id };
      const nodeId = await idOf(call('POST /nodes', { body: node }));

      const params = { id: model.id };
      const changed = await admin('PUT /sensors/models/{id}', { params, body: { ...body, quantities: ['humidity'] } });
      expect(changed.json).toMatchObject({ nodeCount: 1, quantities: [{ key: 'humidity' }] });
      expect((await admin('DELETE /sensors/models/{id}', { params })).status).toBe(409);
      expect((await admin('DELETE /sensors/protocols/{id}', { params: { id: protocol.id } })).status).toBe(409);
      const { json } = await call('GET /sensors', { query: { model: model.id } });
      expect(z.object({ items: z.array(z.object({ id: z.string() })) }).parse(json).items).toEqual([
        expect.objectContaining({ id: nodeId }),
      ]);
      expect((await admin('PUT /sensors/models/{id}', { params: { id: nodeId }, body })).status).toBe(404);
    });

    it('man-25 quantities are named anew under their key, and go unless a decoder knows them', async () => {
      const { platform, world, call } = scene();
      const admin = await anAdministrator(platform.runtime, world);
      const made = await admin('POST /sensors/quantities', { body: { name: 'Radon Larch', unitName: 'Bq/m3' } });
      expect(quantityRowSchema.parse(made.json, { error: () => made.text })).toMatchObject({
        key: 'radon_larch',
        isBuiltIn: false,
      });
      const params = { id: 'radon_larch' };
      const renamed = await admin('PUT /sensors/quantities/{id}', {
        params,
        body: { name: 'Radon', unitName: 'Bq/m³' },
      });
      expect(renamed.json).toMatchObject({ key: 'radon_larch', name: 'Radon', unitName: 'Bq/m³' });
      const list = await call('GET /sensors/quantities', { query: { text: 'RADON' } });
      expect(pageOf(quantityRowSchema, list.json).items.map(({ key }) => key)).toEqual(['radon_larch']);
      expect((await admin('DELETE /sensors/quantities/{id}', { params })).status).toBe(204);
      expect((await admin('DELETE /sensors/quantities/{id}', { params: { id: 'co2' } })).status).toBe(409);
    });

    it('man-09 any quantity that has a name is taken, read with its unit, and stays once it was measured', async () => {
      const { platform, world, call } = scene();
      const admin = await anAdministrator(platform.runtime, world);
      const eui64 = 'A81758FFFE0000C5';
      const { nodeId } = await aSensorSite(call, { study: world.study.key, word: 'Yew', eui64 });
      const scopes = { name: 'gateway', scopes: ['intake.send'], studyId: null, lifeDays: 1 };
      const { token } = z.object({ token: z.string() }).parse((await call('POST /tokens', { body: scopes })).json);
      const from = '2026-10-17T10:00:00Z';
      const pack = [{ bn: `urn:dev:mac:${eui64}:`, bt: Date.parse(from) / 1000, n: 'fine_dust_yew', v: 12.5 }];
      const send = async () => {
        const headers = { 'content-type': 'application/senml+json', authorization: `Bearer ${token}` };
        const init = { method: 'POST', headers, body: JSON.stringify(pack) };
        return (await fetch(`${platform.url}/ingest/v1/senml`, init)).status;
      };
      expect(await send()).toBe(422);
      const body = { name: 'Fine dust Yew', unitName: 'ug/m3' };
      expect((await admin('POST /sensors/quantities', { body })).json).toMatchObject({ key: 'fine_dust_yew' });
      expect([await send(), await send()]).toEqual([201, 201]);
      const query = { from, to: '2026-10-17T11:00:00Z', stepS: 3600 };
      const { json } = await call('GET /nodes/{id}/series', { params: { id: nodeId }, query });
      const steps = [expect.objectContaining({ mean: 12.5, count: 1 }) as unknown];
      expect(json).toMatchObject({ series: [{ quantity: 'fine_dust_yew', unit: 'ug/m3', steps }] });
      const params = { id: 'fine_dust_yew' };
      expect((await admin('DELETE /sensors/quantities/{id}', { params })).status).toBe(409);
    });

    it('man-25 lists go page by page in the order that is wished; a cursor of another order is refused', async () => {
      const { call } = scene();
      const keys: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const query = { sort: 'base_unit', order: 'desc', limit: 7, ...(cursor === '' ? {} : { cursor }) };
        const page: Pages = pageOf(quantityRowSchema, (await call('GET /sensors/quantities', { query })).json);
        keys.push(...page.items.map(({ key }) => key));
        cursor = page.next;
      }
      expect(new Set(keys).size).toBe(keys.length);
      expect(keys.length).toBeGreaterThanOrEqual(21);
      for (const made of ['W10', 'WyJhIl0', 'WzEsMl0']) {
        const answer = await call('GET /sensors/quantities', { query: { cursor: made } });
        expect(answer, made).toMatchObject({ status: 400, json: { code: 'cursor_invalid' } });
      }
      expect((await call('GET /sensors/models', { query: { sort: 'password' } })).status).toBe(400);
    });

    it('man-05 man-25 an address is given to a site, moves it, is shared, and stays while a site has it', async () => {
      const { platform, world, call } = scene();
      const larch = await aSensorSite(call, { study: world.study.key, word: 'Larch', eui64: 'A81758FFFE0000C2' });
      const where = { street1: 'Larch way 1', zip: '10115', city: 'Berlin', country: 'DE' };
      const body = { ...where, longitude: 13.4, latitude: 52.5 };
      const id = await idOf(call('POST /sensors/addresses', { body }));
      const params = { id: larch.siteId };
      const given = await call('PATCH /sensors/sites/{id}', { params, body: { addressId: id } });
      expect(siteRowSchema.parse(given.json)).toMatchObject({ addressId: id, address: 'Larch way 1, 10115 Berlin' });
      const positionOf = async () => {
        const row = z.object({ x: z.number(), y: z.number() });
        const [at] = await platform.runtime.db.query(
          row,
          sql`SELECT ST_X(location) AS x, ST_Y(location) AS y FROM org_units
            WHERE organization_id = ${world.organization.id} AND id = ${larch.siteId}`,
        );
        return at;
      };
      expect(await positionOf()).toEqual({ x: 13.4, y: 52.5 });
      const moved = { ...body, street1: 'Larch way 2', longitude: 7.5, latitude: 50.25 };
      const answer = await call('PUT /sensors/addresses/{id}', { params: { id }, body: moved });
      expect(addressRowSchema.parse(answer.json)).toMatchObject({
        street1: 'Larch way 2',
        sites: [{ id: larch.siteId, name: 'Larch school' }],
      });
      expect(await positionOf()).toEqual({ x: 7.5, y: 50.25 });
      expect((await call('DELETE /sensors/addresses/{id}', { params: { id } })).status).toBe(409);
      const half = { ...where, longitude: 7.5 };
      expect((await call('PUT /sensors/addresses/{id}', { params: { id }, body: half })).status).toBe(400);
      const list = await call('GET /sensors/addresses', { query: { text: 'larch WAY' } });
      expect(pageOf(addressRowSchema, list.json).items.map((row) => row.id)).toEqual([id]);
      await call('PATCH /sensors/sites/{id}', { params, body: { addressId: null } });
      expect((await call('DELETE /sensors/addresses/{id}', { params: { id } })).status).toBe(204);
      expect((await call('GET /sensors/addresses/{id}', { params: { id } })).status).toBe(404);
    });

    it('man-25 the list of all installations is searched by sensor, room and site', async () => {
      const { world, call } = scene();
      const oak = await aSensorSite(call, { study: world.study.key, word: 'Oak', eui64: 'A81758FFFE0000C3' });
      const id = await idOf(call('POST /installations', { body: { nodeId: oak.nodeId, roomId: oak.roomId } }));
      for (const text of ['oak node', 'OAK CLASSROOM', 'oak school']) {
        const { json } = await call('GET /installations', { query: { text } });
        expect(
          pageOf(installedNodeSchema, json).items.map((row) => row.id),
          text,
        ).toEqual([id]);
      }
      const { json } = await call('GET /installations', { query: { text: 'no such word' } });
      expect(pageOf(installedNodeSchema, json).items).toEqual([]);
    });
  });

  describe('man-13 numbers of samples', () => {
    it('man-13 are exact whether or not days are counted, follow what comes late, and read counted days from there', async () => {
      const { platform, world, call } = scene();
      const { db } = platform.runtime;
      const elm = await aSensorSite(call, { study: world.study.key, word: 'Elm', eui64: 'A81758FFFE0000C4' });
      const at = (text: string) => new Date(`2026-10-${text}Z`);
      const send = (samples: readonly (readonly [string, Record<string, number>])[]) =>
        receiveSamples(
          world.system,
          samples.map(([time, values]) => ({
            node: { id: elm.nodeId },
            sample: { observedAt: at(time), quality: 'M' as const, values },
          })),
        );
      const numbers = async () => {
        const span = (from: Date | null, to: Date | null) => ({
          organizationId: world.organization.id,
          nodeId: elm.nodeId,
          from,
          to,
        });
        const spans = [
          span(null, null),
          // Whole days; from within one day to within another; within one day; nothing; until a midnight.
          span(at('02T00:00:00'), at('04T00:00:00')),
          span(at('01T12:00:00'), at('03T12:00:00')),
          span(at('02T01:00:00'), at('02T03:00:00')),
          span(at('20T00:00:00'), null),
          span(null, at('02T00:00:00')),
        ];
        return (await summarizeSamples(db, spans)).map(({ count }) => count);
      };
      await send([
        ['01T10:00:00', { co2: 500 }],
        ['01T23:59:59', { co2: 500, temperature: 20 }],
        ['02T00:00:00', { co2: 500 }],
        ['02T02:00:00', { humidity: 40 }],
        ['03T11:59:59', { co2: 500 }],
        ['03T12:00:00', { co2: 500 }],
        // No sample: none of the three quantities.
        ['03T13:00:00', { illuminance: 7 }],
      ]);
      const before = await numbers();
      expect(before).toEqual([6, 4, 4, 1, 0, 2]);
      const runClock = () => countSamples(platform.runtime, () => at('04T01:07:00'));
      expect(await runClock()).toBeGreaterThan(0);
      expect(await runClock()).toBe(0);
      expect(await numbers()).toEqual(before);

      // Another quantity of an instant that is counted already is the same sample; another instant is a new one.
      await send([
        ['02T02:00:00', { co2: 450 }],
        ['02T02:30:00', { co2: 450 }],
        ['05T02:00:00', { co2: 450 }],
      ]);
      const after = [8, 5, 5, 2, 0, 2];
      expect(await numbers()).toEqual(after);

      // What is counted is not read again: a counter that says otherwise shows.
      const ofDay = sql`organization_id = ${world.organization.id} AND source_id = ${elm.nodeId} AND day = '2026-10-02'`;
      await db.execute(sql`UPDATE sample_days SET sample_count = sample_count + 1000 WHERE ${ofDay}`);
      expect(await numbers()).toEqual([1008, 1005, 1005, 2, 0, 2]);
      await db.execute(sql`DELETE FROM sample_counts
        WHERE organization_id = ${world.organization.id} AND source_id = ${elm.nodeId}`);
      expect(await numbers()).toEqual(after);
      await runClock();
      expect(await numbers()).toEqual(after);
    });
  });
}
