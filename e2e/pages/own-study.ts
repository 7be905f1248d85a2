import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { APIRequestContext, Page } from '@playwright/test';
import { z } from 'zod';
import { expect, test as base } from './page-test.ts';
import type { World } from './world.ts';

/** A study of one test, empty at first, filled through the devices' door. */
export interface OwnStudy {
  readonly id: string;
  readonly key: string;
  /** Address of a page about this study. */
  page(path: string): string;
  /** Uploads points as phones do (gzip in a form) and waits until they are processed. */
  send(points: readonly object[]): Promise<void>;
  /** Uploads form fields as they are; gives the status of the answer once processing has nothing left to do. */
  sendForm(fields: Readonly<Record<string, string>>, headers?: Readonly<Record<string, string>>): Promise<number>;
  /** Calls our own API as the owner. */
  call(method: 'GET' | 'POST' | 'PUT' | 'PATCH', path: string, body?: object): Promise<unknown>;
}

/** What opens a page about a study: the browser, who signs in, and the study. */
export interface Opened {
  readonly page: Page;
  readonly signInAs: (role: string) => Promise<void>;
  readonly study: OwnStudy;
}

/** `test` with a study of its own, so that what is counted is only what the test sent. */
export const test = base.extend<{ readonly study: OwnStudy }>({
  study: async ({ request, world, baseURL }, use) => {
    await use(await openStudy(request, world, baseURL ?? ''));
  },
});

export { expect };

const idSchema = z.object({ id: z.string() });
const backlogSchema = z.object({ waiting: z.object({ count: z.number() }) });

async function openStudy(request: APIRequestContext, world: World, baseURL: string): Promise<OwnStudy> {
  const [name, value] = world.people['owner']?.cookie ?? ['', ''];
  const headers = { cookie: `${name}=${value}`, 'x-cairn-request': '1', 'sec-fetch-site': 'same-origin' };
  const key = `own-${randomUUID().slice(0, 8)}`;
  const call: OwnStudy['call'] = async (method, path, body) => {
    const response = await request.fetch(`/api/cairn/v1/${path}`, { method, headers, ...(body ? { data: body } : {}) });
    expect(response.ok(), `${method} ${path}: ${await response.text()}`).toBe(true);
    return response.json() as Promise<unknown>;
  };
  const { id } = idSchema.parse(await call('POST', 'studies', { key, name: `Study ${key}` }));
  const sendForm: OwnStudy['sendForm'] = async (fields, sent = {}) => {
    const door = `${baseURL}/studies/${key}/data/add-bundle.json`;
    const response = await fetch(door, { method: 'POST', body: new URLSearchParams(fields), headers: sent });
    await response.arrayBuffer();
    await expect
      .poll(async () => backlogSchema.parse(await call('GET', `health-series/now?study=${key}`)).waiting.count)
      .toBe(0);
    return response.status;
  };
  return {
    id,
    key,
    page: (path) => `${path}${path.includes('?') ? '&' : '?'}study=${key}`,
    send: async (points) => {
      const payload = gzipSync(JSON.stringify(points)).toString('base64');
      expect(await sendForm({ payload, compression: 'gzip' })).toBe(201);
    },
    sendForm,
    call,
  };
}

interface PointOptions {
  readonly source: string;
  readonly type?: string;
  /** Unix seconds; anything else is what a broken device sends. */
  readonly timestamp: unknown;
  readonly members?: object;
}

/** A point as Android sends it: of the battery, unless told otherwise. */
export function aPoint({ source, type = 'pdk-device-battery', timestamp, members }: PointOptions): object {
  return {
    ...(members ?? { level: 61, scale: 100, status: 'discharging', plugged: 'unknown', present: true }),
    'passive-data-metadata': {
      'generator-id': type,
      generator: `${type}: Fieldwork/1.0 Passive Data Kit/1.0 (Android 14 SDK 34; Acme P7)`,
      source,
      timestamp,
      timezone: 'Africa/Kinshasa',
    },
  };
}

/** Unix seconds of now. */
export const nowS = () => Math.floor(Date.now() / 1000);

/** Where walks begin, [lon, lat]. */
const town = [15.3, -4.32] as const;

/** A walk of an hour to the north-east, a point a minute, and the battery beside it: what a healthy phone sends. */
export function anHourOf(source: string, endS = nowS() - 60, [lon, lat]: readonly [number, number] = town): object[] {
  return Array.from({ length: 60 }, (_, minute) => {
    const timestamp = endS - 60 * (59 - minute);
    const position = { latitude: lat + minute * 0.0004, longitude: lon + minute * 0.0003, accuracy: 8 };
    return [
      aPoint({ source, timestamp, type: 'pdk-location', members: { ...position, provider: 'gps' } }),
      aPoint({ source, timestamp, members: { level: 90 - minute / 2, status: 'discharging' } }),
      ...(minute % 10 === 0
        ? [
            aPoint({
              source,
              timestamp,
              type: 'pdk-screen-state',
              members: { state: minute % 20 === 0 ? 'on' : 'off' },
            }),
          ]
        : []),
    ];
  }).flat();
}
