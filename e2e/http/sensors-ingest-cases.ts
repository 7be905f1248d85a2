import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ApiCall, ApiWorld } from '#e2e/harness/api.ts';
import type { CuttableDatabase } from '#e2e/harness/test-database.ts';
import { sql } from '#lib/platform/db/sql.ts';

/** The door for samples, as these cases use it. */
export interface IngestDoor {
  readonly send: (
    path: string,
    sent: { readonly body: unknown; readonly type?: string },
  ) => Promise<{ readonly status: number; readonly json: Record<string, unknown> }>;
  readonly call: () => ApiCall;
  readonly world: () => ApiWorld;
  readonly database: () => CuttableDatabase;
}

const clairchenId = '3b95a1b2-74e7-9e98-52c4-4acae441f0ae';
const ersEui = 'a81758fffe053c84';

/** A sample of a node, as its document. */
export function aSample(attributes: object, id = clairchenId) {
  return { type: 'Sample', attributes, relationships: { node: { data: { type: 'Node', id } } } };
}

/** An uplink of The Things Stack with these bytes. */
export function aTtnUplink(eui: string, hex: string, more: object = {}) {
  return {
    end_device_ids: { device_id: 'node-1', dev_eui: eui, application_ids: { application_id: 'air' } },
    received_at: '2026-11-01T10:00:09.5Z',
    uplink_message: {
      session_key_id: 'AXbVfnJH',
      f_port: 5,
      f_cnt: 17,
      frm_payload: Buffer.from(hex, 'hex').toString('base64'),
      received_at: '2026-11-01T10:00:00Z',
      settings: { data_rate: { lora: { bandwidth: 125000, spreading_factor: 9 } } },
      ...more,
    },
  };
}

