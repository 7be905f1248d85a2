import { beforeAll, describe, expect, it } from 'vitest';
import { aThing, listThings, makeThing, type StaClient } from '#e2e/harness/sensor-things.ts';

/** Filters of times that last, and of what lies within properties, asked by a client that may write. */
export function describeFilters(client: () => StaClient): void {
  const list = (path: string) => listThings(client(), path);
  const names = async (path: string) => (await list(path)).map((one) => one['name']);
  const results = async (path: string) => (await list(path)).map((one) => one['result']);
  const made = (path: string, body: object) => makeThing(client(), path, body);

  describe('man-33 times that last', () => {
    let at = '';
    beforeAll(async () => {
      const thing = await made('Things', aThing('Timed'));
      const [stream] = await list(`Things(${String(thing['@iot.id'])})/Datastreams`);
      at = `Datastreams(${String(stream?.['@iot.id'])})`;
      const times = [
        '06:59',
        '07:00',
        '07:59',
        '08:00',
        '06:00/07:00',
        '06:00/07:01',
        '07:00/08:00',
        '07:01/07:59',
        '08:00/09:00',
      ];
      const sent = times.map((time) =>
        time
          .split('/')
          .map((one) => `2016-01-01T${one}:00Z`)
          .join('/'),
      );
      const rows = sent.map((time, index) => [time, index, `2016-01-02T0${String(index)}:00:00Z`]);
      const components = ['phenomenonTime', 'result', 'resultTime'];
      const id = Number(/\d+/.exec(at)?.[0]);
      const body = [{ Datastream: { '@iot.id': id }, components, dataArray: rows }];
      expect((await client().call('POST', 'CreateObservations', body)).text).not.toContain('error');
    });

    const seven = '2016-01-01T07:00:00Z';
    const hour = `${seven}/2016-01-01T08:00:00Z`;
    it.each([
      [`phenomenonTime lt ${seven}`, [0, 4]],
      [`phenomenonTime le ${seven}`, [0, 1, 4]],
      [`phenomenonTime gt ${seven}`, [2, 3, 7, 8]],
      [`phenomenonTime ge ${seven}`, [1, 2, 3, 6, 7, 8]],
      [`phenomenonTime lt ${hour}`, [0, 4]],
      [`phenomenonTime le ${hour}`, [0, 1, 4, 5, 6]],
      [`phenomenonTime gt ${hour}`, [3, 8]],
      [`phenomenonTime ge ${hour}`, [3, 6, 8]],
      [`phenomenonTime eq ${hour}`, [6]],
      [`${hour} gt phenomenonTime`, [0, 4]],
      [`before(phenomenonTime,${hour})`, [0, 4]],
      [`after(phenomenonTime,${seven})`, [2, 3, 7, 8]],
      [`meets(phenomenonTime,${hour})`, [1, 3, 4, 8]],
      [`during(phenomenonTime,${hour})`, [1, 2, 6, 7]],
      [`during(${seven},phenomenonTime)`, [5, 6]],
      [`overlaps(phenomenonTime,${hour})`, [1, 2, 5, 6, 7]],
      [`overlaps(phenomenonTime,${seven})`, [1, 5, 6]],
      [`starts(phenomenonTime,${seven})`, [1, 6]],
      [`finishes(phenomenonTime,${hour})`, [3, 6]],
      [`phenomenonTime sub ${seven} eq duration'PT1H'`, [3]],
      [`not phenomenonTime lt ${seven} and not phenomenonTime ge 2016-01-01T08:00:00Z`, [1, 2, 5, 6, 7]],
    ])('man-33 req/request-data/built-in-query-functions: %s', async (filter, expected) => {
      expect((await results(`${at}/Observations?$filter=${encodeURIComponent(filter)}`)).sort()).toEqual(expected);
    });

    it('man-33 a stream tells when its observations are of and when their results are, and nothing without any', async () => {
      expect((await client().call('GET', at)).json).toMatchObject({
        phenomenonTime: '2016-01-01T06:00:00.000Z/2016-01-01T09:00:00.000Z',
        resultTime: '2016-01-02T00:00:00.000Z/2016-01-02T08:00:00.000Z',
      });
      const filter = `id eq ${/\d+/.exec(at)?.[0] ?? ''} and resultTime lt 2016-01-03T00:00:00Z and resultTime gt 2016-01-01T00:00:00Z`;
      expect(await list(`Datastreams?$filter=${encodeURIComponent(filter)}&$orderby=resultTime desc`)).toHaveLength(1);
      const none = `Observations?$filter=${encodeURIComponent('resultTime lt 2016-01-03T00:00:00Z')}`;
      expect((await client().call('DELETE', `${at}/${none}`)).json).toEqual({ deleted: 9 });
      const { json } = await client().call('GET', at);
      for (const name of ['phenomenonTime', 'resultTime']) expect(json).not.toHaveProperty(name);
      const lasting = await client().call(
        'GET',
        `Observations?$filter=${encodeURIComponent(`during(resultTime,${seven})`)}`,
      );
      expect(lasting.status, 'an instant has nothing within').toBe(400);
    });
  });

  describe('man-33 properties within properties', () => {
    it('man-33 req/resource-path: places in lists are named in addresses, filters and orders', async () => {
      const properties = {
        sizes: [
          [1, 2],
          [3, 4],
        ],
        parts: [{ label: 'left' }],
      };
      const thing = await made('Things', { name: 'Nested', description: '', properties });
      const other = { sizes: [[1], [0, 9]], parts: [] };
      await made('Things', { name: 'Nested too', description: '', properties: other });
      const own = `Things(${String(thing['@iot.id'])})/properties`;
      expect((await client().call('GET', `${own}/sizes[1]`)).json).toEqual({ 'sizes[1]': [3, 4] });
      expect((await client().call('GET', `${own}/sizes[1][0]/$value`)).text).toBe('3');
      expect((await client().call('GET', `${own}/parts[0]/label`)).json).toEqual({ label: 'left' });
      expect((await client().call('GET', `${own}/parts[1]`)).status).toBe(404);
      const found = (filter: string, order = 'id') =>
        names(`Things?$filter=${encodeURIComponent(filter)}&$orderBy=${order}`);
      expect(await found(`properties/parts[0]/label eq 'left'`)).toEqual(['Nested']);
      expect(await found('properties/sizes[1][1] gt 3', 'properties/sizes[1][0]')).toEqual(['Nested too', 'Nested']);
      expect(await found(`startswith(name, 'Nested') and Datastreams/id eq null`)).toEqual(['Nested', 'Nested too']);
      expect(await found(`startswith(name, 'Nested') and Datastreams/id ne null`)).toEqual([]);
    });
  });
}
