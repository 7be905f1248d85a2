import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { aLocation, aStream, listThings, type StaClient } from '#e2e/harness/sensor-things.ts';

/** A message of several parts; each is its headers, and what it holds. */
const inParts = (boundary: string, parts: readonly string[]) =>
  [...parts.flatMap((part) => [`--${boundary}`, part]), `--${boundary}--`, ''].join('\r\n');
const aPart = (line: string, { id, body }: { readonly id?: string; readonly body?: object } = {}) =>
  [
    'Content-Type: application/http',
    ...(id === undefined ? [] : [`Content-ID: ${id}`]),
    '',
    `${line} HTTP/1.1`,
    'Host: localhost',
    ...(body ? ['Content-Type: application/json'] : []),
    '',
    body ? JSON.stringify(body) : '',
  ].join('\r\n');

/** Batches as JSON and in parts, sent by a client that may write. */
export function describeBatches(client: () => StaClient): void {
  const list = (path: string) => listThings(client(), path);
  const names = async (path: string) => (await list(path)).map((one) => one['name']);

  describe('man-34 batches', () => {
    it('man-34 req/batch-request: requests in one, with references to what was made before, and groups that work whole or not', async () => {
      const body = {
        requests: [
          {
            id: 'thing',
            atomicityGroup: 'g1',
            method: 'post',
            url: 'Things',
            body: { name: 'Batched', description: '' },
          },
          { id: 'stream', atomicityGroup: 'g1', method: 'post', url: '$thing/Datastreams', body: aStream },
          {
            id: 'place',
            method: 'post',
            url: 'Locations',
            body: { ...aLocation(), Things: [{ '@iot.id': '$thing' }] },
          },
          { id: 'read', method: 'get', url: "Things?$filter=name eq 'Batched'&$expand=Datastreams,Locations" },
          {
            id: 'lost',
            atomicityGroup: 'g2',
            method: 'post',
            url: 'Things',
            body: { name: 'Undone', description: '' },
          },
          { id: 'wrong', atomicityGroup: 'g2', method: 'post', url: 'Things', body: { name: 'Undone' } },
          { id: 'away', method: 'get', url: 'http://example.org/Things' },
        ],
      };
      const { status, json, text } = await client().call('POST', '$batch', body);
      expect(status, text).toBe(200);
      const { responses } = z
        .object({ responses: z.array(z.object({ id: z.string(), status: z.number(), body: z.unknown() })) })
        .parse(json);
      expect(responses.map((one) => [one.id, one.status])).toEqual([
        ['thing', 201],
        ['stream', 201],
        ['place', 201],
        ['read', 200],
        ['lost', 424],
        ['wrong', 400],
        ['away', 404],
      ]);
      expect(responses[3]?.body).toMatchObject({
        value: [{ Datastreams: [{ name: aStream.name }], Locations: [{ name: 'Roof' }] }],
      });
      expect(await names(`Things?$filter=name eq 'Undone'`)).toEqual([]);
      expect(
        (await client().call('POST', '$batch', { requests: [{ id: 'a', method: 'trace', url: 'Things' }] })).status,
      ).toBe(400);
    });
  });

  describe('man-34 batches in parts', () => {
    const send = (parts: readonly string[]) =>
      client().call('POST', '$batch', inParts('batch_1', parts), 'multipart/mixed;boundary=batch_1');
    const changeSet = (parts: readonly string[]) =>
      `Content-Type: multipart/mixed; boundary="set_1"\r\n\r\n${inParts('set_1', parts)}`;
    const statuses = (text: string) =>
      Array.from(text.matchAll(/^HTTP\/1\.1 (\d+) /gm), ([, status]) => Number(status));

    it('man-34 req/batch-request: requests and change sets in parts are answered in parts, in their order', async () => {
      const { status, headers, text } = await send([
        aPart('GET /sta/v1.1/Sensors?$top=0&$count=true'),
        changeSet([
          aPart('POST /sta/v1.1/Things', { id: 'new', body: { name: 'In parts', description: '' } }),
          aPart('POST $new/Datastreams', { id: '2', body: aStream }),
          aPart('PATCH $new', { id: '3', body: { description: 'Changed' } }),
        ]),
        aPart('POST Locations', { body: { ...aLocation(), Things: [{ '@iot.id': '$new' }] } }),
        aPart('GET Things(7)'),
        aPart(`GET ${client().root}/Things?$filter=name%20eq%20'In%20parts'&$expand=Datastreams,Locations`),
      ]);
      expect(status, text).toBe(200);
      const boundary = /^multipart\/mixed; boundary=(\S+)$/.exec(headers.get('content-type') ?? '')?.[1] ?? '';
      expect(text.startsWith(`--${boundary}\r\n`)).toBe(true);
      expect(text.endsWith(`--${boundary}--`)).toBe(true);
      expect(statuses(text)).toEqual([200, 201, 201, 200, 201, 404, 200]);
      expect(text).toMatch(/Content-ID: new\r\n\r\nHTTP\/1\.1 201 Created\r\nLocation: http\S+Things\(\d+\)\r\n/);
      const [thing] = await list(`Things?$filter=name eq 'In parts'&$expand=Datastreams,Locations`);
      expect(thing).toMatchObject({ description: 'Changed', Datastreams: [{}], Locations: [{ name: 'Roof' }] });
      expect(text).toContain(String(thing?.['@iot.selfLink']));
    });

    it('man-34 a change set that fails leaves nothing and is one answer; what is no batch is refused', async () => {
      const never = { name: 'Never', description: '' };
      const lost = [aPart('POST Things', { id: '1', body: never }), aPart('POST Things', { id: '2', body: {} })];
      const { status, text } = await send([changeSet(lost), aPart('POST Things', { body: never })]);
      expect([status, statuses(text)]).toEqual([200, [400, 201]]);
      expect(text).toContain('Content-ID: 2');
      expect(await names(`Things?$filter=name eq 'Never'`)).toHaveLength(1);
      for (const [body, type] of [
        ['nothing', 'multipart/mixed;boundary=b'],
        ['--b\r\n\r\nGET Things', 'multipart/mixed;boundary=b'],
        ['--b--', 'multipart/mixed'],
        [inParts('b', ['\r\nnonsense']), 'multipart/mixed;boundary=b'],
      ] as const) {
        expect((await client().call('POST', '$batch', body, type)).json, body).toMatchObject({ code: 400 });
      }
    });
  });
}