/** What comes at the same time shares commits; units of SenML are converted. */
export function describeSharedIntake(door: IngestDoor): void {
  const ingest = (data: unknown) => door.send('ingest/', { body: { data }, type: 'application/vnd.api+json' });

  describe('man-19 man-20 what comes at the same time', () => {
    /** Samples of one node a minute apart, each to be sent by itself. */
    const minutes = (count: number, firstS: number, id: string) =>
      Array.from({ length: count }, (_, index) =>
        aSample({ timestamp_s: firstS + index * 60, co2_ppm: 400 + index }, id),
      );

    async function aNode(alias: string): Promise<string> {
      const { json } = await door.call()('POST /nodes', { body: { study: door.world().study.key, alias } });
      return z.object({ id: z.string() }).parse(json).id;
    }

    async function countsOf(id: string) {
      const rows = z.object({ stored: z.coerce.number(), commits: z.coerce.number() });
      const [stored] = await door
        .database()
        .db.query(
          rows,
          sql`SELECT count(*) AS stored, count(DISTINCT xmin::text) AS commits FROM observations WHERE source_id = ${id}`,
        );
      const source = await door.call()('GET /sources/{id}', { params: { id } });
      return { ...stored, points: z.object({ pointCount: z.number() }).parse(source.json).pointCount };
    }

    it('man-19 stores what single requests bring at the same time together, and answers each for itself', async () => {
      const id = await aNode('Crowd');
      const good = minutes(60, 1_601_700_000, id);
      const [first] = good;
      const others = [
        { data: aSample({ timestamp_s: 1_601_700_000, co2_ppm: 20_000 }, id), status: 400 },
        { data: aSample({ timestamp_s: 1_601_700_000, co2_ppm: 400 }), status: 201 },
        {
          data: aSample({ timestamp_s: 1_601_700_000, co2_ppm: 400 }, 'c727b2f8-8377-d4cb-0e95-ac03200b8c93'),
          status: 400,
        },
        { data: { type: 'Sample' }, status: 400 },
      ];
      const all = [...good.map((data) => ({ data, status: 201 })), ...others];
      const sent = await Promise.all(all.map(({ data }) => ingest(data)));
      expect(sent.map(({ status }) => status)).toEqual(all.map(({ status }) => status));
      const counts = await countsOf(id);
      expect(counts).toMatchObject({ stored: 60, points: 60 });
      expect(counts.commits, 'requests share commits').toBeLessThan(60);

      const contradiction = aSample({ timestamp_s: 1_601_700_000, co2_ppm: 999 }, id);
      const again = await Promise.all([...good, contradiction, first].map((data) => ingest(data)));
      expect(again.map(({ status }) => status)).toEqual([...good.map(() => 200), 409, 200]);
      expect(await countsOf(id)).toEqual(counts);
      const twice = aSample({ timestamp_s: 1_601_800_000, co2_ppm: 640 }, id);
      const pair = await Promise.all([ingest(twice), ingest(twice), ingest(twice)]);
      expect(pair.map(({ status }) => status).sort()).toEqual([200, 200, 201]);
      expect(await countsOf(id)).toMatchObject({ stored: 61, points: 61 });
    });

    it('man-19 keeps what it answered when connections to the database are cut, and stores nothing twice', async () => {
      const id = await aNode('Cut off');
      const samples = minutes(200, 1_601_900_000, id);
      const sent = samples.map((data) => ingest(data));
      for (const answered of [0, 20, 60]) {
        await sent[answered];
        door.database().cut();
      }
      const answers = await Promise.all(sent);
      const isStored = answers.filter(({ status }) => status === 201 || status === 200);
      for (const { status } of answers) expect([200, 201, 500, 503]).toContain(status);
      const counts = await countsOf(id);
      expect(counts.stored).toBeGreaterThanOrEqual(isStored.length);
      const again = await Promise.all(samples.map((data) => ingest(data)));
      for (const { status } of again) expect([200, 201]).toContain(status);
      expect(await countsOf(id)).toMatchObject({ stored: 200, points: 200 });
    });

    it('man-20 messages that come at the same time share commits; each is kept once and told of itself', async () => {
      const uplinks = Array.from({ length: 30 }, (_, index) => {
        const [hex, eui] =
          index % 10 === 9 ? ['062711', ersEui] : ['0602C7', index % 10 === 8 ? '00000000000000FF' : ersEui];
        const at = new Date(Date.UTC(2026, 10, 5, 0, index)).toISOString();
        return aTtnUplink(eui, hex, { f_cnt: 1000 + index, received_at: at });
      });
      const broken = { ...aTtnUplink('no EUI', '0602C7') };
      const sent = await Promise.all(
        [...uplinks, broken, ...uplinks.slice(0, 5)].map((body) => door.send('ttn', { body })),
      );
      const states = sent.slice(0, 30).map(({ json }) => json['state']);
      expect(Object.entries(Object.groupBy(states, String)).map(([state, all]) => [state, all?.length])).toEqual([
        ['decoded', 24],
        ['unknown_node', 3],
        ['flawed', 3],
      ]);
      expect(sent[30]?.status).toBe(400);
      const ofFirst = sent.filter((_, index) => index < 5 || index > 30).map(({ json }) => json['isRepeat']);
      expect(ofFirst.filter((isRepeat) => isRepeat === true)).toHaveLength(5);
      const stored = sent.reduce((sum, { json }) => sum + Number(json['stored'] ?? 0), 0);
      expect(stored).toBe(24);
      const [kept] = await door.database().db.query(
        z.object({ count: z.coerce.number(), commits: z.coerce.number() }),
        sql`SELECT count(*) AS count, count(DISTINCT xmin::text) AS commits FROM sensor_messages
        WHERE sent_at >= '2026-11-05' AND sent_at < '2026-11-06'`,
      );
      expect(kept?.count).toBe(30);
      expect(kept?.commits).toBeLessThan(30);
    });

    it('man-35 SenML is told in units that are converted to those of the quantity; another sort of unit is refused with it', async () => {
      const pack = [
        { bn: `urn:dev:mac:${ersEui}:`, bt: 1793900000, bver: 10, n: 'temp', u: 'K', v: 273.65 },
        { n: 'rh', u: '/', v: 0.455 },
        { n: 'battery_voltage', u: 'V', v: 3.6 },
        { n: 'co2', u: 'ppm', v: 700 },
        { n: 'pressure', u: 'Cel', v: 1000 },
        { n: 'illuminance', u: 'candles', v: 12 },
      ];
      const { status, json } = await door.send('senml', { body: pack, type: 'application/senml+json' });
      expect(status).toBe(422);
      expect(json['records']).toEqual([
        ...[1, 2, 3, 4].map(() => ({ state: 'stored' })),
        { state: 'refused', message: 'pressure is measured in hPa, which "Cel" cannot be converted to.' },
        { state: 'refused', message: 'illuminance is measured in lx, which "candles" cannot be converted to.' },
      ]);
      const stored = await door.database().db.query(
        z.object({ key: z.string(), value: z.number() }),
        sql`SELECT q.key, o.value FROM observations o JOIN quantities q ON q.id = o.quantity_id
          WHERE o.observed_at = to_timestamp(1793900000)`,
      );
      const told = Object.fromEntries(stored.map(({ key, value }) => [key, value]));
      expect(told).toEqual({ temperature: 0.5, humidity: 45.5, battery_voltage: 3600, co2: 700 });
    });
  });
}
