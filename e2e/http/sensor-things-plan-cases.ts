import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ApiWorld } from '#e2e/harness/api.ts';
import type { TestPlatform } from '#e2e/harness/platform.ts';
import { placeNodes } from '#e2e/harness/sensor-place.ts';
import { aStream, aThing, listThings, makeThing, type StaClient } from '#e2e/harness/sensor-things.ts';
import type { Context } from '#lib/platform/context.ts';
import { MonthPartitions } from '#lib/platform/db/month-partitions.ts';
import { sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { parseOptions } from '#lib/protocols/sta/parse-options.ts';
import { parsePath } from '#lib/protocols/sta/parse-path.ts';
import { createModel, createQuantity, memberThings } from '#lib/sensors/index.ts';

const plans = z.object({ 'QUERY PLAN': z.array(z.object({ Plan: z.unknown() })) });
const nodeSchema = z.looseObject({
  'Actual Rows': z.number(),
  'Actual Loops': z.number(),
  'Rows Removed by Filter': z.number().default(0),
  Plans: z.array(z.unknown()).default([]),
});

/** The most rows that any step of a plan read. */
function mostRows(plan: unknown): number {
  const node = nodeSchema.parse(plan);
  const own = (node['Actual Rows'] + node['Rows Removed by Filter']) * node['Actual Loops'];
  return Math.max(own, ...node.Plans.map(mostRows));
}

interface Surroundings {
  readonly platform: TestPlatform;
  readonly world: ApiWorld;
  readonly sta: StaClient;
}

/** How many observations are read to answer a few, where there are many. */
export function describePlans(surroundings: () => Surroundings, minutes = 6_000): void {
  describe('man-33 req/request-data among many observations', () => {
    let [ofNode, ofClient] = ['', ''];
    /** More than a page and what is looked at beside it, and far less than all. */
    const few = 3000;

    beforeAll(async () => {
      const { platform, world, sta } = surroundings();
      const { db } = platform.runtime;
      const made = [
        await createQuantity(world.system, { name: 'co2', unitName: 'ppm' }),
        await createQuantity(world.system, { name: 'temperature', unitName: '°C' }),
      ];
      const quantities = made.map(({ legacyId }) => legacyId);
      const named = { name: 'Planned', tradeName: '', manufacturer: '', sensorType: '' };
      const model = await createModel(world.system, { ...named, quantities });
      const places = Array.from({ length: 4 }, (_, index) => ({
        eui64: `00000000000000D${String(index)}`,
        protocol: 'ELSYSERS',
        alias: `Planned ${String(index)}`,
        isPublic: false,
        modelId: model.id,
      }));
      const months = new MonthPartitions(db, platform.runtime.log, { table: 'observations', column: 'observed_at' });
      await months.prepare([new Date('2026-06-01'), new Date('2026-07-01')], new Date());
      const nodes = await placeNodes(platform.runtime, world, places);
      const thing = await makeThing(sta, 'Things', { ...aThing('Planned'), Datastreams: [aStream, aStream] });
      const [first, second] = await listThings(sta, `Things(${String(thing['@iot.id'])})/Datastreams`);
      await db.execute(sql`
        INSERT INTO observations (organization_id, source_id, quantity_id, observed_at, value, received_at)
        SELECT ${world.organization.id}::uuid, s.id::uuid, q.id, at, extract(minute FROM at), at
        FROM generate_series('2026-06-01'::timestamptz, '2026-06-01'::timestamptz + ${minutes}::int * interval '1 minute', '1 minute') AS at,
          unnest(${nodes.map(({ nodeId }) => nodeId)}::text[]) AS s (id), quantities q WHERE q.key IN ('co2', 'temperature')`);
      await db.execute(sql`
        INSERT INTO sensor_thing_observations (organization_id, stream_id, from_at, to_at, result_number, body)
        SELECT ${world.organization.id}::uuid, s.id::bigint, at, at, 1, jsonb_build_object('result', 1, 'phenomenonTime', to_json(at))
        FROM generate_series('2026-06-01'::timestamptz, '2026-06-01'::timestamptz + ${minutes}::int * interval '1 minute', '1 minute') AS at,
          unnest(${[first, second].map((one) => String(one?.['@iot.id']))}::text[]) AS s (id)`);
      await db.execute(sql`ANALYZE observations, sensor_thing_observations, installations`);
      ofClient = `Datastreams(${String(first?.['@iot.id'])})`;
      const filter = encodeURIComponent(`Thing/name eq 'Planned 0'`);
      const [stream] = await listThings(sta, `Datastreams?$filter=${filter}&$top=1`);
      ofNode = `Datastreams(${String(stream?.['@iot.id'])})`;
    });

    /** What answers a query, read by the server with its own plan. */
    async function explain(path: string, options: string): Promise<number> {
      const { platform, world } = surroundings();
      const asked: SqlStatement[] = [];
      const { db } = platform.runtime;
      const noting: Context['db'] = {
        ...db,
        query: (schema, statement) => {
          asked.push(statement);
          return db.query(schema, statement);
        },
      };
      const { steps } = parsePath(path);
      const set = steps.at(-1)?.set ?? 'Observations';
      const pairs = [...new URLSearchParams(options)];
      const { rows } = await memberThings({ ...world.system, db: noting }).list({
        steps,
        query: parseOptions(set, pairs).query,
      });
      expect(rows.length, path).toBeGreaterThan(0);
      let most = 0;
      for (const { text, values } of asked) {
        const analyze = `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${text}`;
        const [row] = await db.query(plans, { text: analyze, values });
        most = Math.max(most, mostRows(row?.['QUERY PLAN'][0]?.Plan));
      }
      return most;
    }

    it.each([
      ['Observations', '$orderby=phenomenonTime desc&$top=20'],
      ['Observations', '$orderby=phenomenonTime asc&$top=20&$skip=20'],
      ['Observations', '$orderby=id desc&$top=20'],
      ['Observations', '$filter=phenomenonTime ge 2026-06-02T00:00:00Z&$top=20'],
      ['Observations', '$filter=phenomenonTime lt 2026-06-04T00:00:00Z&$orderby=phenomenonTime desc&$top=20'],
      [
        'Observations',
        '$filter=phenomenonTime gt 2026-06-02T00:00:00Z and phenomenonTime le 2026-06-02T00:10:00Z&$count=true',
      ],
      ['Observations', '$filter=result ge 1&$orderby=phenomenonTime desc&$top=20&$expand=Datastream($select=name)'],
      ['Observations', '$orderby=phenomenonTime desc&$top=20&$resultFormat=dataArray'],
      ['Observations', `$filter=Datastream/Thing/name ne 'X'&$orderby=phenomenonTime desc&$top=20`],
      ['$stream/Observations', '$orderby=phenomenonTime desc&$top=20'],
      ['$stream/Observations', '$top=20'],
      ['Observations', '$filter=Datastream/id eq $id and phenomenonTime gt 2026-06-02T00:00:00Z&$top=20'],
      ['Observations', '$filter=Datastream/id eq $id&$orderby=phenomenonTime desc&$top=20'],
      [
        'Observations',
        '$filter=Datastream/id eq $id and phenomenonTime ge 2026-06-04T00:00:00Z and phenomenonTime lt 2026-06-04T00:10:00Z&$count=true',
      ],
      ['Datastreams', '$expand=Observations($orderby=phenomenonTime desc;$top=1)&$top=20'],
      ['Things', '$expand=Datastreams($expand=Observations($orderby=phenomenonTime desc;$top=1))&$top=20'],
    ])('man-33 %s?%s reads few', async (path, options) => {
      for (const stream of [ofNode, ofClient]) {
        const id = /\d+/.exec(stream)?.[0] ?? '';
        const most = await explain(path.replace('$stream', stream), options.replace('$id', id));
        expect(most, stream).toBeLessThan(few);
      }
    });
  });
}
