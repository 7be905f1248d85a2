import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { createAndroidPhone } from './android-phone.ts';
import { createBrowserExtension } from './browser-extension.ts';
import { pointsBetween } from './day.ts';
import { createIosPhone } from './ios-phone.ts';
import { createNetworkProxy } from './network-proxy.ts';
import { createParticipant } from './participant.ts';
import { typeOf } from './point.ts';
import { createRandom } from './random.ts';
import { createTransport } from './transport.ts';

interface Seen {
  readonly method: string | undefined;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
  readonly bytes: Buffer;
}

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A server that notes what comes and answers as told. */
async function listen(answer: (count: number) => { status: number; body: string }) {
  const seen: Seen[] = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (part: Buffer) => chunks.push(part));
    request.on('end', () => {
      const bytes = Buffer.concat(chunks);
      seen.push({ method: request.method, headers: request.headers, body: bytes.toString('utf8'), bytes });
      const { status, body } = answer(seen.length);
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { seen, baseUrl: `http://127.0.0.1:${port}` };
}

const from = new Date('2026-11-18T00:00:00Z');
const to = new Date('2026-11-19T00:00:00Z');
const added = JSON.stringify({ message: 'ok', added: true });

describe('devices: a simulated life', () => {
  it('devices: the same range gives the same points, split or whole', () => {
    const person = createParticipant('seed', 'P-1', 'android');
    const noon = new Date('2026-11-18T12:00:00Z');
    const split = [...pointsBetween(person, from, noon), ...pointsBetween(person, noon, to)];
    expect(split).toEqual(pointsBetween(person, from, to));
  });

  it('devices: an Android day has the six commonest types, each within believable bounds', () => {
    const points = pointsBetween(createParticipant('seed', 'P-2', 'android'), from, to);
    expect([...new Set(points.map(typeOf))].sort()).toEqual([
      'pdk-app-event',
      'pdk-device-battery',
      'pdk-foreground-application',
      'pdk-location',
      'pdk-screen-state',
      'pdk-system-status',
    ]);
    const levels = points.flatMap((point) =>
      typeOf(point) === 'pdk-device-battery' ? [point['level'] as number] : [],
    );
    expect(Math.min(...levels)).toBeGreaterThanOrEqual(3);
    expect(Math.max(...levels)).toBe(100);
    expect(points.length).toBeGreaterThan(400);
  });
});

describe('devices: what each client takes for success', () => {
  const person = createParticipant('seed', 'P-3', 'android');
  const points = pointsBetween(person, from, to).slice(0, 150);

  it('devices: Android sends CRLF Base64 multipart again until added is true', async () => {
    const { seen, baseUrl } = await listen((count) => ({
      status: 201,
      body: count === 1 ? '{"message":"ok"}' : added,
    }));
    const transport = createTransport({ baseUrl });
    const phone = createAndroidPhone({ identifier: 'P-3', transport, bundlePath: '/b', random: createRandom('x') });
    phone.record(points);
    expect(await phone.flush()).toEqual({ requests: 1, delivered: 0 });
    expect(await phone.flush()).toEqual({ requests: 1, delivered: 1 });
    expect(phone.pendingCount).toBe(0);
    const payload = /name="payload"\r\nContent-Length: \d+\r\n\r\n([\s\S]*?)\r\n--/.exec(seen[1]!.body)?.[1] ?? '';
    expect(payload.split('\r\n')[0]).toHaveLength(76);
    expect(JSON.parse(gunzipSync(Buffer.from(payload, 'base64')).toString())).toEqual(points);
    transport.close();
  });

  it('devices: iOS deletes on any answer, and keeps points when the connection fails', async () => {
    const { seen, baseUrl } = await listen(() => ({ status: 500, body: '<html>' }));
    const transport = createTransport({ baseUrl });
    const phone = createIosPhone({ identifier: 'P-3', transport, bundlePath: '/b' });
    phone.record(points.slice(0, 40));
    await phone.flush();
    expect([phone.pendingCount, seen.map(({ method }) => method)]).toEqual([0, []]);
    transport.close();
  });

  it('devices: a browser wants JSON as form, any 2xx as PUT; a proxy any 2xx', async () => {
    const { seen, baseUrl } = await listen(() => ({ status: 200, body: 'fine' }));
    const transport = createTransport({ baseUrl });
    const common = { identifier: 'B-1', transport, bundlePath: '/b' };
    const devices = [
      createBrowserExtension(common),
      createBrowserExtension({ ...common, token: 't' }),
      createNetworkProxy(common),
    ];
    for (const device of devices) {
      device.record(points.slice(0, 20));
      await device.flush();
    }
    expect(devices.map(({ pendingCount }) => pendingCount)).toEqual([20, 0, 0]);
    expect(seen[1]!.headers['authorization']).toBe('Bearer t');
    expect(JSON.parse(gunzipSync(seen[1]!.bytes).toString())).toHaveLength(20);
    transport.close();
  });

  it('devices: a cut connection is a failure, whenever it happens', async () => {
    const { baseUrl } = await listen(() => ({ status: 201, body: added }));
    const transport = createTransport({ baseUrl, cutShare: 1, random: createRandom('cuts') });
    const phone = createIosPhone({ identifier: 'P-3', transport, bundlePath: '/b' });
    phone.record(points);
    for (let round = 0; round < 4; round += 1) await phone.flush();
    expect(phone.pendingCount).toBe(points.length);
    transport.close();
  });
});
