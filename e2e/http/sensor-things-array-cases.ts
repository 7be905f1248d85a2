import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { TestPlatform } from '#e2e/harness/platform.ts';
import { aThing, listThings, makeThing, type StaClient } from '#e2e/harness/sensor-things.ts';
import { sql } from '#lib/platform/db/sql.ts';

/** Whom these cases ask: one who may write, and one who may only send. */
export interface ArrayClients {
  readonly platform: () => TestPlatform;
  readonly sta: () => StaClient;
  readonly sender: () => StaClient;
}

/** Many observations at once, in requests of their own and in arrays. */
export function describeArrays(clients: ArrayClients): void {
  const made = (path: string, body: object) => makeThing(clients.sta(), path, body);
  const list = (path: string) => listThings(clients.sta(), path);
  const results = async (path: string) => (await list(path)).map((one) => one['result']);

  async function commitsOf(streamId: unknown): Promise<number | undefined> {
    const [stored] = await clients
      .platform()
      .runtime.db.query(
        z.object({ commits: z.coerce.number() }),
        sql`SELECT count(DISTINCT xmin::text) AS commits FROM sensor_thing_observations WHERE stream_id = ${String(streamId)}::bigint`,
      );
    return stored?.commits;
  }

  describe('man-33 many observations at once', () => {
    it('man-33 req/create-update-delete: observations that come at the same time share commits, each answered for itself', async () => {
      const thing = await made('Things', aThing('Crowd', []));
      const [stream] = await list(`Things(${String(thing['@iot.id'])})/Datastreams`);
      const set = `Datastreams(${String(stream?.['@iot.id'])})/Observations`;
      const instant = (index: number) => new Date(Date.UTC(2026, 10, 6, 0, index)).toISOString();
      const bodies = Array.from({ length: 40 }, (_, index) => ({ result: index, phenomenonTime: instant(index) }));
      const wrong = [
        { result: 1, phenomenonTime: 'soon' },
        { result: 'a zero: \u0000' },
        { phenomenonTime: instant(50) },
      ];
      const [answers, refused] = await Promise.all([
        Promise.all(bodies.map((body) => clients.sta().call('POST', set, body))),
        Promise.all(wrong.map((body) => clients.sta().call('POST', set, body))),
      ]);
      expect(refused.map(({ status }) => status)).toEqual([400, 400, 400]);
      expect(answers.map(({ status, json: { result } }) => [status, result])).toEqual(
        bodies.map(({ result }) => [201, result]),
      );
      expect(new Set(answers.map(({ json }) => json['@iot.id'])).size).toBe(40);
      expect(await results(`${set}?$top=100`)).toEqual(bodies.map(({ result }) => result));
      const features = await list(`${set}?$expand=FeatureOfInterest($select=id)&$top=100`);
      expect(new Set(features.map(({ FeatureOfInterest }) => JSON.stringify(FeatureOfInterest))).size).toBe(1);
      expect(await commitsOf(stream?.['@iot.id'])).toBeLessThan(40);
      expect((await clients.sta().call('DELETE', `Things(${String(thing['@iot.id'])})`)).status).toBe(200);
    });

    it('man-33 req/data-array: many are stored by one statement; a wrong stream, feature or text is told beside each', async () => {
      const thing = await made('Things', aThing('Arrays'));
      const [stream] = await list(`Things(${String(thing['@iot.id'])})/Datastreams`);
      const Datastream = { '@iot.id': stream?.['@iot.id'] };
      const instant = (index: number) => new Date(Date.UTC(2026, 10, 7, 0, 0, index)).toISOString();
      const rows = Array.from({ length: 300 }, (_, index) => [instant(index), index]);
      const components = ['phenomenonTime', 'result'];
      const features = ['phenomenonTime', 'result', 'FeatureOfInterest/id'];
      const sent = [
        { Datastream, components, dataArray: rows },
        {
          Datastream,
          components: features,
          dataArray: [
            [instant(400), 'a', 7],
            [instant(401), 'a zero: \u0000', null],
          ],
        },
        { Datastream: { '@iot.id': 7 }, components, dataArray: [[instant(402), 1]] },
        { components, dataArray: [[instant(403), 1]] },
      ];
      const answer = await clients.sender().call('POST', 'CreateObservations', sent);
      expect(answer.status, answer.text).toBe(201);
      const told = z.array(z.string()).parse(answer.json['list']);
      expect(new Set(told.slice(0, 300)).size).toBe(300);
      for (const [index, words] of [
        'none with the id 7',
        'cannot be used',
        'none with the id 7',
        'is required',
      ].entries()) {
        expect(told[300 + index]).toMatch(new RegExp(`^error: .*${words}`));
      }
      const set = `Datastreams(${String(stream?.['@iot.id'])})/Observations`;
      expect(await results(`${set}?$top=1000`)).toEqual(rows.map(([, result]) => result));
      expect((await clients.sta().call('GET', told[17] ?? '')).json).toMatchObject({ result: 17 });
      expect(await commitsOf(stream?.['@iot.id'])).toBe(1);
      const tooLarge = await clients.sta().call('POST', set, '{"result": 1e400}', 'text/plain');
      expect(tooLarge.json).toMatchObject({ fields: { result: 'The number is too large.' } });
      const misplaced = await clients.sta().call('GET', 'Things?$orderby=nothing');
      expect(misplaced.json).toMatchObject({ fields: { $orderby: 'Things have no "nothing".' } });
      expect((await clients.sta().call('GET', 'Things?$orderby=Datastreams')).status).toBe(400);
      expect((await clients.sta().call('DELETE', `Things(${String(thing['@iot.id'])})`)).status).toBe(200);
    });
  });
}
