import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { processUntilEmpty, readPoints } from '#lib/passive/index.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { newId } from '#lib/platform/ids.ts';
import { createAndroidPhone } from '../devices/android-phone.ts';
import type { Device } from '../devices/device.ts';
import { createIosPhone } from '../devices/ios-phone.ts';
import type { SimulatedPoint } from '../devices/point.ts';
import { createRandom } from '../devices/random.ts';
import { createTransport } from '../devices/transport.ts';
import { startPlatform, type TestPlatform } from '../harness/platform.ts';
import { aTenant, type Tenant } from '../harness/tenant.ts';

/** A real track, beside the repository; see the table of sources there. */
const trackFolder = join(import.meta.dirname, '../../../shared/data/phones/gps-idr8gqdh/gps');
const hasTrack = existsSync(trackFolder);
/** Rows that a device sends at a time; as many again it repeats, as after a lost answer. */
const rowsPerPart = 7;
const repeatedRows = 3;

/** One line of the track, numbers in their own text: timestamp (ms), latitude, longitude, altitude, accuracy. */
type Row = readonly [string, string, string, string, string];

async function readTrack(): Promise<Row[]> {
  const names = (await readdir(trackFolder)).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(trackFolder, name), 'utf8')));
  return texts.flatMap((text) =>
    text
      .trim()
      .split('\n')
      .slice(1)
      .map((line): Row => {
        const [timestamp, , latitude, longitude, altitude, accuracy] = line.trim().split(',');
        return [timestamp!, latitude!, longitude!, altitude!, accuracy!];
      }),
  );
}

function toPoint(source: string, [timestamp, latitude, longitude, altitude, accuracy]: Row): SimulatedPoint {
  const seconds = Number(timestamp) / 1000;
  return {
    observed: Number(timestamp),
    latitude: Number(latitude),
    longitude: Number(longitude),
    altitude: Number(altitude),
    accuracy: Number(accuracy),
    provider: 'gps',
    'passive-data-metadata': {
      'generator-id': 'pdk-location',
      generator: 'pdk-location: Meadow/4.1 Passive Data Kit/1.0 (Android 14 SDK 34; Acme P7)',
      source,
      timestamp: seconds,
      latitude: Number(latitude),
      longitude: Number(longitude),
    },
  };
}

let platform: TestPlatform;
let tenant: Tenant;

beforeAll(async () => {
  if (!hasTrack) return;
  platform = await startPlatform({ processing: true });
  tenant = await aTenant(platform.runtime.db);
});
afterAll(async () => {
  if (hasTrack) await platform.stop();
});

/** Sends the track in parts that overlap, until the device believes that all is delivered. */
async function sendTrack(device: Device, rows: readonly Row[]): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsPerPart) {
    const part = rows.slice(Math.max(0, from - repeatedRows), from + rowsPerPart);
    device.record(part.map((row) => toPoint(device.identifier, row)));
    await device.flush();
  }
  while (device.pendingCount > 0) await device.flush();
}

const sourceSchema = z.object({ id: z.uuid(), identifier: z.string(), pointCount: z.number() });

describe.skipIf(!hasTrack)('pdk-15 a real track (skipped without ../shared/data/phones/gps-idr8gqdh)', () => {
  it('pdk-15 two devices that cut connections and send again: every row of the track once, as it was', async () => {
    const rows = await readTrack();
    expect(rows.length).toBeGreaterThan(20);
    const random = createRandom('track');
    const transport = createTransport({ baseUrl: platform.url, cutShare: 0.4, random });
    const bundlePath = `/studies/${tenant.studyKey}/data/add-bundle.json`;
    const devices = [
      createAndroidPhone({ identifier: 'track-android', transport, bundlePath, random, compression: 'gzip' }),
      createIosPhone({ identifier: 'track-ios', transport, bundlePath }),
    ];
    await Promise.all(devices.map((device) => sendTrack(device, rows)));
    transport.close();
    await processUntilEmpty(platform.runtime);
    const { organizationId } = tenant;
    await expect
      .poll(
        () =>
          platform.runtime.db.query(
            z.object({ id: z.uuid() }),
            sql`SELECT id FROM bundles
        WHERE organization_id = ${organizationId} AND state = 'waiting'`,
          ),
        { timeout: 20_000 },
      )
      .toEqual([]);
    const sources = await platform.runtime.db.query(
      sourceSchema,
      sql`SELECT id, identifier, point_count::int AS "pointCount" FROM sources
        WHERE organization_id = ${organizationId} ORDER BY identifier`,
    );
    const counts = sources.map(({ identifier, pointCount }) => [identifier, pointCount]);
    expect(counts).toEqual([
      ['track-android', rows.length],
      ['track-ios', rows.length],
    ]);
    for (const { id } of sources) expect((await storedRows(id)).sort()).toEqual(rows.map((row) => row.join()).sort());
  });
});

const propertiesSchema = z.object({
  observed: z.number(),
  latitude: z.number(),
  longitude: z.number(),
  altitude: z.number(),
  accuracy: z.number(),
});

/** What is stored of a source, as lines of the track; position and time must agree with the text. */
async function storedRows(sourceId: string): Promise<string[]> {
  const actor = { kind: 'system', label: 'test' } as const;
  const ctx = platform.runtime.context({ organizationId: tenant.organizationId, actor, requestId: newId() });
  const lines: string[] = [];
  for await (const { properties, position, createdAtUs } of readPoints(ctx, { sourceIds: [sourceId] })) {
    const { observed, latitude, longitude, altitude, accuracy } = propertiesSchema.parse(JSON.parse(properties));
    expect(position).toEqual([longitude, latitude]);
    expect(createdAtUs).toBe(observed * 1000);
    const written = accuracy % 1 === 0 ? accuracy.toFixed(1) : String(accuracy);
    lines.push([observed, latitude, longitude, altitude, written].join());
  }
  return lines;
}
